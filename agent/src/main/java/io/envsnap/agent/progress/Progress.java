package io.envsnap.agent.progress;

/** Hears that work goes on. Implementations must be quick and thread-safe. */
public interface Progress {
  /** Hears nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void start(String title, long total, Unit unit) {}

        @Override
        public void advance(long amount) {}

        @Override
        public void warn(String sentence) {}
      };

  /** What is counted. */
  enum Unit {
    /** Bytes. */
    BYTES,
    /** Things. */
    ITEMS
  }

  /**
   * A phase begins; the one before it has ended.
   *
   * @param title present participle, such as {@code Packing files}
   * @param total how much there is to do; 0 where unknown
   * @param unit what {@code total} counts
   */
  void start(String title, long total, Unit unit);

  /** That much more of the phase is done. */
  void advance(long amount);

  /** One more file of a phase that counts bytes is done. */
  default void file() {}

  /** Something that a person should know, as one sentence without a final period. */
  void warn(String sentence);
}
