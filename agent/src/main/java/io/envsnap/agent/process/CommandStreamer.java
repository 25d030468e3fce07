package io.envsnap.agent.process;

/** Runs programs whose output is too long to keep. Tests hand in recorded output. */
public interface CommandStreamer {
  /** Takes the records of a program's output one by one. */
  @FunctionalInterface
  interface RecordReceiver {
    /**
     * The next record is {@code buffer[from..to)}, without its separator. The buffer is reused
     * after the call.
     */
    void record(byte[] buffer, int from, int to);
  }

  /**
   * Runs it and hands each record of its standard output on, in this thread, while it runs. A last
   * record without a separator counts.
   *
   * @param separator ends each record, such as NUL or a newline
   * @return its status and the end of its standard error; no output
   * @throws CommandException when it cannot be started, outlives its limit or writes a record
   *     longer than 64 MiB
   */
  CommandResult stream(Command command, byte separator, RecordReceiver receiver)
      throws CommandException;
}
