package io.envsnap.agent.ecosystem.git;

import io.envsnap.spec.redact.SafeUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an entry says of a repository's settings: remotes, partial and sparse clones. */
final class SettingAttributes {
  private final SortedMap<String, String> urls = new TreeMap<>();
  private final SortedMap<String, String> attributes = new TreeMap<>();

  SettingAttributes(List<ConfigSetting> settings) {
    for (ConfigSetting setting : settings) {
      if (setting.is("remote", "url") && !ProgramSettings.isRemoteHelper(setting.value())) {
        urls.putIfAbsent(setting.subsection(), line(SafeUrl.of(setting.value()).text()));
      } else if (setting.is("remote", "partialclonefilter")) {
        attributes.put("partial", line(setting.value()));
      } else if (setting.is("core", "sparsecheckout")) {
        attributes.put("sparse", setting.value());
      }
    }
    if (!"true".equals(attributes.get("sparse"))) {
      attributes.remove("sparse");
    }
    String main = urls.containsKey("origin") || urls.isEmpty() ? "origin" : urls.firstKey();
    List<String> further = new ArrayList<>();
    for (Map.Entry<String, String> remote : urls.entrySet()) {
      if (remote.getKey().equals(main)) {
        attributes.put("remote", remote.getValue());
      } else {
        further.add(line(remote.getKey()) + "=" + remote.getValue());
      }
    }
    if (!further.isEmpty()) {
      attributes.put("remotes", String.join(", ", further));
    }
  }

  /** By attribute. */
  SortedMap<String, String> all() {
    return attributes;
  }

  /** Without control characters, of which an attribute can hold none. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
