package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.lockfile.Need;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the users and groups that the session made.
 *
 * @param now this machine's files
 * @param before the base's files, or what {@code passwd-} and {@code group-} still tell of them
 * @param known whether {@code before} is the base itself
 * @param everywhere names that every machine has from the first, whatever scripts say of them
 * @param scripts text of the maintainer scripts of the session's packages: they name what they make
 * @param startDay the session's first day, since 1970, as shadow(5) counts
 */
record SessionAccounts(
    Files now, Files before, boolean known, Set<String> everywhere, String scripts, long startDay) {
  private static final int NUMBER = 2;
  private static final int MEMBERS = 3;
  private static final int LAST_CHANGE = 2;
  private static final int FIRST_OF_PACKAGES = 100;
  private static final int NOBODY = 65_534;

  /**
   * The account files of a machine.
   *
   * @param passwd users
   * @param group groups
   * @param shadow passwords, none of which is ever kept
   * @param subuid ranges of user numbers
   * @param subgid ranges of group numbers
   */
  record Files(
      AccountLines passwd,
      AccountLines group,
      AccountLines shadow,
      AccountLines subuid,
      AccountLines subgid) {}

  /** Users and groups as they are recorded. */
  RecordedAccounts recorded() {
    Set<String> users = made(now.passwd(), before.passwd());
    Set<String> groups = made(now.group(), before.group());
    Map<String, List<String>> primary = new LinkedHashMap<>();
    for (String user : users) {
      now.passwd()
          .number(user, 3)
          .flatMap(gid -> now.group().named(gid, NUMBER))
          .ifPresent(group -> primary.put(user, List.of(user, group)));
    }
    return new RecordedAccounts(
        withField(now.passwd().only(users), 1, "x"),
        withField(withField(now.group().only(groups), MEMBERS, ""), 1, "x"),
        members(users, groups),
        new AccountLines(primary),
        locked(now.shadow().only(users)),
        edited(),
        now.subuid().only(users),
        now.subgid().only(users));
  }

  /**
   * Names that the base did not have. Tools append to these files, so whatever stands behind the
   * first name of the session is the session's too.
   */
  private Set<String> made(AccountLines here, AccountLines base) {
    Set<String> made = new LinkedHashSet<>();
    boolean begun = false;
    for (String name : here.byName().keySet()) {
      int number = here.number(name, NUMBER).orElse(0);
      boolean dynamic =
          number >= FIRST_OF_PACKAGES && number != NOBODY && !everywhere.contains(name);
      if (known) {
        begun = !base.has(name);
      } else {
        begun |= dynamic && (!base.has(name) || isNamedInScripts(name) || isFresh(name));
      }
      if (begun && (known || dynamic)) {
        made.add(name);
      }
    }
    return made;
  }

  /** A password field is dated when an account is made; the backup may know the account already. */
  private boolean isFresh(String name) {
    String day = now.shadow().field(name, LAST_CHANGE);
    return day.matches("\\d{1,9}") && Long.parseLong(day) >= startDay;
  }

  private boolean isNamedInScripts(String name) {
    return name.length() > 2
        && Pattern.compile("(?<![\\w.-])" + Pattern.quote(name) + "(?![\\w.-])")
            .matcher(scripts)
            .find();
  }

  private List<String> members(Set<String> users, Set<String> groups) {
    List<String> members = new ArrayList<>();
    for (String group : now.group().byName().keySet()) {
      Set<String> old = new HashSet<>(List.of(before.group().field(group, MEMBERS).split(",", -1)));
      for (String user : now.group().field(group, MEMBERS).split(",", -1)) {
        boolean ours = known ? !old.contains(user) : users.contains(user) || groups.contains(group);
        if (!user.isEmpty() && ours) {
          members.add(group + ":" + user);
        }
      }
    }
    return members;
  }

  private static AccountLines withField(AccountLines lines, int index, String value) {
    Map<String, List<String>> changed = new LinkedHashMap<>();
    lines
        .byName()
        .forEach(
            (name, fields) -> {
              List<String> copy = new ArrayList<>(fields);
              if (index < copy.size()) {
                copy.set(index, value);
              }
              changed.put(name, copy);
            });
    return new AccountLines(changed);
  }

  private static AccountLines locked(AccountLines shadow) {
    Map<String, List<String>> locked = new LinkedHashMap<>();
    shadow
        .byName()
        .forEach(
            (name, fields) -> {
              List<String> copy = new ArrayList<>(fields);
              copy.set(1, Passwords.locked(copy.get(1)));
              locked.put(name, copy);
            });
    return new AccountLines(locked);
  }

  /** Users of the base that were changed, as chsh(1) and usermod(8) do. */
  private AccountLines edited() {
    Map<String, List<String>> edited = new LinkedHashMap<>();
    for (String name : now.passwd().byName().keySet()) {
      List<String> is = about(now.passwd(), name);
      List<String> was = about(before.passwd(), name);
      if (before.passwd().has(name) && !is.equals(was)) {
        List<String> line = new ArrayList<>(List.of(name));
        line.addAll(was);
        line.addAll(is);
        edited.put(name, line);
      }
    }
    return new AccountLines(edited);
  }

  private static List<String> about(AccountLines passwd, String name) {
    return List.of(passwd.field(name, 4), passwd.field(name, 5), passwd.field(name, 6));
  }

  /** Passwords that were set in the session: they have to be set again. */
  List<Need> needs() {
    Set<String> made = made(now.passwd(), before.passwd());
    List<Need> needs = new ArrayList<>();
    for (String name : now.shadow().byName().keySet()) {
      Optional<Integer> day = now.shadow().number(name, LAST_CHANGE);
      boolean set = made.contains(name) || day.map(d -> d >= startDay).orElse(false);
      if (set && Passwords.opens(now.shadow().field(name, 1))) {
        needs.add(new Need("password of " + name, "account " + name, "passwd " + name));
      }
    }
    return needs;
  }
}
