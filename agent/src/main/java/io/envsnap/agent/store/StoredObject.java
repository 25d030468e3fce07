package io.envsnap.agent.store;

import java.time.Instant;

/**
 * An object that a store holds.
 *
 * @param kind what it is
 * @param name its name within the kind, without extension
 * @param size in bytes
 * @param stored when the store took it, by the store's own clock
 */
public record StoredObject(ObjectKind kind, String name, long size, Instant stored) {}
