package io.envsnap.agent.record;

import java.nio.file.Path;

/**
 * What to record, and where to.
 *
 * @param name the line of snapshots that it continues, such as {@code main}
 * @param lockfile where the lockfile is written
 */
public record RecordRequest(String name, Path lockfile) {}
