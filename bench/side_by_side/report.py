"""Medians, ratios to `cp -a` of the same round, a Markdown table and a chart."""
import os
import platform
from statistics import median


class Table:
    """What was measured, by group and contender, in the order of the first round."""

    def __init__(self, load, bench):
        self.load, self.bench, self.groups = load, bench, {}

    def add(self, group, name, took, size=None):
        self.groups.setdefault(group, {}).setdefault(name, []).append((took, size))

    def _ratios(self, group, name):
        rows = self.groups[group]
        first = next(iter(rows))
        return [own[0].seconds / base[0].seconds for own, base in zip(rows[name], rows[first])]

    def markdown(self):
        facts = self.bench.facts
        with open("/proc/meminfo") as memory:
            gib = int(memory.readline().split()[1]) / (1 << 20)
        lines = [
            f"Workload {self.load.name}: {facts['bytes'] / 1e6:,.0f} MB in {facts['files']:,} files. "
            f"{os.cpu_count()} processors, {gib:.0f} GiB, Linux {platform.release()}, load {os.getloadavg()[0]:.1f}"
            " at the end. Medians; the ratio is to the first row, round by round. Seconds include `sync`.",
            "", "| what | way | seconds (least..most) | ratio | CPU s | largest process MiB | MB |",
            "|---|---|---|---|---|---|---|"]
        for group, rows in self.groups.items():
            for name, runs in rows.items():
                seconds = [took.seconds for took, _ in runs]
                size = f"{runs[0][1] / 1e6:,.2f}" if runs[0][1] is not None else ""
                lines.append(
                    f"| {group} | {name.replace('|', 'to')} | {median(seconds):.2f} ({min(seconds):.2f}..{max(seconds):.2f}) |"
                    f" {median(self._ratios(group, name)):.2f} | {median(t.cpu for t, _ in runs):.1f} |"
                    f" {max(t.rss_mib for t, _ in runs):.0f} | {size} |")
        return "\n".join(lines) + "\n"

    def chart(self):
        bars, y = [], 30
        for group, rows in self.groups.items():
            bars.append(f'<text x="10" y="{y}" font-weight="bold">{group}</text>')
            y += 8
            most = max(median(t.seconds for t, _ in runs) for runs in rows.values())
            for name, runs in rows.items():
                seconds = median(took.seconds for took, _ in runs)
                colour = "#1a7f37" if name.startswith("envsnap") else "#8c959f"
                bars.append(
                    f'<rect x="230" y="{y}" width="{max(1, 420 * seconds / most):.0f}" height="16" fill="{colour}"/>'
                    f'<text x="222" y="{y + 13}" text-anchor="end">{name.replace("&", "&amp;")}</text>'
                    f'<text x="{236 + 420 * seconds / most:.0f}" y="{y + 13}">{seconds:.2f} s</text>')
                y += 22
            y += 24
        return (f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{y}" font-family="sans-serif"'
                f' font-size="13"><rect width="100%" height="100%" fill="white"/>{"".join(bars)}</svg>\n')
