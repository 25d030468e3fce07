package io.envsnap.agent.watch;

import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.JsonText;
import io.envsnap.spec.codec.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What one git process says of itself: trace2 events, one JSON object a line (git's
 * Documentation/technical/api-trace2). Only the command that was typed is told of, not what git
 * runs by itself, and only one that may change something.
 */
final class GitTrace {
  private static final int LIMIT = 256 << 10;
  private static final DateTimeFormatter SID_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Set<String> TAKES_VALUE =
      Set.of("-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path", "--config-env");
  private static final Set<String> LOOKS_ONLY =
      Set.of(
          "status",
          "rev-parse",
          "diff",
          "log",
          "show",
          "ls-files",
          "ls-tree",
          "ls-remote",
          "blame",
          "version",
          "--version",
          "help",
          "--help",
          "describe",
          "cat-file",
          "rev-list",
          "shortlog",
          "grep",
          "for-each-ref",
          "show-ref",
          "symbolic-ref",
          "merge-base",
          "name-rev",
          "var",
          "check-ignore",
          "check-attr",
          "count-objects",
          "diff-tree",
          "diff-index",
          "diff-files",
          "reflog",
          "whatchanged",
          "fsck",
          "verify-commit",
          "credential",
          "--exec-path",
          "");

  private final StringBuilder line = new StringBuilder();
  private List<String> words = List.of();
  private String worktree = "";
  private long pid;
  private Optional<Instant> began = Optional.empty();
  private OptionalInt exit = OptionalInt.empty();
  private boolean dropped;

  /** Takes bytes as they come. */
  void feed(byte[] bytes, int length) {
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    int from = 0;
    int end = text.indexOf('\n');
    while (end >= 0) {
      line.append(text, from, end);
      event(line.toString());
      line.setLength(0);
      from = end + 1;
      end = text.indexOf('\n', from);
    }
    if (line.length() < LIMIT) {
      line.append(text, from, text.length());
    }
  }

  private void event(String json) {
    boolean matters =
        json.startsWith("{\"event\":\"start\"")
            || json.startsWith("{\"event\":\"def_repo\"")
            || json.startsWith("{\"event\":\"exit\"");
    if (!matters || dropped) {
      return;
    }
    try {
      byte[] bytes = json.getBytes(StandardCharsets.ISO_8859_1);
      take(JsonText.parse(bytes, LIMIT).asFields());
    } catch (FormatException e) {
      // A name that is no UTF-8, or a git that changed its words: nothing to tell.
      dropped = true;
    }
  }

  private void take(JsonValue.Fields fields) throws FormatException {
    String sid = fields.require("sid").asText();
    switch (fields.require("event").asText()) {
      case "start" -> {
        List<String> argv = new ArrayList<>();
        for (JsonValue word : fields.require("argv").asItems().values()) {
          argv.add(word.asText());
        }
        dropped = sid.contains("/") || LOOKS_ONLY.contains(command(argv));
        words = List.copyOf(argv);
        pid = number(sid);
        began = time(sid);
      }
      case "def_repo" -> worktree = fields.require("worktree").asText();
      default -> exit = OptionalInt.of((int) fields.require("code").asLong());
    }
  }

  /** The session identifier begins with the start as {@code 20261126T115043.877153Z}. */
  private static Optional<Instant> time(String sid) {
    int dash = sid.indexOf('-');
    try {
      return Optional.of(SID_TIME.parse(sid.substring(0, Math.max(0, dash)), Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The session identifier ends in {@code P} and the process number in hexadecimal. */
  private static long number(String sid) {
    int at = sid.lastIndexOf("-P");
    String digits = at < 0 ? "" : sid.substring(at + 2);
    return digits.matches("[0-9a-f]{1,8}") ? Long.parseLong(digits, 16) : 0;
  }

  /** The subcommand; empty without one. */
  static String command(List<String> argv) {
    int at = 1;
    while (at < argv.size()) {
      String word = argv.get(at);
      if (TAKES_VALUE.contains(word)) {
        at += 2;
      } else if (word.startsWith("-") && !LOOKS_ONLY.contains(word)) {
        at++;
      } else {
        return word;
      }
    }
    return "";
  }

  /** The argument vector, once it is known and worth telling. */
  Optional<List<String>> words() {
    return dropped || words.isEmpty() ? Optional.empty() : Optional.of(words);
  }

  /** When it began, by the clock. */
  Optional<Instant> began() {
    return began;
  }

  String worktree() {
    return worktree;
  }

  long pid() {
    return pid;
  }

  OptionalInt exit() {
    return exit;
  }
}
