package io.envsnap.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindOutputTest {
  private static FindRecord read(String text, int prefix) {
    byte[] bytes = ("??" + text).getBytes(StandardCharsets.UTF_8);
    FindRecord record = new FindRecord();
    record.read(bytes, 2, bytes.length, prefix);
    return record;
  }

  // As GNU find 4.9.0 printed it for /usr/bin/find on Debian 12.
  private static final String REAL =
      "f 755 0 0 224848 1673186400.0000000000 1795526501.2530160590 65024 1051 1 /usr/bin/find";

  @Test
  void readsWhatFindPrints(@TempDir Path empty) throws IOException {
    FileStatus status = read(REAL, 0).status(OwnerLookup.of(empty), "");

    assertThat(read(REAL, 0).path()).isEqualTo("/usr/bin/find");
    assertThat(read(REAL, 4).path()).isEqualTo("/bin/find");
    assertThat(status)
        .isEqualTo(
            new FileStatus(
                NodeKind.FILE,
                0755,
                Owner.ROOT,
                224_848,
                new Timestamp(1_673_186_400, 0),
                new Timestamp(1_795_526_501, 253_016_059),
                65_024,
                1051,
                1,
                ""));
  }

  @Test
  void readsTimesBeforeTheEpochAndTheRootOfATree() {
    String line = "d 1777 0 0 40 -2.5000000000 -1.0000000000 1 2 3 /tmp/x";

    assertThat(read(line, 6).path()).isEqualTo("/");
    assertThat(read(line, 6).ctime()).isEqualTo(new Timestamp(-1, 0));
    assertThat(read(line, 6).mark().kind()).isEqualTo('d');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "f",
        "f 755",
        "f 855 0 0 1 1.0000000000 1.0000000000 1 1 1 /x",
        "f 755 0 0 1 1.00 1.0000000000 1 1 1 /x",
        "f 755 0 0  1.0000000000 1.0000000000 1 1 1 /x"
      })
  void refusesWhatIsNoRecord(String text) {
    assertThatThrownBy(() -> read(text, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`find` printed what it was not asked for");
  }

  @Test
  void readsWhatFindCouldNotLookAt() {
    // As GNU find 4.9.0 says it with LC_ALL=C.
    String errors =
        """
        find: '/root/x': Permission denied
        find: '/tmp/gone': No such file or directory
        find: '/mnt/drive': Transport endpoint is not connected
        find: '/d/na\\303\\257ve': Permission denied
        find: File system loop detected
        """;

    assertThat(FindErrors.parse(errors, ""))
        .isEqualTo(
            Map.of(
                TreePath.of("/root/x"), "Permission denied",
                TreePath.of("/mnt/drive"), "Transport endpoint is not connected",
                TreePath.of("/d/naïve"), "Permission denied"));
    assertThat(FindErrors.parse(errors, "/root"))
        .containsExactly(Map.entry(TreePath.of("/x"), "Permission denied"));
  }
}
