package io.envsnap.testkit.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * How much of a long campaign this run plays: all of it when `bench/campaign` asks, a seeded tenth
 * in the gate. The same seed plays the same tenth in the same order.
 *
 * @param name the word after `bench/campaign`
 * @param seed of everything that is chosen by chance
 * @param full whether all of it is played
 */
public record Campaign(String name, long seed, boolean full) {
  private static final String EXTENT = "envsnap.campaign";
  private static final String SEED = "envsnap.seed";

  /** The campaign of that name as this run was told to play it. */
  public static Campaign named(String name) {
    return new Campaign(
        name, Long.getLong(SEED, 1), "full".equals(System.getProperty(EXTENT, "tenth")));
  }

  /** How many of so many rounds are played, at least one. */
  public int count(int all) {
    return full ? all : Math.max(1, all / 10);
  }

  /** The cases that are played, in their own order, at least one. */
  public <T> List<T> sample(List<T> all) {
    if (full || all.isEmpty()) {
      return List.copyOf(all);
    }
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < all.size(); place++) {
      places.add(place);
    }
    Collections.shuffle(places, random());
    return places.subList(0, count(all.size())).stream().sorted().map(all::get).toList();
  }

  /** Chance that is the same in every run with this seed. */
  public Random random() {
    return new Random(seed);
  }
}
