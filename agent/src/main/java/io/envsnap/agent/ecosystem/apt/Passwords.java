package io.envsnap.agent.ecosystem.apt;

/** Password fields of shadow(5): what they say without the password. */
final class Passwords {
  private Passwords() {}

  /** Whether the field holds a hash with which somebody can log in. */
  static boolean opens(String field) {
    return !field.isEmpty() && !field.startsWith("*") && !field.startsWith("!");
  }

  /** The field that locks the account: as it was where it held no hash, else {@code !}. */
  static String locked(String field) {
    return field.matches("[*!]+") ? field : "!";
  }
}
