/** Formats to bytes and back: the only room that knows YAML and JSON. */
@NullMarked
package io.envsnap.spec.codec;

import org.jspecify.annotations.NullMarked;
