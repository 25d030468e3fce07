package io.envsnap.spec.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.lockfile.Lockfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class LockfileYamlTest {
  static final List<String> NASTY = RandomWords.NASTY;

  private static final Base BASE = new Base("", "", "", "", "", "", List.of(), false);

  @Test
  void readsBackWhatItWrote() throws FormatException {
    for (long seed = 0; seed < 500; seed++) {
      Lockfile lockfile = new RandomWords(seed).lockfile();
      byte[] bytes = LockfileYaml.write(lockfile);
      Lockfile read = LockfileYaml.read(bytes, "seed " + seed);
      assertThat(read).as("seed %s", seed).isEqualTo(lockfile);
      assertThat(LockfileYaml.write(read)).as("seed %s", seed).isEqualTo(bytes);
    }
  }

  @Test
  void everyTextIsATextForAnotherReaderToo() {
    for (long seed = 0; seed < 200; seed++) {
      byte[] bytes = LockfileYaml.write(new RandomWords(seed).lockfile());
      Object loaded = new Yaml(new SafeConstructor(options())).load(new String(bytes, UTF_8));
      List<String> foreign = new ArrayList<>();
      collectOthers("", loaded, foreign);
      assertThat(foreign).as("seed %s", seed).isEmpty();
    }
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return options;
  }

  /** Whatever is neither a text nor one of the few values that we write as numbers or truths. */
  private static void collectOthers(String place, Object value, Collection<String> found) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, inner) -> {
            if (!(key instanceof String)) {
              found.add(place + " has the key " + key);
            }
            collectOthers(place + "/" + key, inner, found);
          });
    } else if (value instanceof List<?> list) {
      list.forEach(inner -> collectOthers(place, inner, found));
    } else if (!(value instanceof String)
        && !place.matches(".*/(version|taken|requested|size|memoryMiB|milliseconds|exit)")) {
      found.add(place + " is " + value);
    }
  }

  @ParameterizedTest
  @FieldSource("NASTY")
  void keepsTheTextOfAnAttributeExactly(String text) throws FormatException {
    if (EntryRules.problemOfAttribute("x", text).isPresent()) {
      return;
    }
    byte[] bytes = LockfileYaml.write(with(new TreeMap<>(Map.of("x", text))));
    assertThat(LockfileYaml.read(bytes, "x").entries().get(0).attribute("x")).isEqualTo(text);
    Map<String, Map<String, List<Map<String, Object>>>> loaded =
        new Yaml(new SafeConstructor(options())).load(new String(bytes, UTF_8));
    assertThat(loaded.get("new").get("things").get(0)).containsEntry("x", text);
  }

  private static Lockfile with(SortedMap<String, String> attributes) {
    EntryKey key = new EntryKey(new EcosystemId("new"), "things", "", "a");
    Entry entry = new Entry(key, "", false, List.of(), attributes);
    return new Lockfile(
        BASE, Optional.empty(), List.of(entry), List.of(), List.of(), List.of(), Optional.empty());
  }

  @Test
  void keepsWhatItHasNeverHeardOf() throws FormatException {
    String text =
        """
        version: 1
        base:
          taken: false
        conda:
          channels:
            - {name: conda-forge, priority: strict}
          packages:
            - {name: zlib, scope: linux-64, version: "1.3.1", requested: true, build: h4ab18f5_2}
        """;
    Lockfile read = LockfileYaml.read(text.getBytes(UTF_8), "x");
    assertThat(read.entries()).hasSize(2);
    assertThat(LockfileYaml.write(read)).asString(UTF_8).isEqualTo(text);
  }

  @Test
  void readsWhatAPersonMayMakeOfIt() throws FormatException {
    String text =
        """
        # by hand
        version: 1
        pip:
          packages:
            - name: 'b'   # the second
              version: 1.10
            - {version: no, name: a, requested: false, extra: 017}
        base: {}
        """;
    List<Entry> entries = LockfileYaml.read(text.getBytes(UTF_8), "x").entries();
    assertThat(entries).extracting(entry -> entry.key().name()).containsExactly("a", "b");
    assertThat(entries).extracting(Entry::version).containsExactly("no", "1.10");
    assertThat(entries.get(0).attribute("extra")).isEqualTo("017");
    String windows = text.replace("\n", "\r\n");
    assertThat(LockfileYaml.read(windows.getBytes(UTF_8), "x").entries()).isEqualTo(entries);
  }

  @Test
  void refusesANewerFormatAndSaysWhatToDo() {
    for (String rest : List.of("2", "10", "99999999999999999999", "2\nbase: &a\n  <<: *a\n\tx")) {
      assertThatThrownBy(() -> LockfileYaml.read(("version: " + rest).getBytes(UTF_8), "a.yaml"))
          .isInstanceOfSatisfying(
              FormatException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(FormatException.Kind.NEWER);
                assertThat(e).hasMessageStartingWith("`a.yaml` was made by a newer envsnap: ");
                assertThat(e.hint()).contains("Update envsnap");
              });
    }
  }

  @Test
  void tellsAForeignFileFromABrokenOne() {
    for (String text :
        List.of(
            "",
            "# nothing\n",
            "name: env\nchannels: [a]\n",
            "version: \"3.8\"\nservices: {}\n",
            "version: 1\nmetadata:\n  channels: []\n",
            "- a\n",
            "just words\n",
            "version: 0\n")) {
      assertThatThrownBy(() -> LockfileYaml.read(text.getBytes(UTF_8), "a.yaml"))
          .as(text)
          .isInstanceOfSatisfying(
              FormatException.class,
              e -> assertThat(e.kind()).isEqualTo(FormatException.Kind.FOREIGN))
          .hasMessageStartingWith("`a.yaml` is not an envsnap lockfile: ");
    }
  }

  @Test
  void refusesMoreThanItsLimits() {
    byte[] large = new byte[LockfileYaml.LIMIT + 1];
    assertThatThrownBy(() -> LockfileYaml.read(large, "a")).hasMessageContaining("larger than");
    String deep = "version: 1\nbase: " + "[".repeat(100_000);
    assertThatThrownBy(() -> LockfileYaml.read(deep.getBytes(UTF_8), "a"))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void doesNotWriteWhatItWouldRefuseToRead() {
    SortedMap<String, String> collides = new TreeMap<>(Map.of("version", "1"));
    assertThatThrownBy(() -> LockfileYaml.write(with(collides)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`version` is no name of an attribute");
    SortedMap<String, String> runs = new TreeMap<>(Map.of("remote", "ext::sh -c id"));
    assertThatThrownBy(() -> LockfileYaml.write(with(runs)))
        .hasMessageContaining("would have git run a program");
  }
}
