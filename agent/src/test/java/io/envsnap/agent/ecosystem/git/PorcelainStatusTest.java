package io.envsnap.agent.ecosystem.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Output of git 2.39, with NUL written as a bar. */
class PorcelainStatusTest {
  private static final String OID = "5f2d1c8f0bb0c1f2ad1f1b1e4f2c9d0a7b6c5d4e";

  private static Optional<PorcelainStatus> parse(String output) {
    return PorcelainStatus.parse(output.replace('|', '\0').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void countsWhatItLists() {
    String head = "# branch.oid " + OID + "|# branch.head topic|";
    String tracking = "# branch.upstream origin/topic|# branch.ab +3 -1|";
    String ordinary = " N... 100644 100644 100644 " + OID + " " + OID + " ";
    String output =
        head
            + tracking
            + ("1 .M" + ordinary + "with space.txt|")
            + ("1 A." + ordinary + "new.py|")
            + ("2 RM" + ordinary + "R100 to.py|from.py|")
            + ("u UU N... 100644 100644 100644 100644 " + OID + " " + OID + " " + OID + " c.py|")
            + "? untracked/|";
    PorcelainStatus status = parse(output).orElseThrow();
    assertThat(status.head()).isEqualTo(OID);
    assertThat(status.branch()).isEqualTo("topic");
    assertThat(status.upstream()).isEqualTo("origin/topic");
    assertThat(status.ahead()).isEqualTo(3);
    assertThat(status.staged()).isEqualTo(2);
    assertThat(status.modified())
        .extracting(PorcelainStatus.Modified::path)
        .containsExactly("with space.txt", "to.py", "c.py");
    assertThat(status.conflicts()).isEqualTo(1);
    assertThat(status.untracked()).containsExactly("untracked/");
  }

  @Test
  void knowsAnUnbornAndADetachedHead() {
    assertThat(parse("# branch.oid (initial)|# branch.head main|").orElseThrow().head()).isEmpty();
    assertThat(parse("# branch.oid " + OID + "|# branch.head (detached)|").orElseThrow().branch())
        .isEmpty();
  }

  @Test
  void saysNothingOfOtherOutput() {
    assertThat(parse("")).isEmpty();
    assertThat(parse("fatal: not a git repository")).isEmpty();
  }

  @Test
  void readsNamesThatAreNotUtf8() {
    byte[] output = {'a', (byte) 0xff, (byte) 0xc3, (byte) 0xa9, 0};
    assertThat(GitText.records(output)).containsExactly("a\udcff\u00e9");
  }
}
