package io.envsnap.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.Limits;
import io.envsnap.agent.Settings;
import io.envsnap.agent.verb.VerbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  private static final Options NONE =
      new Options(Optional.empty(), Optional.empty(), Optional.empty());

  @TempDir private Path folder;

  @Test
  void usesAStoreInTheHomeFolderWhenNothingIsSaid() throws VerbException {
    Settings settings = Configuration.settle(environment(Map.of("HOME", "/home/ada")), NONE);
    assertThat(settings.store()).isEqualTo("/home/ada/.envsnap/store");
    assertThat(settings.name()).isEqualTo("main");
    assertThat(settings.lockfile()).isEqualTo(folder.resolve("envsnap.lock.yaml"));
  }

  @Test
  void theOptionWinsOverTheEnvironmentAndThatOverTheFile() throws VerbException, IOException {
    Files.writeString(folder.resolve("envsnap.yaml"), "store: /from/file\nname: team\n");
    Map<String, String> variables = Map.of("HOME", "/h", "ENVSNAP_STORE", "/from/environment");
    Options option = new Options(Optional.of("/from/option"), Optional.empty(), Optional.empty());
    assertThat(Configuration.settle(environment(Map.of("HOME", "/h")), NONE).store())
        .isEqualTo("/from/file");
    assertThat(Configuration.settle(environment(variables), NONE).store())
        .isEqualTo("/from/environment");
    Settings settings = Configuration.settle(environment(variables), option);
    assertThat(settings.store()).isEqualTo("/from/option");
    assertThat(settings.name()).isEqualTo("team");
  }

  @Test
  void limitsAreSizesFromAnOptionTheEnvironmentOrTheFile() throws VerbException, IOException {
    assertThat(Configuration.settle(environment(Map.of("HOME", "/h")), NONE).limits())
        .isEqualTo(new Limits(256L << 20, 4L << 30));
    Files.writeString(folder.resolve("envsnap.yaml"), "fileLimit: 2 GiB\ntotalLimit: none\n");
    Map<String, String> variables = Map.of("HOME", "/h", "ENVSNAP_FILE_LIMIT", "1.5G");
    assertThat(Configuration.settle(environment(variables), NONE).limits())
        .isEqualTo(new Limits(3L << 29, Long.MAX_VALUE));
    Options options = NONE.limits(Optional.of("10k"), Optional.of("77"));
    assertThat(Configuration.settle(environment(variables), options).limits())
        .isEqualTo(new Limits(10240, 77));
  }

  @ParameterizedTest
  @ValueSource(strings = {"big", "-1", "1 parsec", "1e9"})
  void whatIsNoSizeIsRefusedByName(String text) {
    Options options = NONE.limits(Optional.of(text), Optional.empty());
    assertThatThrownBy(() -> Configuration.settle(environment(Map.of("HOME", "/h")), options))
        .isInstanceOf(VerbException.class)
        .hasMessage("`--file-limit` is `" + text + "`, which is no size");
  }

  @Test
  void aSaveIsAsOftenAsAnOptionTheEnvironmentOrTheFileSays() throws VerbException, IOException {
    Map<String, String> home = Map.of("HOME", "/h");
    assertThat(Configuration.settle(environment(home), NONE).saveEvery())
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    Files.writeString(folder.resolve("envsnap.yaml"), "saveEvery: 1 h\n");
    assertThat(Configuration.settle(environment(home), NONE).saveEvery())
        .isEqualTo(Duration.ofHours(1));
    Map<String, String> variables = Map.of("HOME", "/h", "ENVSNAP_SAVE_EVERY", "45s");
    assertThat(Configuration.settle(environment(variables), NONE).saveEvery())
        .isEqualTo(Duration.ofSeconds(45));
    assertThat(
            Configuration.settle(environment(variables), NONE.savingEvery(Optional.of("2m")))
                .saveEvery())
        .isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "5", "29s", "0m", "25h", "-1m", "999999999999h"})
  void whatIsNoTimeBetweenSavesIsRefusedByName(String text) {
    Options options = NONE.savingEvery(Optional.of(text));
    assertThatThrownBy(() -> Configuration.settle(environment(Map.of("HOME", "/h")), options))
        .isInstanceOf(VerbException.class)
        .hasMessage("`--save-every` is `" + text + "`, which is no such time");
  }

  @Test
  void aRelativeStoreLiesBelowTheCurrentFolder() throws VerbException {
    Options option = new Options(Optional.of("snaps"), Optional.empty(), Optional.empty());
    assertThat(Configuration.settle(environment(Map.of("HOME", "/h")), option).store())
        .isEqualTo(folder.resolve("snaps").toString());
  }

  @Test
  void refusesASettingThatItDoesNotKnow() throws IOException {
    Files.writeString(folder.resolve("envsnap.yaml"), "stroe: /s\n");
    assertThatThrownBy(() -> Configuration.settle(environment(Map.of("HOME", "/h")), NONE))
        .isInstanceOf(VerbException.class)
        .hasMessageContaining("`stroe`");
  }

  @Test
  void refusesANameThatCouldLeaveTheStore() {
    Options option = new Options(Optional.empty(), Optional.of("../x"), Optional.empty());
    assertThatThrownBy(() -> Configuration.settle(environment(Map.of("HOME", "/h")), option))
        .isInstanceOf(VerbException.class)
        .hasMessageContaining("`../x`");
  }

  private Environment environment(Map<String, String> variables) {
    return new Environment(variables, folder, true, false, List.of());
  }
}
