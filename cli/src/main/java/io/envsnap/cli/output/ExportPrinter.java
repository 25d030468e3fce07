package io.envsnap.cli.output;

import io.envsnap.agent.export.ExportReport;

/** Says what was exported. */
public final class ExportPrinter {
  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public ExportPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Prints what was written, and what could not be. */
  public void print(ExportReport report) {
    report
        .leftOut()
        .forEach(
            (key, why) -> {
              if (json) {
                console.data(
                    JsonLine.of("warning")
                        .put("about", "export")
                        .put("name", key.spoken())
                        .put("text", why)
                        .text());
              } else {
                console.warn(key.spoken() + " is not exported: " + why);
              }
            });
    for (String file : report.files()) {
      String path = report.folder().resolve(file).toString();
      console.data(json ? JsonLine.of("status").put("file", path).text() : " + " + path);
    }
    if (json) {
      console.data(
          JsonLine.of("summary")
              .put("entries", report.entries().size())
              .put("leftOut", report.leftOut().size())
              .text());
    } else {
      console.say(
          "Exported "
              + EntryWords.counts(report.entries())
              + "; install them with `pip install -r` or `uv pip sync` and the pylock.toml");
    }
  }
}
