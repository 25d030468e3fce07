package io.envsnap.agent.ecosystem.pip;

import io.envsnap.spec.snapshot.TreePath;
import java.util.List;
import java.util.Optional;

/**
 * An installed distribution.
 *
 * @param site the folder that holds it
 * @param info its {@code .dist-info} or {@code .egg-info} folder (or file), {@code .egg} folder or
 *     {@code .egg-link} file
 * @param name as it spells itself
 * @param version exact version
 * @param installer what installed it; empty where it did not say
 * @param requested whether a person asked for it
 * @param tag first tag of its wheel, such as {@code py3-none-any}; empty without a wheel
 * @param direct where it came from, when that was no index
 * @param files the paths that it says are its own
 */
record Distribution(
    TreePath site,
    TreePath info,
    String name,
    String version,
    String installer,
    boolean requested,
    String tag,
    Optional<DirectUrl> direct,
    List<TreePath> files) {

  /** Whether it works on any platform with the right Python version. */
  boolean isPure() {
    return tag.endsWith("-none-any");
  }
}
