package io.envsnap.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events as git 2.39.5 sent them. */
class GitTraceTest {
  private static final String SID = "20261126T115043.882060Z-H8efd86fb-P0000002d";
  private static final String CLONE =
      """
      {"event":"version","sid":"SID","thread":"main","evt":"3","exe":"2.39.5"}
      {"event":"start","sid":"SID","thread":"main","t_abs":0.000275,"argv":["git","-C","/content","clone","-q","https://git.example/x"]}
      {"event":"cmd_name","sid":"SID","thread":"main","name":"clone","hierarchy":"clone"}
      {"event":"def_repo","sid":"SID","thread":"main","repo":1,"worktree":"/content/x"}
      {"event":"exit","sid":"SID","thread":"main","t_abs":0.017140,"code":128}
      """;

  private static GitTrace trace(String events, int chunk) {
    GitTrace trace = new GitTrace();
    byte[] bytes = events.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += chunk) {
      int to = Math.min(bytes.length, at + chunk);
      byte[] part = java.util.Arrays.copyOfRange(bytes, at, to);
      trace.feed(part, part.length);
    }
    return trace;
  }

  @Test
  void whatWasTypedIsToldHoweverItsBytesArrive() {
    for (int chunk : new int[] {1, 7, 100, 10_000}) {
      GitTrace trace = trace(CLONE.replace("SID", SID), chunk);
      assertThat(trace.words())
          .contains(List.of("git", "-C", "/content", "clone", "-q", "https://git.example/x"));
      assertThat(trace.pid()).isEqualTo(0x2d);
      assertThat(trace.began()).contains(Instant.parse("2026-11-26T11:50:43.882060Z"));
      assertThat(trace.worktree()).isEqualTo("/content/x");
      assertThat(trace.exit()).hasValue(128);
    }
  }

  @Test
  void whatGitRunsByItselfAndWhatOnlyLooksIsNotTold() {
    assertThat(trace(CLONE.replace("SID", SID + "/" + SID), 100).words()).isEmpty();
    assertThat(trace(CLONE.replace("SID", SID).replace("\"clone\"", "\"status\""), 100).words())
        .isEmpty();
  }

  @Test
  void anythingElseThatIsSentIsIgnored() {
    assertThat(trace("{\"event\":\"start\" nonsense\n\u0000\n", 3).words()).isEmpty();
  }
}
