package io.envsnap.agent.tree;

import java.time.Instant;

/**
 * A running Python. Its modules are not mapped, so whether it loaded one that was replaced can't be
 * seen.
 *
 * @param pid the process
 * @param program its name, at most 15 characters
 * @param started when it began
 */
public record PythonProcess(long pid, String program, Instant started) {}
