package io.envsnap.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkedBlockTest {
  private static final String BLOCK = "[include]\n\tpath = /var/lib/envsnap/hooks/gitconfig\n";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatWasThereBeforeIsThereAgainToTheByteHoweverOftenTheBlockIsPut() {
    for (String before : List.of("", "[a]\n\tb = c\n", "[a]\n\tb = c", "\u00e4\u00ff\n\n")) {
      byte[] once = MarkedBlock.with(bytes(before), BLOCK);
      byte[] twice = MarkedBlock.with(once, BLOCK);
      assertThat(twice).isEqualTo(once);
      assertThat(new String(once, StandardCharsets.ISO_8859_1)).contains(BLOCK);
      assertThat(MarkedBlock.without(once)).isEqualTo(bytes(before));
    }
  }

  @Test
  void whatOthersWriteBehindTheBlockStays() {
    byte[] file = MarkedBlock.with(bytes("[a]\n"), BLOCK);
    byte[] longer = bytes(new String(file, StandardCharsets.ISO_8859_1) + "[filter]\n");
    assertThat(MarkedBlock.without(longer)).isEqualTo(bytes("[a]\n[filter]\n"));
  }

  @Test
  void aFileWithoutABlockOrWithOneThatWasCutOffIsLeftAlone() {
    byte[] cut = bytes("# >>> envsnap: put here by `envsnap record`\n[include]\n");
    assertThat(MarkedBlock.without(cut)).isEqualTo(cut);
    assertThat(MarkedBlock.without(bytes("[a]\n"))).isEqualTo(bytes("[a]\n"));
  }
}
