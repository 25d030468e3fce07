package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.InstallBench;
import io.envsnap.agent.ecosystem.Installer;
import io.envsnap.agent.ecosystem.Prepared;
import io.envsnap.spec.lockfile.EntryKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives an interpreter the versions that its image had of what recorded distributions stand on.
 * They come from this machine's own index: an image's packages came from none that the session
 * named, and nobody recorded their digests.
 */
final class PinnedPackages implements Installer {
  private final PipTarget target;
  private final SortedMap<String, PipRequirement> pins = new TreeMap<>();
  private final List<PipRequirement> fetched = new ArrayList<>();

  PinnedPackages(PipTarget target) {
    this.target = target;
  }

  /** One more; of two versions of one project the one that is said first counts. */
  void add(String name, String version) {
    EntryKey key = PipEcosystem.key(target.site(), name);
    pins.putIfAbsent(name, PipRequirement.pin(key, version));
  }

  @Override
  public Prepared prepare(InstallBench bench) throws IOException {
    Map<EntryKey, String> lost =
        new PythonPrograms(bench, target).fetch(List.copyOf(pins.values()));
    for (PipRequirement pin : pins.values()) {
      String why = lost.get(pin.key());
      if (why == null) {
        fetched.add(pin);
      } else {
        bench
            .progress()
            .warn("`" + pin.text() + "` cannot be had, so the base keeps its own: " + why);
      }
    }
    // What recorded entries stand on is none of them, and its want keeps nothing from coming.
    return new Prepared(Map.of());
  }

  @Override
  public Map<EntryKey, String> install(InstallBench bench) throws IOException {
    CutPip.note(bench.folder(), target.site());
    return new PythonPrograms(bench, target).install(fetched);
  }
}
