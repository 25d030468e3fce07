/**
 * A Google Drive on loopback: the routes, wire details, limits and faults of API v3 that a store
 * meets.
 */
@NullMarked
package io.envsnap.testkit.drive;

import org.jspecify.annotations.NullMarked;
