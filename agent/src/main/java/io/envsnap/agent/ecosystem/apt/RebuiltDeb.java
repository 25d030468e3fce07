package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.InstallBench;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The archive of an installed package, made again of its paths in a snapshot and of dpkg's notes on
 * it. What it had is all there but the shipped text of configuration that was edited or deleted,
 * files that were removed, and the compression and order of the original.
 *
 * @param id the package
 * @param stanza its paragraph of dpkg's status
 * @param nodes its recorded paths, dpkg's notes included
 * @param diversions those of the recorded machine
 * @param root of this machine, whose folders may be links as they were there
 */
record RebuiltDeb(
    PackageId id, Stanza stanza, List<ClaimedNode> nodes, Diversions diversions, Path root) {
  /** Users that every Debian has (base-passwd); others are made by scripts, under any number. */
  private static final int FIRST_OF_SCRIPTS = 100;

  private static final int NOBODY = 65534;
  private static final int SETUID_AND_SETGID = 06000;

  /** Members that dpkg makes by itself, or that are made of the paragraph. */
  private static final Set<String> MADE = Set.of("list", "conffiles");

  RebuiltDeb {
    nodes = List.copyOf(nodes);
  }

  /** Builds it as that file. */
  void build(InstallBench bench, Path work, Path deb) throws IOException, CommandException {
    Path flat = Files.createDirectories(work.resolve("flat"));
    Path tree = Files.createDirectories(work.resolve("tree"));
    List<ClaimedNode> some = new ArrayList<>();
    for (ClaimedNode claimed : nodes) {
      boolean compiled = claimed.node().path().name().endsWith(".pyc");
      if (!(claimed.node() instanceof TreeNode.Deleted) && !compiled) {
        some.add(new ClaimedNode(plain(claimed.node()), claimed.entry(), claimed.placement()));
      }
    }
    bench.content().into(flat, some);
    List<String> listed = moveListed(flat, tree);
    control(flat, tree, listed);
    bench
        .commands()
        .require(
            Command.of(
                "dpkg-deb", "-Znone", "--nocheck", "--build", tree.toString(), deb.toString()));
  }

  /** What scripts gave to users of their own making, they give again. */
  private static TreeNode plain(TreeNode node) {
    if (node instanceof TreeNode.RegularFile file) {
      return new TreeNode.RegularFile(
          file.path(), plain(file.metadata()), file.size(), file.digest());
    }
    if (node instanceof TreeNode.Directory folder) {
      return new TreeNode.Directory(folder.path(), plain(folder.metadata()));
    }
    return node instanceof TreeNode.Symlink link
        ? new TreeNode.Symlink(link.path(), plain(link.metadata()), link.target())
        : node;
  }

  private static Metadata plain(Metadata metadata) {
    Owner owner = metadata.owner();
    boolean known = isStatic(owner.uid()) && isStatic(owner.gid());
    return new Metadata(
        known ? metadata.mode() : metadata.mode() & ~SETUID_AND_SETGID,
        known ? owner : Owner.ROOT,
        metadata.mtime(),
        Collections.emptySortedMap());
  }

  private static boolean isStatic(int number) {
    return number < FIRST_OF_SCRIPTS || number == NOBODY;
  }

  /** Puts each path where the package ships it, as its list says; gives those that are there. */
  private List<String> moveListed(Path flat, Path tree) throws IOException {
    List<String> there = new ArrayList<>();
    Optional<byte[]> list = info(flat, "list");
    for (String line : SystemFiles.lines(list.orElse(new byte[0]))) {
      String shipped = SystemFiles.decode(line);
      if (!shipped.startsWith("/") || shipped.equals("/.") || shipped.contains("/../")) {
        continue;
      }
      String place = SystemFiles.decode(diversions.placeOf(line, id.name()));
      Path from = flat.resolve(real(place));
      Path to = tree.resolve(shipped.substring(1));
      if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(to);
        copyMode(from, to);
        there.add(shipped);
      } else if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(to.getParent());
        Files.move(from, to);
        there.add(shipped);
      } else if (isFolderHere(shipped)) {
        Files.createDirectories(to);
      }
    }
    return there;
  }

  private static void copyMode(Path from, Path to) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(from, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(to, "unix:uid", attributes.get("uid"));
    Files.setAttribute(to, "unix:gid", attributes.get("gid"));
    Files.setAttribute(to, "unix:mode", attributes.get("mode"));
  }

  private boolean isFolderHere(String shipped) {
    return Files.isDirectory(root.resolve(shipped.substring(1)));
  }

  /** Where the path lies once links above it are followed, as {@code /bin} is one; relative. */
  private Path real(String shipped) throws IOException {
    Path path = root.resolve(shipped.substring(1));
    Path above = path.getParent();
    while (above != null && !Files.isDirectory(above)) {
      above = above.getParent();
    }
    Path top = root.toRealPath();
    Path known = above == null ? top : above.toRealPath();
    Path rest = above == null ? root.relativize(path) : above.relativize(path);
    return known.startsWith(top) ? top.relativize(known).resolve(rest) : root.relativize(path);
  }

  private void control(Path flat, Path tree, List<String> shipped) throws IOException {
    Path folder = Files.createDirectories(tree.resolve("DEBIAN"));
    for (Map.Entry<String, Path> member : members(flat).entrySet()) {
      if (!MADE.contains(member.getKey())) {
        Files.move(member.getValue(), folder.resolve(member.getKey()));
      }
    }
    StringBuilder conffiles = new StringBuilder();
    for (String line : stanza.value("Conffiles").lines().toList()) {
      String path = SystemFiles.decode(line.strip().split(" ", -1)[0]);
      if (shipped.contains(path) && !line.endsWith(" obsolete")) {
        conffiles.append(path).append('\n');
      }
    }
    if (conffiles.length() > 0) {
      Files.writeString(folder.resolve("conffiles"), conffiles, StandardCharsets.UTF_8);
    }
    Stanza control =
        stanza
            .without("Status")
            .without("Conffiles")
            .without("Config-Version")
            .without("Triggers-Pending")
            .without("Triggers-Awaited");
    Files.write(folder.resolve("control"), control.text().getBytes(StandardCharsets.ISO_8859_1));
    Files.setAttribute(folder, "unix:mode", 0755);
  }

  private Optional<byte[]> info(Path flat, String extension) throws IOException {
    Path file = members(flat).get(extension);
    return file == null ? Optional.empty() : Optional.of(Files.readAllBytes(file));
  }

  /** dpkg's notes by their extension. */
  private Map<String, Path> members(Path flat) {
    Map<String, Path> members = new HashMap<>();
    for (ClaimedNode claimed : nodes) {
      TreePath path = claimed.node().path();
      boolean note = path.parent().equals(Optional.of(SystemFiles.INFO));
      for (String stem : List.of(id.toString(), id.name())) {
        String name = path.name();
        if (note && name.startsWith(stem + ".") && name.indexOf('.', stem.length() + 1) < 0) {
          members.putIfAbsent(
              name.substring(stem.length() + 1), flat.resolve(path.value().substring(1)));
        }
      }
    }
    return members;
  }
}
