package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.SurrogateEscape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Users and groups of a tree, by name and by number, as its {@code /etc/passwd} and {@code
 * /etc/group} have them: the tree's own, which need not be those of the running system. Number 0 is
 * root even where these files are missing. Thread-safe.
 */
public final class OwnerLookup {
  private record Names(Map<String, Integer> numbers, Map<Integer, String> names) {}

  private record Accounts(Names users, Names groups) {}

  private final Path folder;
  private volatile Accounts accounts;
  private volatile Owner last = Owner.ROOT;

  private OwnerLookup(Path folder) throws IOException {
    this.folder = folder;
    this.accounts = load(folder);
  }

  /** Reads the accounts of the tree below a root. */
  public static OwnerLookup of(Path root) throws IOException {
    return new OwnerLookup(root.resolve("etc"));
  }

  /** Reads the accounts again, because they changed. */
  public void reload() throws IOException {
    accounts = load(folder);
  }

  private static Accounts load(Path folder) throws IOException {
    return new Accounts(parse(read(folder, "passwd")), parse(read(folder, "group")));
  }

  private static byte[] read(Path folder, String name) throws IOException {
    try {
      return Files.readAllBytes(folder.resolve(name));
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  /** Both files have the name first and the number third: passwd(5), group(5). */
  private static Names parse(byte[] bytes) {
    Map<String, Integer> numbers = new HashMap<>();
    Map<Integer, String> names = new HashMap<>();
    for (String line : SurrogateEscape.decode(bytes).split("\n", -1)) {
      String[] fields = line.split(":", 4);
      if (fields.length > 2 && !fields[0].isEmpty() && fields[2].matches("[0-9]{1,10}")) {
        int number = (int) Long.parseLong(fields[2]);
        // The C library takes the first of several.
        numbers.putIfAbsent(fields[0], number);
        names.putIfAbsent(number, fields[0]);
      }
    }
    numbers.putIfAbsent("root", 0);
    names.putIfAbsent(0, "root");
    return new Names(numbers, names);
  }

  /** The owner with these numbers; a name is empty where the number has none. */
  public Owner named(int uid, int gid) {
    Accounts now = accounts;
    String user = now.users().names().getOrDefault(uid, "");
    String group = now.groups().names().getOrDefault(gid, "");
    // One path after the other has the same, and a session has many paths.
    Owner before = last;
    boolean same =
        before.uid() == uid
            && before.gid() == gid
            && before.user().equals(user)
            && before.group().equals(group);
    Owner owner = same ? before : new Owner(user, uid, group, gid);
    last = owner;
    return owner;
  }

  /** The number of that owner's user here: by name, else the number as it was. */
  public int uid(Owner owner) {
    return accounts.users().numbers().getOrDefault(owner.user(), owner.uid());
  }

  /** The number of that owner's group here: by name, else the number as it was. */
  public int gid(Owner owner) {
    return accounts.groups().numbers().getOrDefault(owner.group(), owner.gid());
  }
}
