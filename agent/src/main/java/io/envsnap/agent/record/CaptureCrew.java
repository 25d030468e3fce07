package io.envsnap.agent.record;

import io.envsnap.agent.concurrent.Meanwhile;
import io.envsnap.agent.ecosystem.BegunCapture;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.EcosystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Begins the captures of the later ecosystems while an earlier one completes its own. */
final class CaptureCrew implements AutoCloseable {
  private final List<Meanwhile<BegunCapture, EcosystemException>> begun = new ArrayList<>();
  private int next;

  /** Begins them all, one after the other. */
  CaptureCrew(List<Ecosystem> ecosystems, CaptureContext context) {
    for (Ecosystem ecosystem : ecosystems) {
      Optional<Meanwhile<BegunCapture, EcosystemException>> before =
          begun.isEmpty() ? Optional.empty() : Optional.of(begun.get(begun.size() - 1));
      begun.add(
          Meanwhile.begin(
              EcosystemException.class,
              () -> {
                before.ifPresent(Meanwhile::await);
                return ecosystem.begin(context);
              }));
    }
  }

  /** The next one, once it has begun. */
  BegunCapture next() throws EcosystemException {
    next++;
    return begun.get(next - 1).get();
  }

  @Override
  public void close() {
    begun.forEach(Meanwhile::close);
  }
}
