package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.StoryContext;
import io.envsnap.agent.host.FolderTree;
import io.envsnap.spec.journal.Origin;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UvStoryTest {
  private static final Instant BOOT = Instant.parse("2026-11-26T14:00:00Z");
  private static final String SITE = "/content/env/lib/python3.11/site-packages";
  private static final String SHA = "ab".repeat(32);

  @TempDir private Path folder;
  private final Set<TreePath> changed = new TreeSet<>();

  @Test
  void whatUvInstalledIsToldByTheProcessThatWasAtWork() throws IOException {
    install("idna", "3.10", 20);
    note("wheels-v8/index/e2d8/idna/3.10-py3-none-any.http", "idna-3.10-py3-none-any.whl");
    List<Told> told =
        complete(
            uv(7, 1000, 1100, "uv", "pip", "install", "x"),
            uv(8, 1900, 2100, "uv", "pip", "install", "idna"),
            uv(9, 2500, 2600, "uv", "sync"));
    assertThat(told)
        .extracting(one -> one.changed().toString())
        .containsExactly("[]", "[+ idna 3.10]", "[]");
    assertThat(told.get(1).origins())
        .containsExactly(
            new Origin(
                "idna",
                "3.10",
                "https://a.example/x/idna-3.10-py3-none-any.whl",
                SHA,
                new TreeMap<>(Map.of("into", SITE, "index", "https://index.example/simple"))));
  }

  @Test
  void whatWasWrittenAsOneEndedIsNotTheWorkOfTheNext() throws IOException {
    install("idna", "3.10", 20);
    assertThat(
            complete(
                uv(7, 1900, 1999, "uv", "pip", "install", "x"),
                uv(8, 2000, 2100, "uv", "pip", "install", "y")))
        .extracting(one -> one.changed().size())
        .containsExactly(1, 0);
    assertThat(
            complete(
                uv(7, 1900, 1990, "uv", "pip", "install", "x"),
                uv(8, 2002, 2100, "uv", "pip", "install", "Idna[all]>=3")))
        .extracting(one -> one.changed().size())
        .containsExactly(0, 1);
  }

  @Test
  void anEnvironmentIsToldByTheCommandThatMadeIt() throws IOException {
    environment("/content/project/.venv", 20.01);
    environment("/content/env", 18.9);
    assertThat(
            complete(
                uv(6, 1850, 1890, "uv", "venv", "-q", "/content/env"),
                uv(7, 1891, 1999, "uv", "tool", "install", "venv"),
                uv(8, 2000, 2100, "uv", "add", "x"),
                uv(9, 2110, 2150, "uv", "sync")))
        .extracting(one -> one.changed().toString())
        .containsExactly("[+ /content/env]", "[]", "[+ /content/project/.venv]", "[]");
  }

  @Test
  void twoDifferentFilesOfOneVersionMakeTheOriginUnknown() throws IOException {
    install("idna", "3.10", 20);
    note("wheels-v8/index/e2d8/idna/3.10-py3-none-any.http", "idna-3.10-py3-none-any.whl");
    note("wheels-v8/pypi/idna/3.10-py3-none-any.http", "idna-3.10-py2.py3-none-any.whl");
    Told told = complete(uv(8, 1900, 2100, "uv", "pip", "install", "idna")).get(0);
    assertThat(told.changed()).containsExactly("+ idna 3.10");
    assertThat(told.origins().get(0).url()).isEmpty();
    assertThat(told.origins().get(0).sha256()).isEmpty();
  }

  @Test
  void aProcessOfTheAccountsAloneIsToldOnlyWhereItBroughtSomething() throws IOException {
    install("idna", "3.10", 20);
    assertThat(complete(uv(8, 1900, 2100), uv(9, 2500, 2510)))
        .extracting(one -> one.key().pid())
        .containsExactly(8L);
  }

  @Test
  void removalsAreToldAsFarAsTheMachineBearsThemOut() throws IOException {
    install("idna", "3.10", 20);
    List<Told> told =
        complete(
            uv(7, 1900, 2000, "uv", "pip", "install", "idna", "six==1.0"),
            uv(8, 3000, 3100, "uv", "pip", "uninstall", "-q", "idna", "Six", "never"));
    assertThat(told.get(0).changed()).containsExactly("+ idna 3.10");
    assertThat(told.get(1).changed()).containsExactly("- six");
  }

  private List<Told> complete(Told... told) throws IOException {
    StoryContext context = new StoryContext(new FolderTree(folder), changed, BOOT, BOOT, "b00");
    return new UvStory(context).complete(List.of(told));
  }

  private static Told uv(long pid, long start, long end, String... words) {
    return new Told(
        "uv",
        new ProcessKey("b00", pid, start),
        0,
        "/content",
        List.of(words),
        end,
        0,
        List.of(),
        List.of(),
        List.of(),
        new TreeMap<>(
            Map.of("UV_CACHE_DIR", "/cache", "UV_INDEX_URL", "https://index.example/simple")));
  }

  private void install(String name, String version, int second) throws IOException {
    String info = SITE + "/" + name + "-" + version + ".dist-info";
    write(info + "/METADATA", "Name: " + name + "\nVersion: " + version + "\n");
    write(info + "/RECORD", "");
    write(info + "/WHEEL", "Tag: py3-none-any\n");
    Path installer = write(info + "/INSTALLER", "uv");
    Files.setLastModifiedTime(installer, FileTime.from(BOOT.plusSeconds(second)));
    changed.add(TreePath.of(info));
    changed.add(TreePath.of(info + "/INSTALLER"));
  }

  private void environment(String prefix, double second) throws IOException {
    Path file = write(prefix + "/pyvenv.cfg", "home = /usr/bin\nuv = 0.13.9\n");
    Instant written = BOOT.plusMillis(Math.round(second * 1000));
    Files.setLastModifiedTime(file, FileTime.from(written));
    changed.add(TreePath.of(prefix + "/pyvenv.cfg"));
  }

  private void note(String path, String file) throws IOException {
    String address = "https://a.example/x/" + file;
    write("/cache/" + path, "\u0095Sha256\u00d9@" + SHA + "x9z" + address + "\0\0");
  }

  private Path write(String path, String text) throws IOException {
    Path file = folder.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    return Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
