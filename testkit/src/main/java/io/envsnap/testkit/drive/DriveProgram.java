package io.envsnap.testkit.drive;

import java.util.List;

/** Runs the emulator as a program of its own: {@code java -jar testkit.jar drive FOLDER PORT}. */
public final class DriveProgram {
  private DriveProgram() {}

  /** Runs until it is ended, and prints what makes envsnap use it. */
  public static void main(String[] args) {
    List<String> words = List.of(args);
    if (words.isEmpty() || !words.get(0).equals("drive") || words.size() > 3) {
      System.err.println("Usage: drive [FOLDER [PORT]]");
      System.exit(2);
    }
    DriveEmulator.main(words.subList(1, words.size()).toArray(new String[0]));
  }
}
