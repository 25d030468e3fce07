package io.envsnap.agent.ecosystem.git;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of which of git's own files. */
class DataRuleTest {
  @ParameterizedTest
  @CsvSource({
    "HEAD, AS_IT_IS",
    "index, AS_IT_IS",
    "packed-refs, AS_IT_IS",
    "refs/heads/config, AS_IT_IS",
    "refs/heads/hooks/x, AS_IT_IS",
    "objects/ab/cdef, AS_IT_IS",
    "objects/pack/pack-1.pack, AS_IT_IS",
    "lfs/objects/ab/cd/abcd, AS_IT_IS",
    "modules/sub/objects/ab/cdef, AS_IT_IS",
    "hooks/pre-commit.sample, AS_IT_IS",
    "hooks/pre-commit, HOOK",
    "hooks/lib/common.sh, HOOK",
    "modules/libs/sub/hooks/post-checkout, HOOK",
    "config, CONFIG",
    "config.worktree, CONFIG",
    "modules/libs/sub/config, CONFIG",
    "worktrees/other/config.worktree, CONFIG",
    "logs/HEAD, TEXT",
    "logs/refs/heads/config, TEXT",
    "FETCH_HEAD, TEXT",
    "info/exclude, TEXT",
    "rebase-merge/git-rebase-todo, TEXT",
    "annex/objects/1/2/key, AS_IT_IS",
    "index.lock, LEFTOVER",
    "refs/heads/main.lock, LEFTOVER",
    "modules/sub/index.lock, LEFTOVER",
    "objects/pack/tmp_pack_XyZ, LEFTOVER",
    "objects/ab/tmp_obj_XyZ, LEFTOVER",
    "objects/incoming-a1/pack/pack-1.pack, LEFTOVER",
    "lfs/tmp/123, LEFTOVER",
    "lfs/incomplete/abc, LEFTOVER",
    "fsmonitor--daemon.ipc, LEFTOVER",
    "gc.pid, LEFTOVER"
  })
  void isDecidedByItsPath(String relative, DataRule rule) {
    assertThat(DataRule.of(relative)).isEqualTo(rule);
  }
}
