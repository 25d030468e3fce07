package io.envsnap.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessFactsTest {
  @Test
  void residentMemoryIsReadInBytes() {
    assertThat(ProcessFacts.resident("VmHWM:\t   51200 kB\nVmRSS:\t   48236 kB\nVmSwap:\t 0 kB\n"))
        .isEqualTo(48236L << 10);
  }

  @Test
  void aKernelThreadHasNone() {
    assertThat(ProcessFacts.resident("Name:\tkthreadd\nThreads:\t1\n")).isZero();
  }

  @Test
  void thisProcessHasSome() {
    assertThat(ProcessFacts.residentBytes(ProcessHandle.current().pid())).isGreaterThan(1L << 20);
  }
}
