package io.envsnap.agent.store;

/**
 * What became of letting people into a store.
 *
 * @param folder its name, for people
 * @param address by which they reach it
 * @param changed whether anything is other than before
 */
public record Sharing(String folder, String address, boolean changed) {}
