package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads installed distributions from a tree. */
final class DistributionReader {
  private static final int LIMIT = 32 << 20;

  private final HostTree tree;

  DistributionReader(HostTree tree) {
    this.tree = tree;
  }

  /** Whether a path of that name is what says that a distribution is installed. */
  static boolean isInfo(String name) {
    return !name.startsWith("~")
        && (name.endsWith(".dist-info")
            || name.endsWith(".egg-info")
            || name.endsWith(".egg")
            || name.endsWith(".egg-link"));
  }

  /** All distributions of a site folder. */
  List<Distribution> in(TreePath site) throws IOException {
    List<Distribution> found = new ArrayList<>();
    for (String name : tree.list(site)) {
      if (isInfo(name)) {
        read(site.child(name)).ifPresent(found::add);
      }
    }
    return found;
  }

  /**
   * The distribution that a path speaks of; empty when an install was cut off before it was whole.
   */
  Optional<Distribution> read(TreePath info) throws IOException {
    String name = info.name();
    if (name.endsWith(".dist-info")) {
      return distInfo(info);
    }
    if (name.endsWith(".egg-link")) {
      return eggLink(info);
    }
    boolean folder =
        tree.status(info).map(FileStatus::kind).filter(NodeKind.DIRECTORY::equals).isPresent();
    TreePath text =
        name.endsWith(".egg")
            ? info.child("EGG-INFO").child("PKG-INFO")
            : folder ? info.child("PKG-INFO") : info;
    return egg(info, text);
  }

  private Optional<Distribution> distInfo(TreePath info) throws IOException {
    Optional<List<String>> metadata = head(info.child("METADATA"));
    Optional<byte[]> record = tree.read(info.child("RECORD"), LIMIT);
    if (metadata.isEmpty() || (record.isEmpty() && lines(info.child("INSTALLER")).isEmpty())) {
      return Optional.empty();
    }
    TreePath site = info.parent().orElse(TreePath.ROOT);
    MetadataText head = MetadataText.parse(metadata.get());
    return Optional.of(
        new Distribution(
            site,
            info,
            head.get("Name"),
            head.get("Version"),
            lines(info.child("INSTALLER")).map(text -> String.join("", text).strip()).orElse(""),
            tree.status(info.child("REQUESTED")).isPresent(),
            MetadataText.parse(lines(info.child("WHEEL")).orElse(List.of())).get("Tag"),
            direct(info.child("direct_url.json")),
            record.isPresent() ? new RecordedFiles(site, record.get()) : List.of()));
  }

  private Optional<DirectUrl> direct(TreePath path) throws IOException {
    Optional<byte[]> bytes = tree.read(path, LIMIT);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(DirectUrl.parse(bytes.get()));
    } catch (FormatException e) {
      // What a person or a tool wrote there is content all the same; it just explains nothing.
      return Optional.empty();
    }
  }

  private Optional<Distribution> egg(TreePath info, TreePath text) throws IOException {
    Optional<List<String>> metadata = lines(text);
    if (metadata.isEmpty()) {
      return Optional.empty();
    }
    TreePath site = info.parent().orElse(TreePath.ROOT);
    MetadataText head = MetadataText.parse(metadata.get());
    List<TreePath> files = new ArrayList<>();
    for (String path : lines(info.child("installed-files.txt")).orElse(List.of())) {
      RecordText.resolve(info, path).ifPresent(files::add);
    }
    return Optional.of(
        new Distribution(
            site,
            info,
            head.get("Name"),
            head.get("Version"),
            "setuptools",
            true,
            "",
            Optional.empty(),
            files));
  }

  private Optional<Distribution> eggLink(TreePath link) throws IOException {
    Optional<List<String>> lines = lines(link);
    if (lines.isEmpty() || lines.get().isEmpty()) {
      return Optional.empty();
    }
    String project = link.name().substring(0, link.name().length() - ".egg-link".length());
    Optional<TreePath> sources = RecordText.resolve(TreePath.ROOT, lines.get().get(0).strip());
    Optional<List<String>> metadata =
        sources.isEmpty()
            ? Optional.empty()
            : lines(sources.get().child(project.replace('-', '_') + ".egg-info/PKG-INFO"));
    String version = metadata.map(text -> MetadataText.parse(text).get("Version")).orElse("");
    DirectUrl direct =
        new DirectUrl("file://" + sources.map(TreePath::value).orElse(""), "", "", "", true);
    return Optional.of(
        new Distribution(
            link.parent().orElse(TreePath.ROOT),
            link,
            project,
            version,
            "setuptools",
            true,
            "",
            Optional.of(direct),
            List.of(link)));
  }

  private Optional<List<String>> head(TreePath path) throws IOException {
    return tree.read(path, LIMIT).map(MetadataText::head);
  }

  private Optional<List<String>> lines(TreePath path) throws IOException {
    return tree.read(path, LIMIT)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().toList());
  }
}
