package io.envsnap.agent.ecosystem;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A program of which no hook tells, or not each time: the agent looks for it among the processes.
 *
 * @param name of its process, as the kernel has it
 * @param by as what the journal knows it
 * @param changes whether a command may change something, from its argument vector
 * @param settings environment variables that tell where things come from; no others are looked at
 * @param completed whether its ecosystem makes a story of a process of which only the kernel's
 *     accounts tell, and drops it when it brought nothing
 */
public record UntoldProgram(
    String name,
    String by,
    Predicate<List<String>> changes,
    Set<String> settings,
    boolean completed) {
  /** Takes its own copy. */
  public UntoldProgram {
    settings = Set.copyOf(settings);
  }
}
