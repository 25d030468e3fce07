package io.envsnap.agent.drift;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that is not as recorded.
 *
 * @param about {@code path}, {@code database} or {@code entry}
 * @param what it, and how it differs, as one clause
 * @param since when it changed; of something that is missing when its folder last changed, which
 *     was not before; empty where nothing tells
 * @param mend a command that mends it, or what a person has to do
 */
public record DriftLine(String about, String what, Optional<Instant> since, String mend) {}
