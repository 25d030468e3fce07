package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.journal.Action;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.testkit.index.PythonArchive;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session that is watched from its start: its whole story is told, and nothing secret is. */
@NeedsVm
class RecorderIT {
  private static final String ALNUM = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5kL7nP9rS1uV3xY5";
  private static final String HEX = "0123456789abcdef0123456789abcdef";

  /** Made up, and put together here so that no scanner takes this file for a leak. */
  private static final List<String> TOKENS =
      List.of(
          "ghp_" + ALNUM.substring(0, 36),
          "ghs_" + (ALNUM + ".").repeat(3) + ALNUM,
          "github_pat_" + "11ABC_" + ALNUM,
          "glpat-" + ALNUM.substring(0, 20),
          "hf_" + ALNUM.substring(0, 34),
          "wandb_v1_" + ALNUM + ALNUM,
          "KGAT_" + HEX,
          "nvapi-" + (ALNUM + ALNUM).substring(0, 64),
          "sk-proj-" + ALNUM,
          "sk-" + ALNUM.substring(0, 20) + "T3BlbkFJ" + ALNUM.substring(0, 20),
          "sk-ant-" + "api03-" + ALNUM + "AA",
          "AIza" + ALNUM.substring(0, 35),
          "ya29." + ALNUM,
          "GOCSPX-" + ALNUM.substring(0, 28),
          "AKIA" + "QWERTYUIOPASDFGH",
          "ABSK" + ALNUM + ALNUM + ALNUM,
          "pypi-" + "AgEIcHlwaS5vcmc" + ALNUM,
          "npm_" + ALNUM.substring(0, 36),
          "xoxb-" + "123456789012-" + ALNUM.substring(0, 24),
          "gsk_" + ALNUM,
          "r8_" + ALNUM.substring(0, 37),
          "pplx-" + ALNUM.substring(0, 48),
          "dapi" + HEX,
          "sk_live_" + ALNUM.substring(0, 24),
          "SG." + ALNUM.substring(0, 22) + "." + ALNUM.substring(0, 43),
          "dop_v1_" + HEX + HEX);

  private static final List<String> PASSWORDS =
      List.of(
          "passw0rd-Alpha",
          "tokenasuser12",
          "dXNlcjpwYXNzQWxwaGE=",
          "helperS3cret",
          "indexS3cret",
          "qu3ryS3cret",
          "pr0xyS3cret",
          "extraS3cret",
          "uvS3cret99");

  private static final String OWN_BYTES =
      """
      find /var/lib/envsnap /content/envsnap.lock.yaml -type f -exec cat {} +
      find /store -type f -name '*.zst' -exec zstd -dcf {} +
      find /store -type f ! -name '*.zst' -exec cat {} +
      for p in /proc/[1-9]*; do
        case $(tr '\\0' ' ' <$p/cmdline) in *envsnap*) cat $p/cmdline ;; esac
      done
      """;

  /** A pip without the hook, a git that reads no system settings, a program that nobody knows. */
  private static final String UNSEEN =
      """
      set -e
      python3 -S - install -q --index-url "$INDEX" delta <<'END'
      import sys
      sys.path.append("/usr/lib/python3/dist-packages")
      from pip._internal.cli.main import main
      sys.exit(main(sys.argv[1:]))
      END
      mkdir -p /srv && cd /srv
      GIT_CONFIG_NOSYSTEM=1 git clone -q /content/lib /srv/nosystem
      cp -a /content/lib /srv/copied
      """;

  @TempDir private Path store;

  @Test
  void everyActionIsToldInOrderWithItsStatusAndNoSecretIsWritten()
      throws IOException, FormatException {
    try (World world = new World();
        FreshVm vm = new Machines(store).first()) {
      Map<String, String> environment = prepare(world, vm);
      Machines.envsnap(vm, "record -q --store /store").expect(0);
      vm.sh(resource("recorded.sh"), environment).expect(0);
      List<String> expected = vm.sh("cat /tmp/expected").expect(0).lines();
      VmResult recorded = Machines.envsnap(vm, "record -q --store /store").expect(0);
      Lockfile live = lockfile(vm, "/content/envsnap.lock.yaml");

      assertThat(expected).hasSizeGreaterThan(60);
      assertThat(differences(expected, live.actions())).isEmpty();
      assertThat(provenance(live)).isEmpty();
      assertThat(origins(live))
          .contains(
              "alpha /content/env/lib/python3.11/site-packages pip",
              "alpha /content/project/.venv/lib/python3.11/site-packages uv",
              "alpha /usr/local/lib/python3.11/dist-packages pip",
              "beta /content/target pip",
              "beta /content/uvenv/lib/python3.11/site-packages uv",
              "gamma /usr/local/lib/python3.11/dist-packages uv",
              "local /usr/local/lib/python3.11/dist-packages pip, built here");
      String deb = vm.sh("sha256sum </tmp/byhand.deb").text().substring(0, 64);
      assertThat(live.entries())
          .filteredOn(entry -> entry.key().name().equals("byhand"))
          .allSatisfy(
              entry -> {
                assertThat(entry.attribute("from")).isEqualTo("/tmp/gone.deb");
                assertThat(entry.artifacts().get(0).url())
                    .contains("https://files.example/x/gone.deb");
                assertThat(entry.artifacts().get(0).sha256()).contains(new Digest(deb));
              })
          .hasSize(1);
      // One command makes an environment and what is in it at the same moment.
      assertThat(live.actions())
          .filteredOn(action -> action.by().equals("uv"))
          .flatExtracting(Action::changed)
          .containsExactlyInAnyOrder(
              "+ /content/uvenv",
              "- alpha",
              "+ beta 1.0",
              "+ /content/project/.venv",
              "+ alpha 1.0",
              "+ gamma 1.0");
      // uv itself came before anybody watched.
      assertThat(live.entries())
          .filteredOn(entry -> entry.attributes().containsKey("by"))
          .extracting(entry -> entry.key().name())
          .containsExactly("uv");
      assertThat(live.entries())
          .anyMatch(
              entry ->
                  entry
                      .attributes()
                      .getOrDefault("used", "")
                      .matches(
                          "/content/requirements.txt sha256:[0-9a-f]{64},"
                              + " /content/constraints.txt sha256:[0-9a-f]{64}"));

      assertThat(live.credentials())
          .extracting(need -> need.need() + " for " + need.purpose())
          .contains(
              "http://127.0.0.1:1 for the command `apt install`",
              "https://127.0.0.1:1 for the command `git clone`",
              "https://127.0.0.1:1 for the command `pip install`",
              "https://127.0.0.1:2 for the command `pip install`",
              "https://127.0.0.1:3 for the command `uv pip install`",
              "AUTHORIZATION for the command `git clone`",
              "Hugging Face token for the command `git tag`");

      assertThat(Machines.envsnap(vm, "log").expect(0).lines())
          .contains("    + alpha 1.0", "    + /content/uvenv", "    - alpha");

      String written = vm.sh(OWN_BYTES).text() + recorded.text() + recorded.errorText();
      assertThat(TOKENS).noneMatch(written::contains);
      assertThat(PASSWORDS).noneMatch(written::contains);

      Machines.envsnap(vm, "record -q --once --store /store --name once --lockfile /tmp/once.yaml")
          .expect(0);
      assertThat(entries(lockfile(vm, "/tmp/once.yaml"))).isEqualTo(entries(live));

      vm.sh(UNSEEN, environment).expect(0);
      Machines.envsnap(vm, "record -q --store /store").expect(0);
      assertThat(lockfile(vm, "/content/envsnap.lock.yaml").entries())
          .filteredOn(entry -> entry.attribute("by").equals("unknown"))
          .extracting(entry -> entry.key().name())
          .containsExactlyInAnyOrder("uv", "delta", "/srv/nosystem", "/srv/copied");

      Machines.envsnap(vm, "stop").expect(0);
      String left =
          vm.sh(
                  """
                  find / -xdev \\( -name 'zz_envsnap*' -o -name 00envsnap \\
                    -o -path /etc/dpkg/dpkg.cfg.d/envsnap \\) -print
                  grep -l trace2 /etc/gitconfig
                  ls -A /var/lib/envsnap | grep -E '^(hooks|journal|agent)$'
                  for p in /proc/[1-9]*; do
                    case $(tr '\\0' ' ' <$p/cmdline) in *'for p in'*) ;; *inotify*|*envsnap.jar*) echo $p ;; esac
                  done
                  """)
              .text();
      assertThat(left).isEmpty();
    }
  }

  private Map<String, String> prepare(World world, FreshVm vm) {
    for (String name : List.of("alpha", "beta", "gamma", "delta")) {
      world.index.publish(name, PythonArchive.wheel(name, "1.0", Map.of(name + ".py", "x = 1\n")));
    }
    vm.sh(
            """
            mkdir -p /content /tmp/byhand/DEBIAN /tmp/byhand/usr/share/byhand
            printf 'Package: byhand\\nVersion: 1.0\\nArchitecture: all\\nMaintainer: a\\nDescription: b\\n' > /tmp/byhand/DEBIAN/control
            echo x > /tmp/byhand/usr/share/byhand/x
            dpkg-deb -b /tmp/byhand /tmp/byhand.deb
            pip install -q uv
            """)
        .expect(0);
    vm.exec(
            List.of("sh", "-c", "cat > /tmp/tokens"),
            (String.join("\n", TOKENS) + "\n").getBytes(StandardCharsets.UTF_8),
            Map.of())
        .expect(0);
    vm.exec(
            List.of("sh", "-c", "cat > /content/local-1.0.tar.gz"),
            PythonArchive.sdist(
                    "local",
                    "1.0",
                    Map.of(
                        "setup.py",
                        "from setuptools import setup\nsetup(name='local', version='1.0')\n"))
                .bytes(),
            Map.of())
        .expect(0);
    Map<String, String> environment = new TreeMap<>(world.environment());
    environment.put("DEB", "/tmp/byhand.deb");
    return environment;
  }

  /** Where the shell and the lockfile tell different stories. */
  private static List<String> differences(List<String> expected, List<Action> actions) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < Math.max(expected.size(), actions.size()); i++) {
      String want = i < expected.size() ? expected.get(i) : "nothing more";
      String got = i < actions.size() ? spoken(actions.get(i)) : "nothing more";
      boolean secret = want.split(" ").length == 2;
      if (secret ? !got.startsWith(want + " ") : !got.equals(want)) {
        differences.add(i + ": the shell saw " + want + ", the lockfile says " + got);
      }
    }
    return differences;
  }

  private static String spoken(Action action) {
    List<String> words = new ArrayList<>(action.command());
    if (!words.isEmpty() && words.get(0).startsWith("/usr/")) {
      words.set(0, words.get(0).substring(words.get(0).lastIndexOf('/') + 1));
    }
    return action.by() + " " + action.exit() + " " + String.join(" ", words);
  }

  /** Python packages from the index or an address that do not say where they came from. */
  private static List<Entry> provenance(Lockfile lockfile) {
    return lockfile.entries().stream()
        .filter(entry -> entry.key().kind().equals("packages"))
        .filter(entry -> List.of("alpha", "beta", "gamma", "gpulite").contains(entry.key().name()))
        .filter(
            entry ->
                entry.artifacts().isEmpty()
                    || !entry.attribute("untold").isEmpty()
                    || entry.artifacts().get(0).sha256().isEmpty()
                    || entry.artifacts().get(0).url().isEmpty())
        .toList();
  }

  /** Packages of which nothing is missing: where they are, by what, and how they were made. */
  private static List<String> origins(Lockfile lockfile) {
    return lockfile.entries().stream()
        .filter(entry -> !entry.attribute("installer").isEmpty())
        .filter(entry -> entry.attribute("untold").isEmpty())
        .filter(entry -> entry.artifacts().stream().anyMatch(one -> one.sha256().isPresent()))
        .map(
            entry ->
                String.join(
                        " ", entry.key().name(), entry.key().scope(), entry.attribute("installer"))
                    + (entry.attribute("built").isEmpty() ? "" : ", built here"))
        .toList();
  }

  /** Entries as they are without what only a journal can know. */
  private static List<String> entries(Lockfile lockfile) {
    return lockfile.entries().stream()
        .map(entry -> entry.key().spoken() + " " + entry.version() + " " + entry.requested())
        .toList();
  }

  private static Lockfile lockfile(FreshVm vm, String path) throws IOException, FormatException {
    return LockfileYaml.read(vm.exec("cat", path).expect(0).output(), path);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = RecorderIT.class.getResourceAsStream("/sessions/" + name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
