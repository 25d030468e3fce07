package io.envsnap.spec.redact;

/**
 * What a text may hold, told by pairs of letters in one look at it: to look for each kind of secret
 * takes a look each, and most texts hold none. What it says is there may not be; what it says is
 * not there is not.
 */
final class Glance {
  private static final int ASCII = 128;
  private static final int KEY_BLOCK = 1;
  private static final int ADDRESS = 2;
  private static final int TOKEN = 4;
  private static final int KAGGLE = 8;
  private static final int WA = 16;
  private static final int DB = 32;

  private static final byte[] BY_PAIR = byPair();

  private final int seen;

  private Glance(int seen) {
    this.seen = seen;
  }

  private static byte[] byPair() {
    byte[] table = new byte[ASCII * ASCII];
    // Each is a rare pair in the middle of what is looked for.
    note(table, "-B", KEY_BLOCK); // -----BEGIN
    note(table, "uT", KEY_BLOCK); // PuTTY
    note(table, "-K", KEY_BLOCK); // AGE-SECRET-KEY
    note(table, ":/", ADDRESS);
    note(table, "us", KAGGLE); // username
    // wandb, in whatever letters; each of its pairs alone is common.
    for (String pair : new String[] {"wa", "wA", "Wa", "WA"}) {
      note(table, pair, WA);
    }
    for (String pair : new String[] {"db", "dB", "Db", "DB"}) {
      note(table, pair, DB);
    }
    for (char first = 0; first < ASCII; first++) {
      for (char second = 0; second < ASCII; second++) {
        if (ProviderRules.mayBegin(first, second)) {
          table[first * ASCII + second] |= TOKEN;
        }
      }
    }
    return table;
  }

  private static void note(byte[] table, String pair, int what) {
    table[pair.charAt(0) * ASCII + pair.charAt(1)] |= (byte) what;
  }

  /** Looks at a text. */
  static Glance at(String text) {
    int seen = 0;
    int length = text.length();
    char first = ASCII;
    for (int next = 0; next < length; next++) {
      char second = text.charAt(next);
      if (first < ASCII && second < ASCII) {
        int what = BY_PAIR[first * ASCII + second] & ~seen;
        if (what != 0) {
          boolean other = (what & TOKEN) != 0 && !ProviderRules.beginsAt(text, next - 1);
          seen |= other ? what & ~TOKEN : what;
        }
      }
      first = second;
    }
    return new Glance(seen);
  }

  boolean mayHaveKeyBlocks() {
    return (seen & KEY_BLOCK) != 0;
  }

  boolean mayHaveAddresses() {
    return (seen & ADDRESS) != 0;
  }

  boolean mayHaveTokens() {
    return (seen & TOKEN) != 0;
  }

  boolean mayHaveWandb() {
    return (seen & WA) != 0 && (seen & DB) != 0;
  }

  boolean mayHaveKaggle() {
    return (seen & KAGGLE) != 0;
  }
}
