package io.envsnap.agent.ecosystem.files;

import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.JsonText;
import io.envsnap.spec.codec.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what npm, R, cargo and conda note of the packages that they install. */
final class PackageNotes {
  /** Longer notes are not read, in bytes. */
  static final int LIMIT = 16 << 20;

  private static final String MODULES = "node_modules/";

  /** {@code "ripgrep 13.0.0 (registry+https://…)" = ["rg"]}. */
  private static final Pattern CRATE =
      Pattern.compile("\"([^\" ]+) ([^\" ]+) \\(([^\")]*)\\)\" = \\[(.*)]");

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
  private static final Pattern FIELD = Pattern.compile("([A-Za-z@/]+):[ \\t]*(.*)");

  private PackageNotes() {}

  /** {@code node_modules/.package-lock.json}, which npm writes since version 7. */
  static List<NotedPackage> npmTree(byte[] json) {
    List<NotedPackage> found = new ArrayList<>();
    for (Map.Entry<String, JsonValue> one : fields(fields(json), "packages").entrySet()) {
      int at = one.getKey().lastIndexOf(MODULES);
      if (at >= 0 && one.getValue() instanceof JsonValue.Fields noted) {
        Map<String, JsonValue> values = noted.values();
        found.addAll(
            whole(
                new NotedPackage(
                    "npm",
                    one.getKey().substring(at + MODULES.length()),
                    text(values, "version"),
                    text(values, "resolved"),
                    List.of())));
      }
    }
    return found;
  }

  /** The {@code package.json} of one installed package. */
  static List<NotedPackage> npmPackage(byte[] json) {
    Map<String, JsonValue> values = fields(json);
    return whole(
        new NotedPackage(
            "npm",
            text(values, "name"),
            text(values, "version"),
            text(values, "_resolved"),
            List.of()));
  }

  /** The {@code DESCRIPTION} of an installed package of R, which alone says how it was built. */
  static List<NotedPackage> rPackage(byte[] text) {
    Map<String, String> values = new HashMap<>();
    for (String line : new String(text, StandardCharsets.UTF_8).lines().toList()) {
      Matcher field = FIELD.matcher(line);
      if (field.matches()) {
        values.putIfAbsent(field.group(1), field.group(2).strip());
      }
    }
    if (!values.containsKey("Built")) {
      return List.of();
    }
    String commit = values.getOrDefault("RemoteSha", "");
    String remote = values.getOrDefault("RemoteUrl", "");
    return whole(
        new NotedPackage(
            "R",
            values.getOrDefault("Package", ""),
            values.getOrDefault("Version", ""),
            remote.isEmpty()
                ? values.getOrDefault("Repository", "")
                : (remote + " " + commit).strip(),
            List.of()));
  }

  /** {@code .crates.toml} in the folder that cargo installs into. */
  static List<NotedPackage> crates(byte[] toml) {
    List<NotedPackage> found = new ArrayList<>();
    for (String line : new String(toml, StandardCharsets.UTF_8).lines().toList()) {
      Matcher crate = CRATE.matcher(line);
      if (crate.matches()) {
        List<String> programs = new ArrayList<>();
        Matcher program = QUOTED.matcher(crate.group(4));
        while (program.find()) {
          programs.add("bin/" + program.group(1));
        }
        found.addAll(
            whole(
                new NotedPackage(
                    "cargo", crate.group(1), crate.group(2), crate.group(3), programs)));
      }
    }
    return found;
  }

  /** A record of {@code conda-meta}. */
  static List<NotedPackage> condaPackage(byte[] json) {
    Map<String, JsonValue> values = fields(json);
    List<String> files = new ArrayList<>();
    if (values.get("files") instanceof JsonValue.Items items) {
      for (JsonValue file : items.values()) {
        if (file instanceof JsonValue.Text path) {
          files.add(path.value());
        }
      }
    }
    String url = text(values, "url");
    return whole(
        new NotedPackage(
            "conda",
            text(values, "name"),
            text(values, "version"),
            url.isEmpty() ? text(values, "channel") : url,
            files));
  }

  private static List<NotedPackage> whole(NotedPackage one) {
    return one.isWhole() ? List.of(one) : List.of();
  }

  /** Nobody promises that the file is what its name says. */
  private static Map<String, JsonValue> fields(byte[] json) {
    try {
      return JsonText.parse(json, LIMIT) instanceof JsonValue.Fields fields
          ? fields.values()
          : Map.of();
    } catch (FormatException e) {
      return Map.of();
    }
  }

  private static Map<String, JsonValue> fields(Map<String, JsonValue> values, String name) {
    return values.get(name) instanceof JsonValue.Fields fields ? fields.values() : Map.of();
  }

  private static String text(Map<String, JsonValue> values, String name) {
    return values.get(name) instanceof JsonValue.Text text ? text.value() : "";
  }
}
