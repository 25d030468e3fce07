package io.envsnap.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.BaseTree;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store outlives envsnap: tar, zstd and Python get everything out of it. */
@NeedsVm
class StoreByHandIT {
  /** What `rebuild.py` must be equal in; what git's settings withhold has tests of its own. */
  private static final String FOLDERS =
      "content opt/odd usr/share/faultdeb etc/faultdeb.conf"
          + " usr/local/lib/python3*/dist-packages/faultwheel*";

  private static final String ODD =
      """
      set -e
      mkdir -p /opt/odd/names /opt/odd/modes /opt/odd/links /opt/odd/sizes /opt/odd/empty/within/empty
      cd /opt/odd/names
      printf 1 > 'two words '; printf 2 > $'line\\nbreak'; printf 3 > $'tab\\there'; printf 4 > -rf
      printf 5 > $'quote\\'d "twice"'; printf 6 > 'back\\slash'; printf 7 > $'not \\xff\\xfe UTF-8'
      printf 8 > 'grün 雪 🐍'; printf 9 > '$(id) * ? [a]'; printf 10 > "$(printf 'n%.0s' $(seq 255))"
      mkdir $'folder \\x80' && printf 11 > $'folder \\x80/x' && printf 12 > '#1' && printf 13 > '%s'
      d=$(printf 'deep%.0s' $(seq 50)); mkdir -p $d/$d/$d && printf 14 > $d/$d/$d/leaf
      cd ../modes
      for mode in 0000 0400 0644 0711 2755 4755 1777; do printf $mode > f$mode; chmod $mode f$mode; done
      for mode in 0700 0711 1777 2775 0000; do mkdir d$mode; printf $mode > d$mode/x; chmod $mode d$mode; done
      printf owned > owned; chown 1234:4321 owned; printf named > named; chown faulty:games named
      mkdir theirs; ln -s nowhere theirs/link; chown -h -R 4321:1234 theirs
      printf old > old; touch -d '1999-12-31 23:59:59.123456789 UTC' old
      printf older > older; touch -d '1960-02-29 01:02:03.000000004 UTC' older
      touch -d '2001-01-01 UTC' d0700
      python3 -c 'import os; os.setxattr("f0711", "security.capability",
        bytes.fromhex("0100000200040000000000000000000000000000"))'
      cd ../links
      printf one > a; ln a b; mkdir sub; ln a sub/c; ln -s a soft; ln -s ../links circle; ln -s circle circle2
      ln -s self self; ln -s /nowhere/at/all dangling; ln -s $'to \\xff' odd; ln -s "$(printf 't%.0s' $(seq 3000))" long
      cd ../sizes
      : > none; printf x > one; head -c 17M /dev/urandom > frames; head -c 70M /dev/urandom > pack
      truncate -s 20M sparse; cp frames copy; head -c 16M /dev/urandom > exactly
      """;

  private static final String BYTES =
      "cd '%s' && find "
          + FOLDERS
          + " -type f ! -name 'envsnap.lock*' -print0 | sort -z | xargs -0 sha256sum";

  /** {@code /content} itself is newer: the lockfile is written after the snapshot. */
  private static final String NODES =
      "cd '%s' && find "
          + FOLDERS
          + " ! -path content ! -name 'envsnap.lock*' -printf '%%p %%y %%m %%U:%%G %%l %%T@'"
          + " \\( -type d -o -printf ' %%n' \\) -printf '\\0' | sort -z | tr '\\n\\0' '|\\n'";

  private static final String ATTRIBUTES =
      "cd '%s' && python3 -c 'import os\n"
          + "for p, d, f in os.walk(b\"opt/odd\"):\n"
          + " for n in sorted(d + f):\n"
          + "  q = p + b\"/\" + n\n"
          + "  for a in sorted(os.listxattr(q, follow_symlinks=False)): print(q, a, os.getxattr(q,"
          + " a))' | sort";

  @TempDir private static Path folder;
  private static FaultSession session;
  private static FreshVm b;
  private static List<String> bytes;
  private static List<String> nodes;
  private static List<String> attributes;

  @BeforeAll
  static void recordAndThrowTheMachineAway() throws IOException {
    session = new FaultSession(folder);
    try (FreshVm a = session.recorded()) {
      a.sh(ODD).expect(0);
      session.run(a, "record --once -q --store /store").expect(0);
      bytes = a.sh(BYTES.formatted("/")).expect(0).lines();
      nodes = a.sh(NODES.formatted("/")).expect(0).lines();
      attributes = a.sh(ATTRIBUTES.formatted("/")).expect(0).lines();
    }
    b = FreshVm.boot(VmSpec.of(BaseTree.WITH_JAVA).cut().share(session.store(), "/store"));
    b.sh("test ! -e /opt/envsnap").expect(0);
    // What the session was made of is in it: no comparison below is of two empty lists.
    assertThat(bytes).hasSizeGreaterThan(250);
    assertThat(nodes).hasSizeGreaterThan(bytes.size() + 30);
    assertThat(attributes).hasSize(1);
  }

  @AfterAll
  static void close() {
    b.close();
    session.close();
  }

  @Test
  void rebuildBringsEveryRecordedPathBackWithoutEnvsnap() {
    String command =
        "sed -n 's/^To bring one back without it: *//p' /store/README.txt"
            + " | sed 's,DESTINATION,/rebuilt,'";
    String said = b.sh(command).expect(0).text().strip();
    assertThat(said).isEqualTo("python3 rebuild.py main /rebuilt");
    b.sh("cd /store && " + said).expect(0);
    same(BYTES, bytes);
    same(NODES, nodes);
    same(ATTRIBUTES, attributes);
    assertThat(b.sh("cd /rebuilt/opt/odd/links && test a -ef b && test b -ef sub/c").exit())
        .isZero();
    String again = b.sh("cd /store && " + said).expect(0).text();
    assertThat(again).contains("Rebuilt 0 files");
  }

  @Test
  void rebuildRefusesADamagedStoreAndAnUnknownName() {
    b.sh("cp -a /store /damaged && cd /damaged && python3 rebuild.py mian /x 2>/said; test $? = 1")
        .expect(0);
    assertThat(b.sh("cat /said").text()).contains("error: ").contains("mian");
    b.sh(
            """
            cd /damaged && for pack in packs/*; do
              printf X | dd of=$pack bs=1 seek=$(( $(stat -c %s $pack) / 2 )) conv=notrunc status=none
            done; python3 rebuild.py main /x 2>/said; test $? = 1
            """)
        .expect(0);
    assertThat(b.sh("cat /said").text()).contains("error: ").contains("damaged");
  }

  @Test
  void tarListsAndUnpacksEachPack() {
    List<String> packs = b.sh("ls /store/packs").expect(0).lines();
    assertThat(packs).hasSizeGreaterThan(2).allMatch(name -> name.endsWith(".tar.zst"));
    // Each in its own folder: the same path may have had other bytes in an earlier record.
    b.sh(
            """
            set -e; cd /store/packs
            for pack in *; do
              mkdir -p /tar/$pack
              tar --zstd -tf $pack > /tar/$pack.list
              tar --zstd -C /tar/$pack -xf $pack
              test $(wc -l < /tar/$pack.list) = $(find /tar/$pack -type f -printf x | wc -c)
            done
            """)
        .expect(0);
    List<String> unpacked = b.sh("find /tar/*.zst -type f -exec sha256sum {} +").expect(0).lines();
    assertThat(hashes(unpacked)).containsAll(hashes(bytes));
    String names =
        b.sh("cd /tar && find . -path '*/opt/odd/names/*' -type f -printf '%f\\0'").text();
    assertThat(Arrays.asList(names.split("\0")))
        .contains("two words ", "line\nbreak", "tab\there", "-rf", "back\\slash", "grün 雪 🐍")
        .contains("not \\xff\\xfe UTF-8", "$(id) * ? [a]", "n".repeat(255));
  }

  private static void same(String look, List<String> recorded) {
    List<String> rebuilt = b.sh(look.formatted("/rebuilt")).expect(0).lines();
    List<String> lost = new ArrayList<>(recorded);
    lost.removeAll(rebuilt);
    assertThat(lost).isEmpty();
    assertThat(rebuilt).hasSameSizeAs(recorded);
  }

  private static List<String> hashes(List<String> lines) {
    // sha256sum puts a backslash before the digest where it escaped the name.
    return lines.stream().map(line -> line.replaceFirst("^\\\\", "").substring(0, 64)).toList();
  }
}
