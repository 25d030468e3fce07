package io.envsnap.agent.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * An empty file on a store's own disk, for the bytes of an object that is being made. Until {@link
 * ObjectStore#put} gives it its name it is no object, and nobody sees it; whoever made it deletes
 * it if it is not put.
 *
 * @param path where it lies
 * @param failure what it means to the store when it cannot be written
 */
public record NewFile(Path path, Function<IOException, StoreException> failure) {}
