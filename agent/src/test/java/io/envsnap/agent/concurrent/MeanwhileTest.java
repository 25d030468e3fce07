package io.envsnap.agent.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MeanwhileTest {
  @Test
  void whatComesOfTheWorkIsGivenToWhoeverAsks() throws Exception {
    try (Meanwhile<String, IOException> work = Meanwhile.begin(IOException.class, () -> "done")) {
      assertThat(work.get()).isEqualTo("done");
    }
  }

  @Test
  void whatTheWorkFailsWithIsThrownWhereItIsAskedFor() {
    IOException failure = new IOException("no");
    try (Meanwhile<String, IOException> work =
        Meanwhile.begin(
            IOException.class,
            () -> {
              throw failure;
            })) {
      assertThatThrownBy(work::get).isSameAs(failure);
    }
  }

  @Test
  void anAccidentIsThrownAsItIs() {
    try (Meanwhile<String, IOException> work =
        Meanwhile.begin(
            IOException.class,
            () -> {
              throw new IllegalStateException("an accident");
            })) {
      assertThatThrownBy(work::get)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("an accident");
    }
  }

  @Test
  void closingEndsWorkThatNobodyWaitsFor() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Meanwhile<String, IOException> work =
        Meanwhile.begin(
            IOException.class,
            () -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.set(true);
              }
              return "";
            });
    begun.await();
    work.close();
    assertThat(interrupted).isTrue();
  }
}
