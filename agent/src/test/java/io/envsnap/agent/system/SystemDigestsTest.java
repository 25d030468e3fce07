package io.envsnap.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envsnap.spec.digest.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SystemDigestsTest {
  private static final int LARGEST = 300_000;
  private MessageDigest system;
  private MessageDigest java;

  @BeforeEach
  void install() throws Exception {
    assumeTrue(SystemDigests.install(), "this machine has no libcrypto");
    system = Digest.sha256();
    java = MessageDigest.getInstance("SHA-256", "SUN");
    assertThat(system.getProvider().getName()).isEqualTo("envsnap");
  }

  @AfterEach
  void remove() {
    Digest.computeBy(java.getProvider());
  }

  @Test
  void computesWhatJavaComputesHoweverTheBytesCome() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      byte[] bytes = new byte[random.nextInt(LARGEST) + 3];
      random.nextBytes(bytes);
      ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes);
      int third = bytes.length / 3;
      for (MessageDigest digest : new MessageDigest[] {system, java}) {
        digest.update(bytes[0]);
        digest.update(bytes, 1, third);
        digest.update(bytes);
        digest.update(direct.position(third).limit(bytes.length));
        assertThat(direct.remaining()).isZero();
        digest.update(ByteBuffer.wrap(bytes, third, third));
      }
      assertThat(system.digest()).isEqualTo(java.digest());
    }
  }

  @Test
  void beginsAnewAfterADigestAndAfterAReset() {
    byte[] empty = java.digest();
    assertThat(system.digest()).isEqualTo(empty);
    system.update(new byte[100]);
    system.reset();
    assertThat(system.digest()).isEqualTo(empty);
  }

  @Test
  void twoComputationsDoNotMeet() throws Exception {
    MessageDigest other = MessageDigest.getInstance("SHA-256");
    byte[] half = new byte[50];
    Arrays.fill(half, (byte) 7);
    system.update(half);
    other.update(new byte[] {1});
    system.update(half);
    java.update(half);
    java.update(half);
    assertThat(system.digest()).isEqualTo(java.digest());
  }
}
