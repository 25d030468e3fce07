package io.envsnap.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.snapshot.TreePath;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MountTableTest {
  // A container with a mounted Drive, after proc_pid_mountinfo(5).
  private static final String LINES =
      """
      518 417 0:56 / / rw,relatime master:206 - overlay overlay rw,lowerdir=/var/l
      519 518 0:59 / /proc rw,nosuid - proc proc rw
      520 518 0:60 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755
      530 518 8:1 /var/lib/docker/c/resolv.conf /etc/resolv.conf rw,relatime - ext4 /dev/sda1 rw
      531 518 0:61 / /content/drive rw,nosuid - fuse.drive drive rw,user_id=0
      532 518 8:16 / /data\\040set rw,relatime shared:5 master:2 - ext4 /dev/sdb rw,discard
      533 518 8:17 / /kaggle/input ro,relatime - ext4 /dev/sdc rw
      534 518 8:18 / /old rw,relatime - ext4 /dev/sdd ro
      535 518 0:70 / /over rw - tmpfs a rw
      536 518 0:71 / /over rw - nfs4 host:/x rw
      broken line
      """;

  private static MountTable table(String root) {
    return MountTable.parse(LINES.getBytes(StandardCharsets.UTF_8), root);
  }

  private static MountTable.Mount mount(String point) {
    return table("/").holding(TreePath.of(point)).orElseThrow();
  }

  @Test
  void knowsWhatIsMountedBelowTheRoot() {
    assertThat(table("/").mounts())
        .extracting(m -> m.point().value())
        .containsExactly(
            "/proc",
            "/dev",
            "/etc/resolv.conf",
            "/content/drive",
            "/data set",
            "/kaggle/input",
            "/old",
            "/over");
  }

  @Test
  void tellsLocalMountsFromOthersAndReadOnlyFromWritable() {
    assertThat(mount("/data set/x").isLocal()).isTrue();
    assertThat(mount("/data set/x").writable()).isTrue();
    assertThat(mount("/content/drive/My Drive").isLocal()).isFalse();
    assertThat(mount("/kaggle/input").writable()).isFalse();
    assertThat(mount("/old").writable()).isFalse();
    assertThat(mount("/proc/1").isKernels()).isTrue();
  }

  @Test
  void takesTheLastOfSeveralAtOnePoint() {
    assertThat(mount("/over/x").type()).isEqualTo("nfs4");
  }

  @Test
  void findsNoMountForWhatLiesOnTheRootItself() {
    assertThat(table("/").holding(TreePath.of("/content/notebook"))).isEmpty();
    assertThat(table("/").holding(TreePath.of("/content/driver"))).isEmpty();
  }

  @Test
  void namesMountsAsSeenFromAnotherRoot() {
    assertThat(table("/content").mounts())
        .extracting(m -> m.point().value())
        .containsExactly("/drive");
    assertThat(table("/con").mounts()).isEmpty();
    assertThat(table("/old").mounts()).isEmpty();
  }
}
