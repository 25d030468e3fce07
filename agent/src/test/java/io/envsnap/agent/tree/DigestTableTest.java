package io.envsnap.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.tree.DigestTable.Identity;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Timestamp;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestTableTest {
  @TempDir private Path folder;

  private static Digest digest(long number) {
    return Digest.of(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
  }

  private static Identity identity(Random random) {
    // Few values each, so that many are alike in all but one of them.
    return new Identity(
        random.nextInt(2),
        random.nextInt(3000),
        random.nextInt(3),
        new Timestamp(random.nextInt(2) - 1, random.nextInt(2)),
        new Timestamp(random.nextInt(2), random.nextInt(2)));
  }

  @Test
  void saysWhatAMapSaysOfThousandsOfFilesThatAreAlmostAlike() {
    Random random = new Random(1);
    DigestTable table = new DigestTable(0);
    Map<Identity, Digest> map = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      Identity one = identity(random);
      Digest digest = digest(random.nextInt(3));
      assertThat(table.put(one, digest)).isEqualTo(!digest.equals(map.put(one, digest)));
      Identity other = identity(random);
      assertThat(table.find(other)).isEqualTo(map.get(other));
    }
    map.forEach((one, digest) -> assertThat(table.find(one)).isEqualTo(digest));
  }

  @Test
  void whatWasSavedIsWhatIsRead() {
    Random random = new Random(2);
    DigestTable table = new DigestTable(0);
    Map<Identity, Digest> map = new HashMap<>();
    for (int i = 0; i < 5000; i++) {
      Identity one = identity(random);
      map.put(one, digest(i));
      table.put(one, digest(i));
    }
    table.save(folder.resolve("digests"), true, true);
    DigestTable read = DigestTable.open(folder.resolve("digests"));
    map.forEach((one, digest) -> assertThat(read.find(one)).isEqualTo(digest));
    assertThat(read.find(new Identity(9, 9, 9, new Timestamp(0, 0), new Timestamp(0, 0)))).isNull();
    read.put(identity(random), digest(-1));
  }

  @Test
  void onlyWhatWasAskedForOrRememberedIsKept() {
    Path file = folder.resolve("digests");
    Identity asked = new Identity(1, 1, 1, new Timestamp(1, 1), new Timestamp(1, 1));
    Identity left = new Identity(1, 2, 1, new Timestamp(1, 1), new Timestamp(1, 1));
    Identity fresh = new Identity(1, 3, 1, new Timestamp(1, 1), new Timestamp(1, 1));
    DigestTable table = new DigestTable(0);
    table.put(asked, digest(1));
    table.put(left, digest(2));
    table.save(file, true, true);
    DigestTable next = DigestTable.open(file);
    assertThat(next.find(asked)).isEqualTo(digest(1));
    next.put(fresh, digest(3));
    next.save(file, true, false);
    DigestTable last = DigestTable.open(file);
    assertThat(last.find(asked)).isEqualTo(digest(1));
    assertThat(last.find(left)).isNull();
    assertThat(last.find(fresh)).isEqualTo(digest(3));
  }
}
