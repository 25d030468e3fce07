package io.envsnap.agent.ecosystem.apt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnrecordedFoldersTest {
  private static final PackageId REDIS = Recorded.amd64("redis-server");
  private static final String LINE = "2750 redis adm redis-server:amd64 /var/log/redis\n";
  @TempDir private Path root;

  private List<RestoreStep> steps(String part, PackageId... packages) throws Exception {
    return UnrecordedFolders.steps(new FolderTree(root), part.getBytes(UTF_8), List.of(packages));
  }

  @Test
  void makesTheFolderThatAServiceNeeds() throws Exception {
    assertThat(steps(LINE, REDIS))
        .singleElement()
        .isInstanceOfSatisfying(
            RestoreStep.Run.class,
            run ->
                assertThat(run.command().words())
                    .containsExactly(
                        "install",
                        "-d",
                        "-m",
                        "2750",
                        "-o",
                        "redis",
                        "-g",
                        "adm",
                        "--",
                        "/var/log/redis"));
  }

  @Test
  void leavesAFolderThatIsHereAlone() throws Exception {
    Files.createDirectories(root.resolve("var/log/redis"));
    assertThat(steps(LINE, REDIS)).isEmpty();
  }

  @Test
  void makesNoneForAPackageThatDoesNotComeBack() throws Exception {
    assertThat(steps(LINE)).isEmpty();
  }

  @Test
  void makesNoneElsewhereAndForNobodyUnheardOf() throws Exception {
    assertThat(steps(LINE.replace("/var/log/redis", "/etc/cron.d"), REDIS)).isEmpty();
    assertThat(steps(LINE.replace("/var/log/redis", "/var/log/../../etc"), REDIS)).isEmpty();
    assertThat(steps(LINE.replace(" adm", " --reference=x"), REDIS)).isEmpty();
    assertThat(steps(LINE.replace("2750", "u+s"), REDIS)).isEmpty();
    assertThat(steps("nonsense\n", REDIS)).isEmpty();
  }

  @Test
  void describesFoldersOfTheSessionsPackages() throws Exception {
    Machines.write(
        root, "/var/lib/dpkg/status", "Package: a\nStatus: install ok installed\nVersion: 1\n\n");
    Machines.write(
        root,
        "/var/lib/dpkg/info/a.list",
        "/.\n/var\n/var/log\n/var/log/a\n/var/log/recorded\n/usr/a\n");
    Files.createDirectories(root.resolve("var/log/recorded"));
    Files.createDirectories(root.resolve("var/log/a"));
    FolderTree tree = new FolderTree(root);
    PackageId id = new PackageId("a", "");
    byte[] part =
        UnrecordedFolders.describe(
            tree,
            DpkgDatabase.read(tree).orElseThrow(),
            List.of(id),
            path -> !path.equals(TreePath.of("/var/log/a")));
    assertThat(new String(part, UTF_8)).matches("[0-7]{4} .*a /var/log/a\n");
  }

  @Test
  void describesFoldersThatPackagesHaveMadeForThem() throws Exception {
    Machines.write(
        root, "/var/lib/dpkg/status", "Package: a\nStatus: install ok installed\nVersion: 1\n\n");
    Machines.write(root, "/var/lib/dpkg/info/a.list", "/.\n/usr/lib/tmpfiles.d/a.conf\n");
    Machines.write(
        root,
        "/usr/lib/tmpfiles.d/a.conf",
        """
        # d /var/lib/systemd/comment
        d /var/lib/systemd/dump/ 0755 root root 3d
        d! "/var/lib/systemd/quoted"
        f /var/lib/systemd/file 0644 root root
        d /var/lib/systemd/%b
        d /var/lib/systemd/absent
        d /usr/elsewhere
        """);
    for (String made : List.of("dump", "quoted", "file", "comment")) {
      Files.createDirectories(root.resolve("var/lib/systemd").resolve(made));
    }
    FolderTree tree = new FolderTree(root);
    byte[] part =
        UnrecordedFolders.describe(
            tree,
            DpkgDatabase.read(tree).orElseThrow(),
            List.of(new PackageId("a", "")),
            path -> false);
    assertThat(new String(part, UTF_8).lines())
        .extracting(line -> line.substring(line.indexOf('/')))
        .containsExactlyInAnyOrder("/var/lib/systemd/dump", "/var/lib/systemd/quoted");
  }
}
