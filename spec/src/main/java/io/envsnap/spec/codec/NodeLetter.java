package io.envsnap.spec.codec;

/** The kinds of nodes, by the letters that stand for them in a segment. */
enum NodeLetter {
  FILE("f"),
  FOLDER("d"),
  SYMLINK("l"),
  HARD_LINK("h"),
  DELETED("x");

  private final String letter;

  NodeLetter(String letter) {
    this.letter = letter;
  }

  String letter() {
    return letter;
  }
}
