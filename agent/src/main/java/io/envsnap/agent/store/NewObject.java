package io.envsnap.agent.store;

/**
 * A small object that is put together with others.
 *
 * @param kind a segment, a snapshot or a lockfile
 * @param name its name within the kind, without extension
 * @param source its bytes
 * @param anchored whether a ref named it when this save began: such an object is not deleted
 *     meanwhile, and one that is there need not be put again
 */
public record NewObject(ObjectKind kind, String name, BlobSource source, boolean anchored) {}
