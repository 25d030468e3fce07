package io.envsnap.cli.story;

import io.envsnap.testkit.vm.Programs;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of a machine's image on which every inode was changed at one moment, past or future: a
 * clock cannot be set for one machine alone, but squashfs keeps one time an inode, which is its
 * change time as well.
 *
 * @param image the file system's file
 * @param mount where it is mounted
 */
record DatedLayer(Path image, Path mount) implements AutoCloseable {
  /** Freezes a folder's content at that moment. */
  static DatedLayer of(Path folder, Instant moment) throws IOException {
    Path image = Files.createTempFile("layer-", ".squashfs");
    Path mount = Files.createTempDirectory("layer-");
    String seconds = Long.toString(moment.getEpochSecond());
    Programs.require(
        "mksquashfs",
        folder.toString(),
        image.toString(),
        "-noappend",
        "-quiet",
        "-no-progress",
        "-noI",
        "-noD",
        "-noF",
        "-noX",
        "-all-time",
        seconds);
    Programs.require("mount", "-o", "loop,ro", image.toString(), mount.toString());
    return new DatedLayer(image, mount);
  }

  /** The machine whose image has it above all else. */
  VmSpec under(VmSpec spec) {
    List<Path> layers = new ArrayList<>(List.of(mount));
    layers.addAll(spec.layers());
    return new VmSpec(
        spec.base(), layers, spec.network(), spec.diskBytes(), spec.shares(), spec.environment());
  }

  @Override
  public void close() throws IOException {
    Programs.require("umount", mount.toString());
    Files.delete(mount);
    Files.delete(image);
  }
}
