package io.envsnap.agent.ecosystem.pip;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Artifact;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** A distribution in the words of a lockfile. */
final class DistributionWords {
  private DistributionWords() {}

  static SortedMap<String, String> attributes(Distribution one) {
    SortedMap<String, String> attributes = new TreeMap<>();
    put(attributes, "installer", one.installer());
    put(attributes, "tag", one.tag());
    if (!one.name().equals(ProjectName.normal(one.name()))) {
      put(attributes, "spelled", one.name());
    }
    if (one.direct().isPresent()) {
      DirectUrl direct = one.direct().get();
      put(attributes, "direct", direct.safe());
      put(attributes, "vcs", direct.vcs());
      put(attributes, "commit", direct.commit());
      if (direct.editable()) {
        attributes.put("editable", "true");
      }
    }
    return attributes;
  }

  /** The wheel by its standard file name; its digest where the installer kept it. */
  static List<Artifact> artifacts(Distribution one) {
    Optional<DirectUrl> archive =
        one.direct().filter(direct -> direct.vcs().isEmpty() && !direct.editable());
    if (one.tag().isEmpty()) {
      return List.of();
    }
    String file =
        one.name().replaceAll("[-_.]+", "_") + "-" + one.version() + "-" + one.tag() + ".whl";
    return List.of(
        new Artifact(
            file,
            archive.map(DirectUrl::safe).filter(url -> url.startsWith("http")),
            archive
                .map(DirectUrl::sha256)
                .filter(hash -> hash.matches("[0-9a-f]{64}"))
                .map(Digest::new),
            OptionalLong.empty()));
  }

  private static void put(SortedMap<String, String> attributes, String name, String value) {
    if (!value.isEmpty()) {
      attributes.put(name, value);
    }
  }
}
