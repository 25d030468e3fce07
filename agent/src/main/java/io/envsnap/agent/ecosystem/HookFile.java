package io.envsnap.agent.ecosystem;

import io.envsnap.spec.snapshot.TreePath;
import java.nio.charset.StandardCharsets;

/**
 * A file that makes an ecosystem's own programs tell what they do. It must do no harm: not when
 * what it calls is gone, nor when it is killed.
 *
 * @param path where it lies
 * @param content its bytes
 * @param mode its permission bits
 * @param extent whether the whole file is ours, or only a marked block at its end
 */
public record HookFile(TreePath path, String content, int mode, Extent extent) {
  /** How much of a file is ours. */
  public enum Extent {
    /** All of it. */
    WHOLE,
    /** A block between marked lines, at the end of a file that others write too. */
    BLOCK
  }

  /** A configuration file of our own that everybody may read. */
  public static HookFile configuration(TreePath path, String content) {
    return new HookFile(path, content, 0644, Extent.WHOLE);
  }

  /** A script or its data, for this user only. */
  public static HookFile script(TreePath path, String content) {
    return new HookFile(path, content, 0700, Extent.WHOLE);
  }

  /** A block at the end of a shared file. */
  public static HookFile block(TreePath path, String content) {
    return new HookFile(path, content, 0644, Extent.BLOCK);
  }

  /** Its bytes. */
  public byte[] bytes() {
    return content.getBytes(StandardCharsets.UTF_8);
  }
}
