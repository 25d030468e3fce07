package io.envsnap.spec.journal;

/**
 * Names a process for good: numbers are used again, starts are not.
 *
 * @param boot the first eight digits of the boot's identifier
 * @param pid its number
 * @param start hundredths of a second from boot to its start
 */
public record ProcessKey(String boot, long pid, long start) {}
