package io.envsnap.agent.ecosystem;

import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.progress.Progress;
import java.nio.file.Path;

/**
 * What an installer works with.
 *
 * @param folder an empty folder of its own, on this machine's disk; removed afterwards
 * @param commands runs programs with what the user's environment says of indexes, certificates,
 *     proxies and credentials
 * @param content the bytes of the snapshot
 * @param progress hears that work goes on
 * @param relax whether what was asked for may come in another version where its own cannot
 */
public record InstallBench(
    Path folder,
    CommandRunner commands,
    RecordedContent content,
    Progress progress,
    boolean relax) {}
