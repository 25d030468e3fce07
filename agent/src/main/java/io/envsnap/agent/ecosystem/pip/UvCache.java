package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.redact.SafeUrl;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What uv noted in its cache of files that it fetched: a note beside each, in a private format of
 * which only address and digest are read, as the plain texts that they are. What is not found, or
 * found twice with different digests, is not known. Seen with uv 0.13.9.
 *
 * @param tree the machine's files
 * @param folders caches that uv was told to use
 */
record UvCache(HostTree tree, Set<TreePath> folders) {
  private static final int LIMIT = 1 << 20;
  private static final Pattern SHA256 = Pattern.compile("Sha256[^0-9a-f]{1,3}([0-9a-f]{64})");
  private static final Pattern ADDRESS =
      Pattern.compile("https?://[!-~]+?\\.(?:whl|tar\\.gz|zip|tar\\.bz2|tgz)");

  UvCache {
    folders = Set.copyOf(folders);
  }

  /**
   * A file that uv fetched.
   *
   * @param url its address, without credentials
   * @param sha256 its digest in hexadecimal; empty where uv did not note it
   * @param bucket {@code pypi} for what came from PyPI; {@code index} for another index, {@code
   *     url} for an address that uv was given
   */
  record Fetched(String url, String sha256, String bucket) {}

  /** The file that a distribution was installed from, or built from. */
  Optional<Fetched> find(Distribution one) throws IOException {
    boolean built = tree.status(one.info().child("uv_build.json")).isPresent();
    List<Fetched> wheels = built ? List.of() : wheels(one);
    List<Fetched> found = wheels.isEmpty() ? sdists(one) : wheels;
    return found.stream().distinct().count() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private List<Fetched> wheels(Distribution one) throws IOException {
    List<Fetched> found = new ArrayList<>();
    for (Place place : places("wheels-v", one)) {
      for (String name : tree.list(place.folder())) {
        if (name.endsWith(".http") && name.startsWith(one.version() + "-")) {
          read(place, name).filter(file -> isWheelOf(file, one)).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private List<Fetched> sdists(Distribution one) throws IOException {
    List<Fetched> found = new ArrayList<>();
    for (Place place : places("sdists-v", one)) {
      read(new Place(place.folder().child(one.version()), place.bucket()), "revision.http")
          .filter(file -> !file.url().endsWith(".whl"))
          .ifPresent(found::add);
    }
    return found;
  }

  private record Place(TreePath folder, String bucket) {}

  /** Folders of a project, in each version of the cache's layout: by index, or by address. */
  private List<Place> places(String kind, Distribution one) throws IOException {
    String project = ProjectName.normal(one.name());
    List<Place> places = new ArrayList<>();
    for (TreePath cache : folders) {
      for (String layout : tree.list(cache)) {
        if (layout.startsWith(kind)) {
          TreePath top = cache.child(layout);
          places.add(new Place(top.child("pypi").child(project), "pypi"));
          for (String bucket : List.of("index", "url")) {
            for (String digest : tree.list(top.child(bucket))) {
              places.add(new Place(top.child(bucket).child(digest).child(project), bucket));
            }
          }
        }
      }
    }
    boolean direct = one.direct().isPresent();
    places.removeIf(place -> place.bucket().equals("url") != direct);
    return places;
  }

  private Optional<Fetched> read(Place place, String name) throws IOException {
    Optional<byte[]> bytes = tree.read(place.folder().child(name), LIMIT);
    return bytes.flatMap(note -> parse(note, place.bucket()));
  }

  static Optional<Fetched> parse(byte[] note, String bucket) {
    String text = new String(note, StandardCharsets.ISO_8859_1);
    Matcher address = ADDRESS.matcher(text);
    if (!address.find()) {
      return Optional.empty();
    }
    Matcher digest = SHA256.matcher(text);
    return Optional.of(
        new Fetched(
            SafeUrl.of(address.group()).text(), digest.find() ? digest.group(1) : "", bucket));
  }

  /** A wheel's name ends in its tags, each of them several between full stops (PEP 427). */
  private static boolean isWheelOf(Fetched file, Distribution one) {
    String name = file.url().substring(file.url().lastIndexOf('/') + 1);
    String[] parts =
        URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8)
            .replaceFirst("\\.whl$", "")
            .split("-", -1);
    String[] tag = one.tag().split("-", -1);
    if (!name.endsWith(".whl") || parts.length < 5 || tag.length != 3) {
      return false;
    }
    for (int i = 0; i < 3; i++) {
      if (!List.of(parts[parts.length - 3 + i].split("\\.", -1)).contains(tag[i])) {
        return false;
      }
    }
    return parts[1].equals(one.version());
  }
}
