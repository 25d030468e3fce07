package io.envsnap.testkit.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a campaign found, a line a case, as a Markdown table in `target/campaigns/NAME.md`, which
 * also holds what was found by then when a campaign is cut off, and on standard error when it is
 * closed.
 */
public final class CampaignReport implements AutoCloseable {
  private final Campaign campaign;
  private final List<String> lines = new ArrayList<>();

  /** Begins the table of one campaign. */
  public CampaignReport(Campaign campaign) {
    this.campaign = campaign;
    String extent = campaign.full() ? "full" : "a tenth";
    lines.add("Campaign `" + campaign.name() + "`, " + extent + ", seed " + campaign.seed());
    lines.add("");
    lines.add("| case | result |");
    lines.add("|---|---|");
  }

  /** One line of the table; a vertical bar in it is escaped. */
  public synchronized void add(String name, String result) {
    lines.add("| " + cell(name) + " | " + cell(result) + " |");
    write();
  }

  private static String cell(String text) {
    return text.strip().replace("|", "\\|").replace("\n", " ");
  }

  @Override
  public synchronized void close() {
    write();
    System.err.println(String.join("\n", lines));
  }

  private void write() {
    Path file = Path.of("target", "campaigns", campaign.name() + ".md");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
