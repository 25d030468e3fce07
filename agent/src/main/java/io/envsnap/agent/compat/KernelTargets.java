package io.envsnap.agent.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cards that a binary carries code for, as {@code sm_75 sm_90a compute_90}: machine code
 * ({@code sm}) runs on cards of the same major and the same or a later minor capability; PTX
 * ({@code compute}) can be compiled for every later card by a driver that knows its toolkit. From
 * the CUDA C++ programming guide, application compatibility.
 *
 * @param words sorted by kind and number
 */
record KernelTargets(List<String> words) {
  private static final Pattern WORD = Pattern.compile("(sm|compute)_(\\d{2,3})([af]?)");

  /** Takes its own copy. */
  KernelTargets {
    words = List.copyOf(words);
  }

  /** Of words divided by blanks; empty where none of them is a target. */
  static Optional<KernelTargets> parse(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.strip().split("\\s+", -1)) {
      if (WORD.matcher(word).matches()) {
        words.add(word);
      }
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(new KernelTargets(words));
  }

  /** Whether machine code for that card is there. */
  boolean hasCodeFor(Capability card) {
    for (String word : words) {
      Matcher matcher = WORD.matcher(word);
      if (matcher.matches() && matcher.group(1).equals("sm")) {
        Capability code = Capability.ofNumber(Integer.parseInt(matcher.group(2)));
        // `sm_90a` is for exactly that card; `sm_100f` for its family.
        boolean fits =
            matcher.group(3).equals("a")
                ? code.equals(card)
                : code.major() == card.major() && code.minor() <= card.minor();
        if (fits) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether there is code that a driver can compile for that card. */
  boolean canBeCompiledFor(Capability card) {
    for (String word : words) {
      Matcher matcher = WORD.matcher(word);
      if (matcher.matches()
          && matcher.group(1).equals("compute")
          && matcher.group(3).isEmpty()
          && Capability.ofNumber(Integer.parseInt(matcher.group(2))).compareTo(card) <= 0) {
        return true;
      }
    }
    return false;
  }

  /** For people. */
  String spoken() {
    return String.join(" ", words);
  }
}
