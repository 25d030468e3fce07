package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.MergeConflictException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Adds recorded users and groups to this machine's files. An account that is here already, under
 * whatever number, stays as it is; members are added to groups.
 *
 * @param recorded what the session had
 * @param numbers what its users and groups are called here
 * @param gidsHere number of each group of this machine, for users whose own group is the base's
 */
record AccountMerges(
    RecordedAccounts recorded, AccountNumbers numbers, Map<String, Integer> gidsHere) {
  private static final int NUMBER = 2;
  private static final int PRIMARY = 3;
  private static final int MEMBERS = 3;
  private static final int COUNT = 2;

  /** A range of subordinate numbers as useradd(8) gives it out. */
  private static final int SUB_FIRST = 100_000;

  byte[] passwd(Optional<byte[]> current) throws MergeConflictException {
    return edited(added(current, recorded.users(), this::user, numbers.uids()));
  }

  /** A user of the base is changed where this machine has not changed it itself. */
  private byte[] edited(byte[] file) {
    List<String> lines = new ArrayList<>();
    boolean changed = false;
    for (String line : SystemFiles.lines(file)) {
      List<String> fields = new ArrayList<>(Arrays.asList(line.split(":", -1)));
      List<String> edit = recorded.edited().byName().getOrDefault(fields.get(0), List.of());
      boolean asBefore =
          fields.size() == 7 && !edit.isEmpty() && fields.subList(4, 7).equals(edit.subList(1, 4));
      if (asBefore) {
        fields.subList(4, 7).clear();
        fields.addAll(edit.subList(4, 7));
      }
      changed |= asBefore;
      lines.add(String.join(":", fields));
    }
    return changed ? SystemFiles.bytes(lines) : file;
  }

  private List<String> user(String name) {
    List<String> fields = new ArrayList<>(recorded.users().byName().get(name));
    fields.set(1, "x");
    fields.set(NUMBER, String.valueOf(numbers.uids().get(name)));
    String group = recorded.primary().field(name, 1);
    Optional.ofNullable(numbers.gids().get(group))
        .or(() -> Optional.ofNullable(gidsHere.get(group)))
        .ifPresent(gid -> fields.set(PRIMARY, String.valueOf(gid)));
    return fields;
  }

  byte[] group(Optional<byte[]> current) throws MergeConflictException {
    byte[] with = added(current, recorded.groups(), this::ownGroup, numbers.gids());
    return withMembers(with, MEMBERS);
  }

  private List<String> ownGroup(String name) {
    return List.of(name, "x", String.valueOf(numbers.gids().get(name)), "");
  }

  byte[] shadow(Optional<byte[]> current) throws MergeConflictException {
    return added(current, recorded.shadow(), this::locked, Map.of());
  }

  private List<String> locked(String name) {
    List<String> fields = new ArrayList<>(recorded.shadow().byName().get(name));
    fields.set(1, Passwords.locked(fields.get(1)));
    return fields;
  }

  byte[] gshadow(Optional<byte[]> current) throws MergeConflictException {
    byte[] with = added(current, recorded.groups(), name -> List.of(name, "!", "", ""), Map.of());
    return withMembers(with, MEMBERS);
  }

  byte[] subuid(Optional<byte[]> current) {
    return ranges(current, recorded.subuids());
  }

  byte[] subgid(Optional<byte[]> current) {
    return ranges(current, recorded.subgids());
  }

  private static byte[] added(
      Optional<byte[]> current,
      AccountLines wanted,
      Function<String, List<String>> line,
      Map<String, Integer> numbers)
      throws MergeConflictException {
    AccountLines here = AccountLines.parse(current);
    List<String> lines = new ArrayList<>(current.map(SystemFiles::lines).orElse(List.of()));
    boolean changed = false;
    for (String name : wanted.byName().keySet()) {
      if (here.has(name)) {
        continue;
      }
      Integer number = numbers.get(name);
      if (number != null) {
        Optional<String> other = here.named(number, NUMBER);
        if (other.isPresent()) {
          throw new MergeConflictException(
              "`" + other.get() + "` took the number " + number + " meant for `" + name + "`");
        }
      }
      lines.add(String.join(":", line.apply(name)));
      changed = true;
    }
    return changed ? SystemFiles.bytes(lines) : current.orElseGet(() -> new byte[0]);
  }

  private byte[] withMembers(byte[] file, int field) {
    Map<String, Set<String>> wanted = new LinkedHashMap<>();
    for (String pair : recorded.members()) {
      String[] words = pair.split(":", -1);
      if (words.length == 2 && AccountLines.isName(words[0]) && AccountLines.isName(words[1])) {
        wanted.computeIfAbsent(words[0], any -> new LinkedHashSet<>()).add(words[1]);
      }
    }
    boolean changed = false;
    List<String> lines = new ArrayList<>();
    for (String line : SystemFiles.lines(file)) {
      List<String> fields = new ArrayList<>(Arrays.asList(line.split(":", -1)));
      Set<String> more = wanted.getOrDefault(fields.get(0), Set.of());
      if (fields.size() > field && !more.isEmpty()) {
        Set<String> members = new LinkedHashSet<>(Arrays.asList(fields.get(field).split(",", -1)));
        members.remove("");
        changed |= members.addAll(more);
        fields.set(field, String.join(",", members));
      }
      lines.add(String.join(":", fields));
    }
    return changed ? SystemFiles.bytes(lines) : file;
  }

  private static byte[] ranges(Optional<byte[]> current, AccountLines wanted) {
    AccountLines here = AccountLines.parse(current);
    List<String> lines = new ArrayList<>(current.map(SystemFiles::lines).orElse(List.of()));
    int next = SUB_FIRST;
    for (String name : here.byName().keySet()) {
      next = Math.max(next, here.number(name, 1).orElse(0) + here.number(name, COUNT).orElse(0));
    }
    boolean changed = false;
    for (String name : wanted.byName().keySet()) {
      int count = wanted.number(name, COUNT).orElse(0);
      if (!here.has(name) && count > 0) {
        int start = Math.max(next, wanted.number(name, 1).orElse(0));
        lines.add(name + ":" + start + ":" + count);
        next = start + count;
        changed = true;
      }
    }
    return changed ? SystemFiles.bytes(lines) : current.orElseGet(() -> new byte[0]);
  }
}
