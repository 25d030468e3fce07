package io.envsnap.agent.tree;

/** Whether this process may do everything. */
public final class Superuser {
  private Superuser() {}

  /** Whether it does. */
  public static boolean isPresent() {
    return SystemCalls.superuser();
  }
}
