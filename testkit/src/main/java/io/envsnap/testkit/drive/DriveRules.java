package io.envsnap.testkit.drive;

import java.time.Duration;

/**
 * The limits and delays in force; each may be changed while the emulator runs.
 *
 * @param createsPerSecond sustained creations a second and user; 0 for any number
 * @param createBurst how many may come at once
 * @param unitsPerMinute quota units a minute and user; 0 for any number
 * @param storageLimit bytes that a user may own; 0 for any number
 * @param pageLimit the most files of a page, whatever is asked for
 * @param lag how long a new or deleted file is not seen, or still seen, by searches
 * @param parentLag whether searches by nothing but parent, type and trash lag too
 * @param tokenLife how long an access token is good
 * @param sessionLife how long a resumable upload may rest
 * @param childLimit how many files a folder of My Drive holds
 */
public record DriveRules(
    int createsPerSecond,
    int createBurst,
    int unitsPerMinute,
    long storageLimit,
    int pageLimit,
    Duration lag,
    boolean parentLag,
    Duration tokenLife,
    Duration sessionLife,
    int childLimit) {
  /** What is known of the service, without the limits that a fast test would meet by chance. */
  public static final DriveRules USUAL =
      new DriveRules(
          0, 3, 0, 0, 100, Duration.ZERO, false, Duration.ofHours(1), Duration.ofDays(7), 500_000);

  /** The same with the rate of creations that users report. */
  public DriveRules creates(int perSecond, int burst) {
    return new DriveRules(
        perSecond,
        burst,
        unitsPerMinute,
        storageLimit,
        pageLimit,
        lag,
        parentLag,
        tokenLife,
        sessionLife,
        childLimit);
  }

  /** The same with quota units a minute. */
  public DriveRules units(int perMinute) {
    return new DriveRules(
        createsPerSecond,
        createBurst,
        perMinute,
        storageLimit,
        pageLimit,
        lag,
        parentLag,
        tokenLife,
        sessionLife,
        childLimit);
  }

  /** The same with so many bytes of storage. */
  public DriveRules storage(long bytes) {
    return new DriveRules(
        createsPerSecond,
        createBurst,
        unitsPerMinute,
        bytes,
        pageLimit,
        lag,
        parentLag,
        tokenLife,
        sessionLife,
        childLimit);
  }

  /** The same with pages of at most so many files. */
  public DriveRules pages(int most) {
    return new DriveRules(
        createsPerSecond,
        createBurst,
        unitsPerMinute,
        storageLimit,
        most,
        lag,
        parentLag,
        tokenLife,
        sessionLife,
        childLimit);
  }

  /** The same with searches that lag. */
  public DriveRules lagging(Duration by, boolean parents) {
    return new DriveRules(
        createsPerSecond,
        createBurst,
        unitsPerMinute,
        storageLimit,
        pageLimit,
        by,
        parents,
        tokenLife,
        sessionLife,
        childLimit);
  }

  /** The same with tokens that live so long. */
  public DriveRules tokens(Duration life) {
    return new DriveRules(
        createsPerSecond,
        createBurst,
        unitsPerMinute,
        storageLimit,
        pageLimit,
        lag,
        parentLag,
        life,
        sessionLife,
        childLimit);
  }

  /** The same with folders of at most so many files. */
  public DriveRules children(int most) {
    return new DriveRules(
        createsPerSecond,
        createBurst,
        unitsPerMinute,
        storageLimit,
        pageLimit,
        lag,
        parentLag,
        tokenLife,
        sessionLife,
        most);
  }
}
