package io.envsnap.spec.codec;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.journal.Action;
import io.envsnap.spec.lockfile.Accelerator;
import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.CudaPart;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.lockfile.Gpu;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.lockfile.PythonBase;
import io.envsnap.spec.lockfile.SnapshotLink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Lockfiles full of what YAML readers stumble over, the same for the same seed. */
final class RandomWords {
  /** Texts that some reader of YAML takes for something else. */
  static final List<String> NASTY =
      List.of(
          "1.10",
          "no",
          "NO",
          "No",
          "on",
          "y",
          "N",
          "0x1F",
          "0o17",
          "017",
          "1_000",
          "1e3",
          "1e-3",
          "12:30",
          "12:30:45",
          "190:20:30",
          "2026-11-23",
          "2026-11-23T10:00:01Z",
          "~",
          "null",
          "Null",
          "",
          " ",
          " a",
          "a ",
          "a  b",
          ".5",
          "5.",
          "+1",
          "-1",
          ".inf",
          "-.inf",
          ".nan",
          "=",
          "<<",
          "-",
          "--",
          "---",
          "...",
          "?",
          ":",
          "a:b",
          "a: b",
          "a #b",
          "#a",
          "{a}",
          "[a]",
          "a, b",
          "&a",
          "*a",
          "!a",
          "!!str a",
          "%a",
          "@a",
          "`a`",
          "'a'",
          "\"a\"",
          "a\\b",
          "a\nb",
          "a\tb",
          "a\rb",
          "\u0000",
          "\u0007",
          "\u001b[31m",
          "\u007f",
          "\u0085",
          "\u00a0",
          "\u2028",
          "\u2029",
          "\ufeff",
          "\ufffe",
          "ä",
          "日本",
          "😀",
          "\udc80",
          "\udcff",
          "x\udc80y",
          "\ud83d",
          "\ude00\ud83d",
          "a\u202eb",
          "1.2.3",
          "1.2.3-4",
          "1.26.4+cu118",
          "1:2.3-4",
          "2.42.2-7",
          "2.36-9+deb12u13",
          "0.1e+5",
          "1.0e+5",
          "1.5e-3",
          "12e03",
          "deadbeef",
          "3e12",
          "1234567890",
          "0.0",
          "0b101",
          "1,000",
          "true",
          "False",
          "none",
          "nan",
          "inf",
          "/usr/bin/python3",
          "Tesla T4",
          "a-",
          "a~",
          "C++",
          "k".repeat(1500),
          "1.".repeat(300) + "1-1",
          "\\udc80",
          "${HOME}",
          "{{secret:HF_TOKEN}}");

  private final Random random;

  RandomWords(long seed) {
    random = new Random(seed);
  }

  Lockfile lockfile() {
    return new Lockfile(
        new Base(word(), word(), word(), word(), word(), word(), list(2, this::python), coin()),
        coin() ? Optional.of(accelerator()) : Optional.empty(),
        entries(),
        list(3, () -> new Need(word(), word(), word())),
        list(3, () -> new LeftOut(word(), random.nextInt(1 << 20), word(), word())),
        list(4, this::action),
        coin() ? Optional.of(new SnapshotLink(address() + "x", digest())) : Optional.empty());
  }

  /** A text, nasty more often than not. */
  String word() {
    if (random.nextInt(4) > 0) {
      return NASTY.get(random.nextInt(NASTY.size()));
    }
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int range = random.nextInt(4);
      word.append((char) random.nextInt(range == 0 ? 0x10000 : range == 1 ? 0x300 : 0x80));
    }
    return word.toString();
  }

  Digest digest() {
    byte[] hash = new byte[32];
    random.nextBytes(hash);
    return Digest.ofHash(hash);
  }

  boolean coin() {
    return random.nextBoolean();
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  <T> List<T> list(int most, Supplier<T> item) {
    List<T> items = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      items.add(item.get());
    }
    return items;
  }

  /** A name that the rules for entries accept. */
  String name() {
    String name = word();
    return EntryRules.problemOfName(name).isEmpty() ? name : path();
  }

  String path() {
    String last = word().replace('/', '_').replace('\0', '_');
    String path = "/content/" + (last.isEmpty() || last.matches("\\.\\.?") ? "x" : last);
    return NameRules.problemOfPath(path).isEmpty() ? path : "/content/\udcff" + number(1000);
  }

  private String address() {
    String address = word();
    return EntryRules.problemOfAddress("url", address).isEmpty() ? address : "https://a.example/";
  }

  private PythonBase python() {
    String prefix = word();
    boolean fine = EntryRules.problemOfWord("prefix", prefix).isEmpty();
    return new PythonBase(path(), word(), word(), fine ? prefix : "/usr");
  }

  private Accelerator accelerator() {
    return new Accelerator(
        word(),
        word(),
        word(),
        word(),
        list(3, this::gpu),
        list(3, () -> new CudaPart(word(), word(), word())),
        list(2, this::word));
  }

  private Gpu gpu() {
    return new Gpu(word(), random.nextInt(100_000), word(), word(), word(), word());
  }

  private Action action() {
    Instant at = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    return new Action(
        at,
        word(),
        word(),
        list(5, this::word),
        word(),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(Duration.ofMillis(random.nextInt(1 << 30))),
        random.nextInt(257) - 1,
        list(3, this::word));
  }

  private List<Entry> entries() {
    Map<EntryKey, Entry> entries = new LinkedHashMap<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      String ecosystem = List.of("apt", "pip", "git", "no", "y", "x9").get(random.nextInt(6));
      String kind = List.of("packages", "sources", "on", "null").get(random.nextInt(4));
      String scope = coin() ? "" : name();
      EntryKey key = new EntryKey(new EcosystemId(ecosystem), kind, scope, name());
      entries.put(key, entry(key));
    }
    return List.copyOf(entries.values());
  }

  private Entry entry(EntryKey key) {
    TreeMap<String, String> attributes = new TreeMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      String name = List.of("size", "y", "No", "x-1", "remote", "branch").get(random.nextInt(6));
      String value = word();
      boolean fine = EntryRules.problemOfAttribute(name, value).isEmpty();
      attributes.put(name, fine ? value : "x");
    }
    String version = coin() ? "" : name();
    return new Entry(key, version, coin(), list(3, this::artifact), attributes);
  }

  private Artifact artifact() {
    String file = word();
    String address = address();
    return new Artifact(
        EntryRules.problemOfFile(file).isEmpty() ? file : "a.whl",
        coin() || address.isEmpty() ? Optional.empty() : Optional.of(address),
        coin() ? Optional.empty() : Optional.of(digest()),
        coin() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(1 << 30)));
  }
}
