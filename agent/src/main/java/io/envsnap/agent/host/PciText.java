package io.envsnap.agent.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the PCI bus says of its devices. */
final class PciText {
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  private PciText() {}

  /**
   * Whether a device's {@code class} is a 3D controller, a display of VGA or another kind, or a
   * processing accelerator (pciutils' pci.ids, list C).
   */
  static boolean isCard(String deviceClass) {
    return deviceClass.startsWith("0x03") || deviceClass.startsWith("0x12");
  }

  /**
   * Names by place, from {@code lspci -D -mm}: {@code 0000:00:04.0 "3D controller" "NVIDIA
   * Corporation" "TU104GL [Tesla T4]" …}. The name that people know stands in brackets.
   */
  static Map<String, String> names(List<String> lines) {
    Map<String, String> names = new HashMap<>();
    for (String line : lines) {
      String place = PciAddress.canonical(line.split(" ", 2)[0]);
      List<String> fields = new ArrayList<>();
      Matcher matcher = QUOTED.matcher(line);
      while (matcher.find()) {
        fields.add(matcher.group(1));
      }
      if (!place.isEmpty() && fields.size() >= 3) {
        names.put(place, vendor(fields.get(1)) + " " + device(fields.get(2)));
      }
    }
    return names;
  }

  private static String vendor(String name) {
    if (name.contains("[AMD")) {
      return "AMD";
    }
    return name.split(" ", 2)[0];
  }

  private static String device(String name) {
    int open = name.lastIndexOf('[');
    int close = name.lastIndexOf(']');
    return open >= 0 && close > open ? name.substring(open + 1, close) : name;
  }
}
