package io.envsnap.agent;

import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;

/**
 * How what a store has may be lost with this machine; one clause or sentence each for people.
 *
 * @param dies why the store dies with the machine; empty when it does not
 * @param later how what was put may not have reached it yet; empty when it has
 */
public record StoreLife(String dies, String later) {
  static StoreLife of(ObjectStore store) {
    try {
      return new StoreLife(store.diesWithMachine(), store.arrivesLater());
    } catch (StoreException e) {
      return new StoreLife(store.diesWithMachine(), String.valueOf(e.getMessage()));
    }
  }
}
