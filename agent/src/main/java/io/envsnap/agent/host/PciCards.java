package io.envsnap.agent.host;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.Gpu;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cards on the PCI bus of which no NVIDIA driver speaks: AMD's, Intel's, and NVIDIA's without a
 * driver.
 */
final class PciCards {
  private static final TreePath DEVICES = TreePath.of("/sys/bus/pci/devices");
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Map<String, String> VENDORS =
      Map.of("0x10de", "NVIDIA", "0x1002", "AMD", "0x8086", "Intel");

  private final HostTree tree;
  private final CommandRunner commands;

  PciCards(HostTree tree, CommandRunner commands) {
    this.tree = tree;
    this.commands = commands;
  }

  /** The cards that are not among those already known by their place. */
  List<Gpu> others(List<Gpu> known) throws IOException {
    Map<String, String> found = new HashMap<>();
    for (String address : tree.list(tree.resolve(DEVICES))) {
      TreePath device = tree.resolve(DEVICES.child(address));
      String vendor = VENDORS.getOrDefault(text(device.child("vendor")), "");
      String place = PciAddress.canonical(address);
      boolean told =
          known.stream().anyMatch(gpu -> gpu.pci().equals(place))
              || (vendor.equals("NVIDIA") && known.stream().anyMatch(gpu -> gpu.pci().isEmpty()));
      if (!vendor.isEmpty() && !told && PciText.isCard(text(device.child("class")))) {
        found.put(place, vendor + " " + text(device.child("device")));
      }
    }
    Map<String, String> names = found.isEmpty() ? Map.of() : names();
    List<Gpu> cards = new ArrayList<>();
    found.keySet().stream()
        .sorted()
        .forEach(
            place -> {
              String name = names.getOrDefault(place, found.getOrDefault(place, ""));
              cards.add(new Gpu(name, 0, CardNames.computeCapability(name), "", place, ""));
            });
    return cards;
  }

  private Map<String, String> names() {
    try {
      return PciText.names(commands.run(Command.of("lspci", "-D", "-mm").within(PATIENCE)).lines());
    } catch (CommandException e) {
      // Minimal images have no lspci: the numbers have to do.
      return Map.of();
    }
  }

  private String text(TreePath file) throws IOException {
    return tree.read(file, 4096)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
        .orElse("");
  }
}
