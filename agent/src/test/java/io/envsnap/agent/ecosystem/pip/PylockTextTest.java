package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written, as Python's own reader of TOML reads it. */
class PylockTextTest {
  private static final String SUM = "ab".repeat(32);
  private static final LockedPackage WHEEL =
      LockedPackage.beside("six", "1.16.0", "wheels/six-1.16.0-py2.py3-none-any.whl", SUM, 11053);
  private static final LockedPackage SDIST =
      LockedPackage.at(
          "old",
          "0.1",
          "https://files.example/old-0.1.tar.gz",
          "old-0.1.tar.gz",
          SUM,
          OptionalLong.empty());
  private static final LockedPackage COMMIT =
      LockedPackage.commit("tool", "2", "https://git.example/\"odd\\name\u0001", "f".repeat(40));

  @TempDir private Path folder;

  private String read(String toml, String expression) throws IOException {
    Path file = Files.writeString(folder.resolve("pylock.toml"), toml);
    String script = "import sys, tomllib; t = tomllib.load(open(sys.argv[1], 'rb')); print(";
    return new String(
            Programs.require("python3", "-c", script + expression + ")", file.toString()).output(),
            StandardCharsets.UTF_8)
        .strip();
  }

  @Test
  void eachPackageSaysWhereItsFilesAre() throws IOException {
    String toml = PylockText.pylock(List.of(WHEEL, SDIST, COMMIT), "3.11");
    assertThat(read(toml, "t['lock-version'], t['requires-python']")).isEqualTo("1.0 ==3.11.*");
    assertThat(read(toml, "[p['name'] for p in t['packages']]"))
        .isEqualTo("['old', 'six', 'tool']");
    assertThat(read(toml, "t['packages'][1]['wheels']"))
        .isEqualTo(
            "[{'name': 'six-1.16.0-py2.py3-none-any.whl', 'path':"
                + " 'wheels/six-1.16.0-py2.py3-none-any.whl', 'size': 11053, 'hashes': {'sha256': '"
                + SUM
                + "'}}]");
    assertThat(read(toml, "t['packages'][0]['sdist']['url'], 'wheels' in t['packages'][0]"))
        .isEqualTo("https://files.example/old-0.1.tar.gz False");
    assertThat(read(toml, "ascii(t['packages'][2]['vcs']['url'])"))
        .isEqualTo("'https://git.example/\"odd\\\\name\\x01'");
  }

  @Test
  void noPackageIsAListToo() throws IOException {
    assertThat(read(PylockText.pylock(List.of(), ""), "t['packages']")).isEqualTo("[]");
  }

  @Test
  void aRequirementsFileHoldsOnlyWhatHasADigest() {
    assertThat(PylockText.requirements(List.of(WHEEL, SDIST, COMMIT), "wheels"))
        .isEqualTo(
            "--find-links wheels\n"
                + "old @ https://files.example/old-0.1.tar.gz --hash=sha256:"
                + SUM
                + "\nsix==1.16.0 --hash=sha256:"
                + SUM
                + "\n");
  }

  @Test
  void theFirstInterpreterHasThePlainNameAndNoNameHasADot() {
    assertThat(
            PlaceNames.of(
                List.of("/content/my.env", "interpreter /usr/bin/python3", "/srv/my.env")))
        .containsExactly(
            Map.entry("/content/my.env", "my-env"),
            Map.entry("interpreter /usr/bin/python3", ""),
            Map.entry("/srv/my.env", "my-env-2"));
    assertThat(PlaceNames.of(List.of("/content/env"))).containsEntry("/content/env", "");
  }
}
