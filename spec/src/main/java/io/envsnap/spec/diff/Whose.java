package io.envsnap.spec.diff;

import java.util.Optional;

/** Whose value of one thing stands after a three-way merge. */
enum Whose {
  /** Both sides have the same. */
  BOTH,
  /** Only this side changed it. */
  OURS,
  /** Only the other side changed it. */
  THEIRS,
  /** Both changed it, each in its own way. */
  DISPUTED;

  /** Judges one thing; an empty value says that it is not there. */
  static <T> Whose of(Optional<T> base, Optional<T> ours, Optional<T> theirs) {
    if (ours.equals(theirs)) {
      return BOTH;
    }
    if (ours.equals(base)) {
      return THEIRS;
    }
    return theirs.equals(base) ? OURS : DISPUTED;
  }

  /** The value that stands; for a dispute the one that {@code settled} names. */
  <T> T take(T ours, T theirs, Side settled) {
    return switch (this) {
      case BOTH, OURS -> ours;
      case THEIRS -> theirs;
      case DISPUTED -> settled == Side.OURS ? ours : theirs;
    };
  }
}
