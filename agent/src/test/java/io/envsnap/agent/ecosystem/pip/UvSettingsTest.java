package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.host.FolderTree;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.journal.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UvSettingsTest {
  @TempDir private Path folder;

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> indexes(Map<String, String> settings, String... words) throws IOException {
    return new UvSettings(new FolderTree(folder))
        .indexes(
            new Told(
                "uv",
                new ProcessKey("b00", 7, 1),
                0,
                "/content/a/b",
                List.of(words),
                9,
                0,
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>(settings)));
  }

  @Test
  void everyWayOfNamingAnIndexIsRead() {
    assertThat(
            UvSettings.parse(
                """
                index-url = "https://a.example/simple" # the first
                extra-index-url = [
                  "https://b.example/simple",
                  'https://c.example/simple',
                ]
                cache-dir = "https://no.example"
                [pip]
                extra-index-url = ["https://d.example/simple"]
                [[index]]
                name = "mine"
                url = "https://e.example/simple"
                [other]
                url = "https://no.example"
                index-url = "https://no.example"
                """
                    .lines()
                    .toList(),
                ""))
        .containsExactly(
            "https://a.example/simple",
            "https://b.example/simple",
            "https://c.example/simple",
            "https://d.example/simple",
            "https://e.example/simple");
  }

  @Test
  void ofAProjectOnlyTheTablesOfUvCount() {
    assertThat(
            UvSettings.parse(
                """
                [project]
                url = "https://no.example"
                [tool.uv]
                index-url = "https://a.example/simple"
                [[tool.uv.index]]
                url = "https://b.example/simple"
                [tool.other]
                index-url = "https://no.example"
                """
                    .lines()
                    .toList(),
                "tool.uv."))
        .containsExactly("https://a.example/simple", "https://b.example/simple");
  }

  @Test
  void theNearestFileThatNamesAnIndexCounts() throws IOException {
    assertThat(indexes(Map.of(), "uv", "sync")).isEmpty();
    write("/etc/uv/uv.toml", "index-url = \"https://system.example\"\n");
    assertThat(indexes(Map.of(), "uv", "sync")).containsExactly("https://system.example");
    write("/home/me/.config/uv/uv.toml", "index-url = \"https://user.example\"\n");
    assertThat(indexes(Map.of("HOME", "/home/me"), "uv", "sync"))
        .containsExactly("https://user.example");
    write("/content/a/pyproject.toml", "[[tool.uv.index]]\nurl = \"https://up.example\"\n");
    assertThat(indexes(Map.of("HOME", "/home/me"), "uv", "sync"))
        .containsExactly("https://up.example");
    write("/content/a/b/uv.toml", "offline = true\n");
    write("/content/a/b/pyproject.toml", "[tool.uv]\nindex-url = \"https://here.example\"\n");
    assertThat(indexes(Map.of(), "uv", "sync")).containsExactly("https://here.example");
    assertThat(indexes(Map.of(), "uv", "sync", "--project", "/content/a"))
        .containsExactly("https://up.example");
    write("/content/a/b/mine.toml", "index-url = \"https://mine.example\"\n");
    assertThat(indexes(Map.of(), "uv", "--config-file=mine.toml", "sync"))
        .containsExactly("https://mine.example");
    assertThat(indexes(Map.of("UV_CONFIG_FILE", "/none"), "uv", "sync")).isEmpty();
    assertThat(indexes(Map.of(), "uv", "--no-config", "sync")).isEmpty();
  }
}
