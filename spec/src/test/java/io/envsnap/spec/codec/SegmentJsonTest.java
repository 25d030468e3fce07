package io.envsnap.spec.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.BlobLocation;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Placement;
import io.envsnap.spec.snapshot.Segment;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentJsonTest {
  private static final String HEAD = "{\"format\":\"envsnap segment\",\"version\":1,";
  private static final String ZEROS = "0".repeat(64);
  private static final String SMALL =
      HEAD
          + "\"owners\":[[\"root\",0,\"root\",0]],"
          + "\"entries\":[[\"files\",\"paths\",\"\",\"/a\"]],"
          + ("\"digests\":[\"" + ZEROS + "\"],")
          + ("\"packs\":[[\"" + ZEROS + "\",[[0,0,10,20,\"" + ZEROS + "\"]]]],")
          + "\"blobs\":[[0,0,0,512,3]],\"parts\":[[\"apt\",\"dpkg/status\",3,0]],"
          + "\"nodes\":[[\"d\",\"/a\",0,0,493,0,5,6],"
          + "[\"f\",\"/a/b\",0,1,420,0,5,6,3,0,{\"security.capability\":\"01\"}],"
          + "[\"h\",\"/a/c\",0,0,\"/a/b\"],[\"l\",\"/a/d\",0,0,511,0,5,6,\"b\"],[\"x\",\"/a/e\",0,0]]}";

  @Test
  void readsBackWhatItWrote() throws FormatException {
    for (long seed = 0; seed < 100; seed++) {
      Segment segment = new RandomSegments(seed).segment(40);
      byte[] bytes = SegmentJson.write(segment);
      Segment read = SegmentJson.read(bytes, "seed " + seed);
      assertThat(read).as("seed %s", seed).isEqualTo(segment);
      assertThat(SegmentJson.write(read)).as("seed %s", seed).isEqualTo(bytes);
    }
  }

  @Test
  void hasTheLayoutOfTheReference() throws FormatException {
    Segment segment = SegmentJson.read(SMALL.getBytes(UTF_8), "s");
    assertThat(segment.nodes()).hasSize(5);
    assertThat(segment.nodes().get(1).placement()).isEqualTo(Placement.LATE);
    assertThat(SegmentJson.write(segment)).asString(UTF_8).isEqualTo(SMALL + "\n");
  }

  @Test
  void readsFiftyThousandPathsInAMoment() throws FormatException {
    byte[] bytes = SegmentJson.write(new RandomSegments(1).segment(50_000));
    SegmentJson.read(bytes, "warm-up");
    long start = System.nanoTime();
    Segment read = SegmentJson.read(bytes, "s");
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(read.nodes()).hasSize(50_000);
    // It takes a tenth of this on two cores of 2024; the rest is for a busy machine.
    assertThat(took).isLessThan(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"version\":1 | \"version\":2 | newer envsnap",
        "envsnap segment | envsnap snapshot | is not an envsnap segment",
        "\"owners\" | \"owner\" | expected the key `owners`",
        "\"/a/b\",0,1 | \"/a/../b\",0,1 | not absolute and normal",
        "\"/a/b\",0,1 | \"/a\",0,1 | the paths are not sorted",
        "\"/a/b\",0,1 | \"/a/b\",1,1 | out of range",
        "\"/a/b\",0,1 | \"/a/b\",0,2 | out of range",
        "0,1,420,0 | 0,1,4096,0 | out of range",
        "0,1,420,0 | 0,1,420,1 | out of range",
        "5,6,3,0 | 5,1000000000,3,0 | out of range",
        "5,6,3,0 | 5,6,-3,0 | out of range",
        "5,6,3,0 | 5,6,3,1 | out of range",
        "5,6,3,0 | 5,6,3.5,0 | a whole number",
        "5,6,3,0 | 99999999999999999999,6,3,0 | not valid JSON",
        "[\"l\" | [\"b\" | no kind of node",
        "511,0,5,6,\"b\" | 511,0,5,6,\"\" | leads nowhere",
        "capability\":\"01\" | capability\":\"0\" | extended attribute",
        "security.cap | SECURITY.cap | extended attribute",
        "[0,0,0,512,3] | [0,0,1,512,3] | no frame 1",
        "\"paths\",\"\",\"/a\" | \"paths\",\"\",\"-a\" | take it for an option",
        "[\"files\" | [\"Files\" | no ecosystem's name",
        "[\"x\",\"/a/e\",0,0] | [\"x\",\"/a/e\",0,0,1] | the end of a list"
      })
  void refusesWhatIsNotInOrder(String right, String wrong, String said) {
    assertThat(SMALL).contains(right);
    byte[] bytes = SMALL.replace(right, wrong).getBytes(UTF_8);
    assertThatThrownBy(() -> SegmentJson.read(bytes, "s"))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("`s` ")
        .hasMessageContaining(said);
  }

  @Test
  void doesNotWriteWhatItCouldNotRead() {
    EntryKey entry = new EntryKey(new EcosystemId("files"), "paths", "", "/a");
    ClaimedNode late =
        new ClaimedNode(new TreeNode.Deleted(TreePath.of("/b")), entry, Placement.CONTENT);
    ClaimedNode early =
        new ClaimedNode(new TreeNode.Deleted(TreePath.of("/a")), entry, Placement.CONTENT);
    Segment unsorted = new Segment(List.of(late, early), List.of(), new TreeMap<>(), List.of());
    assertThatThrownBy(() -> SegmentJson.write(unsorted)).hasMessage("`/a` is not after `/b`");
    TreeMap<Digest, BlobLocation> blobs = new TreeMap<>();
    blobs.put(new Digest(ZEROS), new BlobLocation(new Digest(ZEROS), 0, 0, 3, false));
    Segment homeless = new Segment(List.of(), List.of(), blobs, List.of());
    assertThatThrownBy(() -> SegmentJson.write(homeless)).hasMessageContaining("lacks the frames");
  }
}
