package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.redact.CredentialFiles;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Claims and describes what tells apt where to fetch from, whom to trust and what to prefer. */
final class SourceFindings {
  private static final TreePath APT = TreePath.of("/etc/apt");
  private static final TreePath AUTH = APT.child("auth.conf");
  private static final TreePath AUTH_PARTS = APT.child("auth.conf.d");
  private static final List<TreePath> KEYRINGS =
      List.of(
          APT.child("keyrings"), APT.child("trusted.gpg.d"), TreePath.of("/usr/share/keyrings"));
  private static final String TRUSTED = "trusted.gpg";

  /** What all of these paths begin with. */
  private static final String APTS = "/etc/apt/";

  private static final String SHARED = "/usr/share/keyrings/";

  /** The file's bytes in Base64: with them the lockfile alone is enough to fetch packages. */
  static final String CONTENT = "content";

  /** Below the greatest length of an attribute once it is in Base64. */
  private static final int CONTENT_LIMIT = 48 << 10;

  private final CaptureContext context;
  private final HostTree tree;

  SourceFindings(CaptureContext context) {
    this.context = context;
    this.tree = context.tree();
  }

  /** Takes files that no package of the session ships. */
  void into(Findings findings) throws IOException {
    for (TreePath path : context.changes().changed().keySet()) {
      if (isInPlace(path) && findings.isFree(path)) {
        take(path, context.changes().status(path).orElseThrow(), findings);
      }
    }
    for (TreePath path : context.changes().deleted()) {
      Optional<String> kind = kind(path);
      if (findings.isFree(path) && kind.isPresent()) {
        EntryKey key = Keys.plain(kind.get(), path.value());
        findings.claim(path, Claim.content(key));
        SortedMap<String, String> attributes = new TreeMap<>();
        attributes.put(PackageEntries.STATE, PackageEntries.REMOVED);
        findings.entry(new Entry(key, "", true, List.of(), attributes));
      }
    }
  }

  /** Asked of each path of a session. */
  private static boolean isInPlace(TreePath path) {
    return path.value().startsWith(APTS) || path.value().startsWith(SHARED);
  }

  private void take(TreePath path, FileStatus status, Findings findings) throws IOException {
    boolean secret = path.equals(AUTH) || path.isWithin(AUTH_PARTS);
    if (secret && status.kind() == NodeKind.FILE) {
      findings.leaveOut(new LeftOut(path.value(), status.size(), "it may hold credentials", ""));
      CredentialFiles.of(path).ifPresent(file -> findings.need(file.need(path)));
      return;
    }
    Optional<String> kind = kind(path);
    boolean taken = kind.isPresent() && status.kind() != NodeKind.DIRECTORY;
    if (taken) {
      EntryKey key = Keys.plain(kind.orElseThrow(), path.value());
      findings.claim(path, Claim.content(key));
      SortedMap<String, String> attributes = new TreeMap<>();
      if (key.kind().equals(Keys.SOURCES)) {
        describe(path, attributes, findings);
      }
      if (status.kind() == NodeKind.FILE && status.size() <= CONTENT_LIMIT) {
        byte[] bytes = SystemFiles.read(tree, path).orElse(new byte[0]);
        byte[] open = key.kind().equals(Keys.SOURCES) ? SourcesFile.withoutSecrets(bytes) : bytes;
        attributes.put(CONTENT, Base64.getEncoder().encodeToString(open));
      }
      findings.entry(new Entry(key, "", true, List.of(), attributes));
    }
  }

  /** What such a file is for; empty for any other. */
  static Optional<String> kind(TreePath path) {
    String name = path.name();
    boolean sources = name.endsWith(".list") || name.endsWith(".sources");
    boolean inFolder = sources && isIn(path, APT.child("sources.list.d"));
    if (inFolder || path.equals(APT.child("sources.list"))) {
      return Optional.of(Keys.SOURCES);
    }
    if (KEYRINGS.stream().anyMatch(folder -> isIn(path, folder))
        || path.equals(APT.child(TRUSTED))) {
      return Optional.of(Keys.KEYRINGS);
    }
    return isIn(path, APT.child("preferences.d")) || path.equals(APT.child("preferences"))
        ? Optional.of(Keys.PINS)
        : Optional.empty();
  }

  private static boolean isIn(TreePath path, TreePath folder) {
    return path.parent().equals(Optional.of(folder));
  }

  private void describe(TreePath path, SortedMap<String, String> attributes, Findings findings)
      throws IOException {
    byte[] bytes = SystemFiles.read(tree, path).orElse(new byte[0]);
    byte[] open = SourcesFile.withoutSecrets(bytes);
    if (!Arrays.equals(bytes, open)) {
      findings.substitute(path, open);
      for (String host : SourcesFile.hostsWithSecrets(bytes)) {
        findings.need(new Need(host, "apt " + path, "/etc/apt/auth.conf.d (apt_auth.conf(5))"));
      }
    }
    SourcesFile sources = SourcesFile.parse(path.name(), bytes);
    put(attributes, "types", sources.types());
    put(attributes, "uris", sources.uris());
    put(attributes, "suites", sources.suites());
    put(attributes, "components", sources.components());
    put(attributes, "signed-by", sources.signedBy());
    for (String key : sources.signedBy()) {
      Optional<TreePath> file = SystemFiles.path(key);
      if (file.isPresent()) {
        SystemFiles.read(tree, file.get())
            .ifPresent(found -> attributes.put("key-sha256", Digest.of(found).hex()));
      }
    }
  }

  private static void put(
      SortedMap<String, String> attributes, String name, Collection<String> values) {
    if (!values.isEmpty()) {
      attributes.put(name, String.join(" ", values));
    }
  }
}
