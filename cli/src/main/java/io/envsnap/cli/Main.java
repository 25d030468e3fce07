package io.envsnap.cli;

/** Starts envsnap. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.err.println("error: There is no command yet");
    System.exit(2);
  }
}
