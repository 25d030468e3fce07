package io.envsnap.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.snapshot.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerLookupTest {
  @TempDir Path root;

  private OwnerLookup lookup(String passwd, String group) throws IOException {
    Path etc = Files.createDirectories(root.resolve("etc"));
    Files.writeString(etc.resolve("passwd"), passwd);
    Files.writeString(etc.resolve("group"), group);
    return OwnerLookup.of(root);
  }

  @Test
  void findsNamesAndNumbers() throws IOException {
    String passwd =
        """
        root:x:0:0:root:/root:/bin/bash
        munge:x:103:105::/:/bin/false
        """;
    String group =
        """
        root:x:0:
        crontab:x:106:a,b
        """;
    OwnerLookup owners = lookup(passwd, group);

    assertThat(owners.named(103, 106)).isEqualTo(new Owner("munge", 103, "crontab", 106));
    assertThat(owners.named(7, 8)).isEqualTo(new Owner("", 7, "", 8));
    assertThat(owners.uid(new Owner("munge", 100, "crontab", 101))).isEqualTo(103);
    assertThat(owners.gid(new Owner("munge", 100, "crontab", 101))).isEqualTo(106);
    assertThat(owners.uid(new Owner("unknown", 55, "", 66))).isEqualTo(55);
    assertThat(owners.gid(new Owner("", 55, "", 66))).isEqualTo(66);
  }

  @Test
  void takesTheFirstOfSeveralAndPassesOverBrokenLines() throws IOException {
    String passwd =
        """
        a:x:10:1
        b:x:10:1
        a:x:11:1

        broken
        :x:12:1
        c:x:many:1
        +nis
        big:x:4294967294:1
        """;
    OwnerLookup owners = lookup(passwd, "");

    assertThat(owners.named(10, 0).user()).isEqualTo("a");
    assertThat(owners.uid(new Owner("a", 1, "", 0))).isEqualTo(10);
    assertThat(owners.named(12, 0).user()).isEmpty();
    assertThat(owners.uid(new Owner("big", 1, "", 0))).isEqualTo(-2);
  }

  @Test
  void knowsRootWithoutAnyFile() throws IOException {
    OwnerLookup owners = OwnerLookup.of(root);

    assertThat(owners.named(0, 0)).isEqualTo(Owner.ROOT);
    assertThat(owners.uid(Owner.ROOT)).isZero();
  }
}
