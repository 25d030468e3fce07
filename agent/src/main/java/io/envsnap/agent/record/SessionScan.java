package io.envsnap.agent.record;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.baseline.LauncherNotes;
import io.envsnap.agent.tree.Changes;

/**
 * The witness of a session: what changed, against what, and what of it is envsnap's own doing.
 *
 * @param baseline what the image came with
 * @param notes what the launcher did
 * @param changes what changed
 */
record SessionScan(Baseline baseline, LauncherNotes notes, Changes changes) {}
