package io.envsnap.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private static byte[] record(int version, int status) {
    ByteBuffer record = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
    record.put(1, (byte) version).putInt(4, status).putInt(16, 4711).putInt(24, 1_795_000_000);
    record.putFloat(28, 250f);
    record.put(48, "apt-get".getBytes(StandardCharsets.US_ASCII));
    return record.array();
  }

  @Test
  void theStatusIsToldAsAShellTellsIt() {
    assertThat(Accounts.parse(record(3, 100 << 8)))
        .containsExactly(new Accounts.Ended(4711, 1_795_000_000L, 250, 100, "apt-get"));
    assertThat(Accounts.parse(record(3, 9)).get(0).exit()).isEqualTo(137);
  }

  @Test
  void recordsOfOtherVersionsAndOnesThatWereCutOffArePassedOver() {
    assertThat(Accounts.parse(record(2, 0))).isEmpty();
    assertThat(Accounts.parse(java.util.Arrays.copyOf(record(3, 0), 63))).isEmpty();
  }
}
