package io.envsnap.agent.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Compute capability by the name of a card, for drivers that don't tell it themselves: those before
 * R470 have no {@code compute_cap} field. From NVIDIA's list of CUDA GPUs; where the driver speaks,
 * it is believed instead.
 */
public final class CardNames {
  private static final List<Known> KNOWN = load();

  private CardNames() {}

  private record Known(List<String> words, String capability) {}

  /** Such as {@code 7.5} for {@code NVIDIA Tesla T4}; empty for a name that the list lacks. */
  public static String computeCapability(String name) {
    List<String> words = words(name);
    return KNOWN.stream()
        .filter(known -> words.containsAll(known.words()))
        .findFirst()
        .map(Known::capability)
        .orElse("");
  }

  private static List<String> words(String name) {
    return List.of(name.toUpperCase(Locale.ROOT).split("[ /_-]+", -1));
  }

  // The most telling name first: `RTX 6000 Ada` is another card than `Quadro RTX 6000`.
  private static List<Known> load() {
    List<Known> known = new ArrayList<>();
    try (InputStream in = CardNames.class.getResourceAsStream("cards.txt")) {
      if (in == null) {
        throw new IOException("cards.txt is missing from this build");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(
              line -> {
                int colon = line.indexOf(':');
                for (String name : line.substring(colon + 1).split(",", -1)) {
                  known.add(new Known(words(name.strip()), line.substring(0, colon).strip()));
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    known.sort(Comparator.comparing(card -> -card.words().size()));
    return List.copyOf(known);
  }
}
