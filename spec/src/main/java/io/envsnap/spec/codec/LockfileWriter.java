package io.envsnap.spec.codec;

import io.envsnap.spec.journal.Action;
import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.lockfile.PythonBase;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes one lockfile. By hand, since no emitter puts one entry on one line and quotes by a rule
 * that holds for every reader.
 */
final class LockfileWriter {
  private static final int USUAL_SIZE = 64 << 10;

  private final StringBuilder out = new StringBuilder(USUAL_SIZE);

  byte[] write(Lockfile lockfile) {
    out.append(LockfileKeys.VERSION).append(": ").append(Lockfile.VERSION).append('\n');
    base(lockfile.base());
    lockfile.accelerator().ifPresent(known -> AcceleratorYaml.write(known, out));
    entries(lockfile.entries());
    needs(lockfile.credentials());
    leftOut(lockfile.leftOut());
    actions(lockfile.actions());
    lockfile
        .snapshot()
        .ifPresent(
            link -> {
              out.append(LockfileKeys.SNAPSHOT).append(": ");
              FlowLine.start(out)
                  .emptyToo("store", link.store())
                  .text("id", link.id().toString())
                  .end();
              out.append('\n');
            });
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void base(Base base) {
    section(LockfileKeys.BASE);
    line("os", base.os());
    line("image", base.image());
    line("kernel", base.kernel());
    line("architecture", base.architecture());
    line("glibc", base.glibc());
    line("apt", base.apt());
    out.append("  taken: ").append(base.taken()).append('\n');
    if (!base.pythons().isEmpty()) {
      out.append("  pythons:\n");
    }
    for (PythonBase python : base.pythons()) {
      FlowLine line = item("    ").emptyToo("path", python.path());
      line.text("version", python.version()).text("abi", python.abi());
      end(line.text("prefix", python.prefix()));
    }
  }

  private void entries(List<Entry> entries) {
    String section = "";
    String kind = "";
    for (Entry entry : entries) {
      requireReadable(entry);
      EcosystemId ecosystem = entry.key().ecosystem();
      if (!ecosystem.value().equals(section)) {
        LockfileKeys.requireFree(ecosystem);
        section = ecosystem.value();
        kind = "";
        YamlText.append(section, out);
        out.append(":\n");
      }
      if (!entry.key().kind().equals(kind)) {
        kind = entry.key().kind();
        out.append("  ");
        YamlText.append(kind, out);
        out.append(":\n");
      }
      entry(entry);
    }
  }

  private static void requireReadable(Entry entry) {
    EntryRules.problemOf(entry)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(
                  "the entry " + Quoted.of(entry.key().spoken()) + " can't be written: " + problem);
            });
  }

  private void entry(Entry entry) {
    FlowLine line = item("    ").emptyToo("name", entry.key().name());
    line.text("scope", entry.key().scope());
    line.text("version", entry.version());
    line.flag("requested", entry.requested());
    entry.attributes().forEach(line::emptyToo);
    if (!entry.artifacts().isEmpty()) {
      line.key("artifacts").append('[');
      String separator = "";
      for (Artifact artifact : entry.artifacts()) {
        out.append(separator);
        separator = ", ";
        artifact(artifact);
      }
      out.append(']');
    }
    end(line);
  }

  private void artifact(Artifact artifact) {
    FlowLine line = FlowLine.start(out).emptyToo("file", artifact.file());
    artifact.url().ifPresent(url -> line.emptyToo("url", url));
    artifact.sha256().ifPresent(digest -> line.text("sha256", digest.hex()));
    artifact.size().ifPresent(size -> line.number("size", size));
    line.end();
  }

  private void needs(List<Need> needs) {
    if (!needs.isEmpty()) {
      section(LockfileKeys.CREDENTIALS);
    }
    for (Need need : needs) {
      FlowLine line = item("  ").emptyToo("need", need.need());
      end(line.text("for", need.purpose()).text("give", need.give()));
    }
  }

  private void leftOut(List<LeftOut> leftOut) {
    if (!leftOut.isEmpty()) {
      section(LockfileKeys.LEFT_OUT);
    }
    for (LeftOut one : leftOut) {
      FlowLine line = item("  ").emptyToo("path", one.path()).number("size", one.size());
      end(line.text("reason", one.reason()).text("url", one.url()));
    }
  }

  private void actions(List<Action> actions) {
    if (!actions.isEmpty()) {
      section(LockfileKeys.ACTIONS);
    }
    for (Action action : actions) {
      FlowLine line = item("  ").emptyToo("at", action.at().toString()).text("by", action.by());
      words(line.text("user", action.user()).key("command"), action.command());
      line.text("folder", action.folder());
      action.took().ifPresent(took -> line.number("milliseconds", took.toMillis()));
      if (action.exit() >= 0) {
        line.number("exit", action.exit());
      }
      if (!action.changed().isEmpty()) {
        words(line.key("changed"), action.changed());
      }
      end(line);
    }
  }

  private void words(StringBuilder list, List<String> words) {
    list.append('[');
    String separator = "";
    for (String word : words) {
      YamlText.append(word, list.append(separator));
      separator = ", ";
    }
    list.append(']');
  }

  private void section(String key) {
    out.append(key).append(":\n");
  }

  private void line(String key, String text) {
    if (!text.isEmpty()) {
      out.append("  ").append(key).append(": ");
      YamlText.append(text, out);
      out.append('\n');
    }
  }

  private FlowLine item(String indent) {
    out.append(indent).append("- ");
    return FlowLine.start(out);
  }

  private void end(FlowLine line) {
    line.end();
    out.append('\n');
  }
}
