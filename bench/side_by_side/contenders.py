"""The ways back and the ways to keep, each on a root of its own."""
import shutil

from . import workload
from .machine import Root, host

ENVSNAP = "/opt/envsnap/envsnap"
UV = "/opt/uv"
WARM = "envsnap restore after warm-up"


def _have(program):
    return shutil.which(program) is not None


def _binds(bench):
    return [(bench.place.program, ENVSNAP), (bench.store, "/store"),
            (bench.debs, "/run/debs"), (bench.wheels, "/run/wheels")]


def _prepare_archives(bench):
    """What the rivals of a restore read: made once, from the same delta."""
    kept = bench.place.work / "kept"
    if kept.exists():
        return kept
    kept.mkdir()
    delta = bench.delta
    host(f"tar -C {delta} --xattrs -cf - . | zstd -q -3 -T2 > {kept}/all.tar.zst")
    host(f"cd {delta} && find . -not -type d -printf '%s %p\\n' | sort -rn | cut -d' ' -f2- |"
         f" awk '{{ print > \"{kept}/part\" NR % 4 }}'; find . -type d > {kept}/folders;"
         f" for n in 0 1 2 3; do [ -f {kept}/part$n ] || : > {kept}/part$n;"
         f" cat {kept}/folders {kept}/part$n | tar --xattrs --no-recursion -cf - -T - |"
         f" zstd -q -3 -T2 > {kept}/shard$n.tar.zst; done")
    if _have("restic"):
        host(f"export RESTIC_PASSWORD=x; restic init -q -r {kept}/restic && cd {delta} && restic backup -q -r {kept}/restic .")
    if _have("borg"):
        host(f"borg init -e none {kept}/borg && cd {delta} && borg create -C zstd,3 {kept}/borg::all .")
    return kept


def _restores(bench, only):
    """Each way back by its name, as a function of the root that it writes."""
    kept, delta = _prepare_archives(bench), bench.delta
    restore = lambda root: root.run(f"{ENVSNAP} restore -q --store /store", _binds(bench))
    ways = {
        "cp -a": lambda root: host(f"cp -a {delta}/. {root.path}/"),
        "envsnap restore": restore,
        WARM: restore,
        "tar | tar": lambda root: host(f"tar -C {delta} --xattrs -cf - . | tar -C {root.path} --xattrs -xf -"),
        "zstd | tar": lambda root: host(f"zstd -qdc {kept}/all.tar.zst | tar -C {root.path} --xattrs -xf -"),
        "4 shards, 2 tars": lambda root: host(
            f"seq 0 3 | xargs -P2 -I{{}} sh -c 'zstd -qdc {kept}/shard{{}}.tar.zst | tar -C {root.path} --xattrs -xf -'"),
    }
    if _have("restic"):
        ways["restic"] = lambda root: host(
            f"RESTIC_PASSWORD=x restic restore -q --no-cache -r {kept}/restic latest --target {root.path}")
    if _have("borg"):
        ways["borg"] = lambda root: host(f"cd {root.path} && borg extract {kept}/borg::all")
    ways["pip, local wheels"] = lambda root: root.run(workload.install_pip(bench.load), _binds(bench))
    uv = bench.place.work / "uv"
    wanted = not only or any(name.startswith("uv") for name in only)
    if wanted and (uv.exists() or host(f"python3 -m venv {uv} && {uv}/bin/pip install -q uv", check=False).status == 0):
        for mode in ("hardlink", "copy"):
            ways[f"uv, warm, {mode}"] = lambda root, mode=mode: _uv(bench, root, uv, mode)
    if bench.load.apt:
        ways["apt-get, .debs there"] = lambda root: root.run(workload.install_apt(bench.load), _binds(bench))
        ways["dpkg --unpack, --configure"] = lambda root: root.run(
            "dpkg --unpack /run/debs/*.deb >/dev/null 2>&1; dpkg --configure -a >/dev/null", _binds(bench))
    return ways


def _uv(bench, root, uv, mode):
    """From a cache on the same file system, as hard links need it; the cache is filled before."""
    command = (f"{UV}/bin/uv -q --cache-dir /var/uv pip install --system --break-system-packages --no-index"
               f" --find-links /run/wheels --link-mode {mode} {bench.load.pip}")
    binds = [*_binds(bench), (uv, UV)]
    root.run(f"python3 -m venv /tmp/v && {command.replace('--system', '--python /tmp/v/bin/python')} && rm -rf /tmp/v",
             binds)
    return root.run(command, binds)


def _recorded(bench):
    if not any(bench.store.iterdir()):
        bench.session.run(f"cd /content; {ENVSNAP} record -q --once --store /store", _binds(bench))


def play_restores(bench, kind, only, table):
    """One round: each way back on a fresh root of that kind."""
    _recorded(bench)
    for name, way in _restores(bench, only).items():
        if only and name not in only and name != "cp -a":
            continue
        root = Root(bench.place, bench.base, kind, "fresh")
        if name == WARM:
            _warm_up(root, _binds(bench))
        took = root.synced(lambda way=way, root=root: way(root))
        table.add(f"restore, {kind}", name, took)
        if name == "envsnap restore":
            _warm_up(root, _binds(bench))
            again = root.run(f"{ENVSNAP} restore -q --store /store", _binds(bench))
            table.add(f"restore, {kind}", "envsnap restore, all there", again)
            _same(bench, root)
        root.drop()
    if not only or "envsnap restore" in only:
        _flipped(bench, kind)


def _warm_up(root, binds):
    """What the launcher does after a build and the agent after a save."""
    root.run(f"{ENVSNAP} warm-up", binds)


def _same(bench, root):
    """Every regular file of the delta is there with its bytes, but for what a rule leaves out."""
    rules = "-path ./tmp -o -path ./var/log -o -path ./var/cache -o -path ./var/lib/dpkg -o -path ./root/.cache" \
            " -o -path ./var/lib/apt -o -path ./etc -o -path ./var/tmp -o -name .git"
    lost = host(f"cd {bench.delta} && find . \\( {rules} \\) -prune -o -type f -print0 | xargs -0 -r -P2 -n 500"
                f" sh -c 'for f; do cmp -s \"$f\" \"{root.path}/$f\" || echo \"$f\"; done' sh").output
    if lost.strip():
        raise SystemExit(f"error: the restore lacks\n{lost[:2000]}")


def _flipped(bench, kind):
    """A flipped bit in a pack must make the restore fail: verification is on."""
    pack = max((p for p in bench.store.rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    middle = pack.stat().st_size // 2

    def flip():
        with open(pack, "r+b") as out:
            out.seek(middle)
            byte = out.read(1)[0]
            out.seek(middle)
            out.write(bytes([byte ^ 1]))

    root = Root(bench.place, bench.base, kind, "flipped")
    flip()
    try:
        status = root.run(f"{ENVSNAP} restore -q --store /store", _binds(bench), check=False).status
    finally:
        flip()
        root.drop()
    if status != 13:
        raise SystemExit(f"error: a flipped bit in {pack.name} ended with {status}, not with 13")


def _size(path):
    return int(host(f"du -s -B1 --apparent-size {path} | cut -f1").output)


def play_records(bench, only, table):
    """One round: each way to keep the session, into something empty."""
    delta, kept = bench.delta, bench.place.work / "keeping"
    ways = {
        "tar | zstd -3 -T2": f"tar -C {delta} --xattrs -cf - . | zstd -q -3 -T2 > {kept}/all.tar.zst",
    }
    if _have("restic"):
        ways["restic backup"] = (f"export RESTIC_PASSWORD=x; restic init -q -r {kept}/restic && cd {delta} &&"
                                 f" restic backup -q --no-cache -r {kept}/restic .")
    if _have("borg"):
        ways["borg create"] = f"borg init -e none {kept}/borg && cd {delta} && borg create -C zstd,3 {kept}/borg::all ."
    for name, command in ways.items():
        if only and name not in only and not name.startswith("tar"):
            continue
        kept.mkdir()
        took = host(command)
        table.add("record", name, took, _size(kept))
        shutil.rmtree(kept)
    if only and "envsnap restore" not in only:
        return
    kept.mkdir()
    binds = [(bench.place.program, ENVSNAP), (kept, "/store"), (bench.wheels, "/run/wheels")]
    record = f"cd /content; {ENVSNAP} record -q --once --store /store"
    session = bench.session
    session.run("rm -rf /var/lib/envsnap /content/envsnap.lock.yaml; pip uninstall -q -y einops")
    table.add("record", "envsnap record --once", session.run(record, binds), _size(kept))
    _warm_up(session, binds)
    shutil.rmtree(kept)
    kept.mkdir()
    session.run("find /var/lib/envsnap -mindepth 1 -maxdepth 1 ! -name classes -exec rm -rf {} +;"
                " rm /content/envsnap.lock.yaml")
    table.add("record", "envsnap record --once after warm-up", session.run(record, binds), _size(kept))
    before = _size(kept)
    table.add("record", "envsnap record, nothing changed", session.run(record, binds), _size(kept) - before)
    session.run("pip install -q --no-index --find-links /run/wheels einops", binds)
    before = _size(kept)
    table.add("record", "envsnap record, one small package", session.run(record, binds), _size(kept) - before)
    table.add("start", "envsnap --help", session.run(f"{ENVSNAP} --help", binds))
    shutil.rmtree(kept)
