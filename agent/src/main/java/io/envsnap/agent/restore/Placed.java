package io.envsnap.agent.restore;

/**
 * What was written.
 *
 * @param files regular files
 * @param bytes their length together
 */
record Placed(int files, long bytes) {}
