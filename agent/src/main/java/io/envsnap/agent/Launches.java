package io.envsnap.agent;

import io.envsnap.agent.classes.ClassArchive;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.agent.store.StoreAddress;
import io.envsnap.agent.watch.Launch;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an agent of these settings needs to know. */
final class Launches {
  /** Which notebook service this is; only that the variable is there counts. */
  private static final List<String> MARKERS =
      List.of(
          "KAGGLE_KERNEL_RUN_TYPE",
          "KAGGLE_DATA_PROXY_URL",
          "RUNPOD_POD_ID",
          "VAST_CONTAINERLABEL",
          "LIGHTNING_CLOUD_URL");

  /** Where a sign-in to Google lies; none of these is one. */
  private static final List<String> SIGN_IN =
      List.of(
          "HOME",
          "GOOGLE_APPLICATION_CREDENTIALS",
          "CLOUDSDK_CONFIG",
          "GCE_METADATA_HOST",
          "NO_GCE_CHECK",
          "ENVSNAP_DRIVE_ROOT_URL");

  private static final String COLAB = "COLAB_RELEASE_TAG";

  private Launches() {}

  /** Empty when this program is not one file, as in a build. */
  static Optional<Launch> of(Settings settings, HostFacts host) {
    return settings.jar().map(jar -> of(settings, host, jar));
  }

  private static Launch of(Settings settings, HostFacts host, Path jar) {
    SortedMap<String, String> environment = new TreeMap<>();
    for (String marker : MARKERS) {
      if (settings.environment().containsKey(marker)) {
        environment.put(marker, "1");
      }
    }
    String colab = settings.environment().getOrDefault(COLAB, "");
    if (colab.matches("[A-Za-z0-9._-]{1,80}")) {
      environment.put(COLAB, colab);
    }
    if (StoreAddress.parse(settings.store()).isDrive()) {
      for (String name : SIGN_IN) {
        String value = settings.environment().getOrDefault(name, "");
        if (!value.isEmpty()) {
          environment.put(name, value);
        }
      }
      settings.drive().ifPresent(url -> environment.put("ENVSNAP_DRIVE_ROOT_URL", url));
    }
    ClassArchive.told(settings.environment())
        .ifPresent(archive -> environment.put(ClassArchive.VARIABLE, archive.file().toString()));
    environment.put("ENVSNAP_STATE", settings.state().path().toString());
    environment.put("ENVSNAP_FILE_LIMIT", Long.toString(settings.limits().fileBytes()));
    environment.put("ENVSNAP_TOTAL_LIMIT", Long.toString(settings.limits().totalBytes()));
    Set<String> watched = new TreeSet<>(List.of("/var/lib/dpkg", "/etc/apt/sources.list.d"));
    for (PythonInterpreter python : host.pythons()) {
      python.siteFolders().stream().map(TreePath::value).forEach(watched::add);
    }
    return new Launch(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        jar.toString(),
        settings.notebookFolder().toString(),
        settings.store(),
        settings.name(),
        settings.lockfile().toString(),
        environment,
        List.copyOf(watched),
        settings.saveEvery().toSeconds());
  }
}
