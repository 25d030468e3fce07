package io.envsnap.agent.host;

import io.envsnap.agent.progress.Progress;
import java.util.ArrayList;
import java.util.List;

/** Keeps the warnings that it hears. */
public final class Warnings implements Progress {
  private final List<String> sentences = new ArrayList<>();

  /** What it heard. */
  public List<String> sentences() {
    return sentences;
  }

  @Override
  public void start(String title, long total, Unit unit) {}

  @Override
  public void advance(long amount) {}

  @Override
  public void warn(String sentence) {
    sentences.add(sentence);
  }
}
