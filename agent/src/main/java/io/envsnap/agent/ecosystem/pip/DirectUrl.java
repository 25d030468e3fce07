package io.envsnap.agent.ecosystem.pip;

import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.JsonText;
import io.envsnap.spec.codec.JsonValue;
import io.envsnap.spec.redact.SafeUrl;
import java.util.TreeMap;

/**
 * Where a distribution was installed from, when that was no index. Source: PEP 610.
 *
 * @param url the address as recorded
 * @param vcs the version control system; empty for an archive or a folder
 * @param commit the commit that was checked out; empty without one
 * @param sha256 digest of the archive in hexadecimal; empty where the installer did not tell
 * @param editable whether the sources are used where they lie
 */
record DirectUrl(String url, String vcs, String commit, String sha256, boolean editable) {
  private static final int LIMIT = 1 << 20;

  static DirectUrl parse(byte[] json) throws FormatException {
    JsonValue.Fields fields = JsonText.parse(json, LIMIT).asFields();
    return new DirectUrl(
        text(fields, "url"),
        text(inner(fields, "vcs_info"), "vcs"),
        text(inner(fields, "vcs_info"), "commit_id"),
        sha256(inner(fields, "archive_info")),
        inner(fields, "dir_info").values().containsKey("editable"));
  }

  /** The address without any credential. */
  String safe() {
    return SafeUrl.of(url).toString();
  }

  private static JsonValue.Fields inner(JsonValue.Fields fields, String name)
      throws FormatException {
    return fields.find(name).isPresent()
        ? fields.require(name).asFields()
        : new JsonValue.Fields(new TreeMap<>());
  }

  private static String text(JsonValue.Fields fields, String name) throws FormatException {
    return fields.find(name).isPresent() ? fields.require(name).asText() : "";
  }

  private static String sha256(JsonValue.Fields archive) throws FormatException {
    String hash = text(archive, "hash");
    if (hash.startsWith("sha256=")) {
      return hash.substring("sha256=".length());
    }
    return archive.find("hashes").isPresent() ? text(inner(archive, "hashes"), "sha256") : "";
  }
}
