package io.envsnap.agent.ecosystem.apt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Users and groups of a session, without any password.
 *
 * @param users lines of passwd(5)
 * @param groups lines of group(5), without members
 * @param members {@code group:user}, also of groups that the base had
 * @param primary {@code user:group}: the name behind the number of each user's own group
 * @param shadow lines of shadow(5), every password locked
 * @param edited users of the base whose name, home or shell changed: these three before, then after
 * @param subuids lines of subuid(5)
 * @param subgids lines of subgid(5)
 */
record RecordedAccounts(
    AccountLines users,
    AccountLines groups,
    List<String> members,
    AccountLines primary,
    AccountLines shadow,
    AccountLines edited,
    AccountLines subuids,
    AccountLines subgids) {
  private static final String PREFIX = "accounts/";

  RecordedAccounts {
    members = List.copyOf(members);
  }

  /** As parts of a snapshot; none where there is nothing. */
  Map<String, byte[]> parts() {
    Map<String, byte[]> parts = new TreeMap<>();
    put(parts, "passwd", lines(users));
    put(parts, "group", lines(groups));
    put(parts, "members", members);
    put(parts, "primary", lines(primary));
    put(parts, "shadow", lines(shadow));
    put(parts, "edited", lines(edited));
    put(parts, "subuid", lines(subuids));
    put(parts, "subgid", lines(subgids));
    return parts;
  }

  private static void put(Map<String, byte[]> parts, String name, List<String> lines) {
    if (!lines.isEmpty()) {
      parts.put(PREFIX + name, SystemFiles.bytes(lines));
    }
  }

  private static List<String> lines(AccountLines accounts) {
    List<String> lines = new ArrayList<>();
    accounts.byName().keySet().forEach(name -> lines.add(accounts.line(name)));
    return lines;
  }

  /** From the parts of a snapshot. */
  static RecordedAccounts of(Map<String, byte[]> parts) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    parts.forEach(
        (name, bytes) -> {
          if (name.startsWith(PREFIX)) {
            lines.put(name.substring(PREFIX.length()), SystemFiles.lines(bytes));
          }
        });
    return new RecordedAccounts(
        parse(lines, "passwd", 7),
        parse(lines, "group", 4),
        lines.getOrDefault("members", List.of()),
        parse(lines, "primary", 2),
        parse(lines, "shadow", 9),
        parse(lines, "edited", 7),
        parse(lines, "subuid", 3),
        parse(lines, "subgid", 3));
  }

  private static AccountLines parse(Map<String, List<String>> lines, String name, int fields) {
    return AccountLines.parse(lines.getOrDefault(name, List.of()), fields);
  }

  boolean isEmpty() {
    return names().isEmpty();
  }

  /** Every user and group that it is about. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(users.byName().keySet());
    names.addAll(groups.byName().keySet());
    names.addAll(edited.byName().keySet());
    members.forEach(pair -> names.add(pair.substring(pair.indexOf(':') + 1)));
    return names;
  }
}
