/** A small HTTP server on loopback, for the servers of tests. */
@NullMarked
package io.envsnap.testkit.http;

import org.jspecify.annotations.NullMarked;
