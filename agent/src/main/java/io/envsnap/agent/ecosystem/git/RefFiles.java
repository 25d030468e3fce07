package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads HEAD and refs from their files (gitrepository-layout(5)), for machines without git. */
final class RefFiles {
  private static final int LOOSE_LIMIT = 4 << 10;
  private static final int PACKED_LIMIT = 64 << 20;
  private static final String REF = "ref: ";
  private static final String HEADS = "refs/heads/";
  private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
  private static final Pattern SAFE_REF = Pattern.compile("refs/[^\\x00-\\x20~^:?*\\[\\\\]+");

  private final HostTree tree;
  private final Repository repository;

  RefFiles(HostTree tree, Repository repository) {
    this.tree = tree;
    this.repository = repository;
  }

  /** The branch that HEAD names; empty when detached or unreadable. */
  String branch() throws IOException {
    return line(repository.data().child("HEAD"))
        .filter(text -> text.startsWith(REF + HEADS))
        .map(text -> text.substring((REF + HEADS).length()))
        .orElse("");
  }

  /** The commit of HEAD; empty before the first one. */
  String head() throws IOException {
    Optional<String> head = line(repository.data().child("HEAD"));
    if (head.isEmpty()) {
      return "";
    }
    String text = head.get();
    return text.startsWith(REF) ? commit(text.substring(REF.length())) : object(text);
  }

  private String commit(String ref) throws IOException {
    if (!SAFE_REF.matcher(ref).matches() || ref.contains("..") || ref.contains("//")) {
      return "";
    }
    TreePath loose = repository.common().child(ref);
    Optional<String> direct = line(loose);
    return direct.isPresent() ? object(direct.get()) : packed(ref);
  }

  private String packed(String ref) throws IOException {
    return tree.read(repository.common().child("packed-refs"), PACKED_LIMIT)
        .flatMap(
            bytes ->
                new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.endsWith(" " + ref))
                    .findFirst())
        .map(line -> object(line.substring(0, line.indexOf(' '))))
        .orElse("");
  }

  private Optional<String> line(TreePath file) throws IOException {
    return tree.read(file, LOOSE_LIMIT)
        .flatMap(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().findFirst());
  }

  private static String object(String text) {
    return OBJECT.matcher(text.strip()).matches() ? text.strip() : "";
  }
}
