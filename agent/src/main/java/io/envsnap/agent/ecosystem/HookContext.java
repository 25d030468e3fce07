package io.envsnap.agent.ecosystem;

import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What an ecosystem must know to offer its hooks.
 *
 * @param state envsnap's state folder: scripts lie in {@code hooks}, the journal is {@code
 *     journal/lines}, the agent listens at {@code agent/git.socket}
 * @param host what this machine is
 * @param tree its files
 */
public record HookContext(TreePath state, HostFacts host, HostTree tree) {
  /** Where scripts lie. */
  public TreePath scripts() {
    return state.child("hooks");
  }

  /** A resource beside that class, in which {@code @STATE@} stands for the state folder. */
  public String template(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("`" + name + "` is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@STATE@", state.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
