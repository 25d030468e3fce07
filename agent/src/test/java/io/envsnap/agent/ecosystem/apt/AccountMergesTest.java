package io.envsnap.agent.ecosystem.apt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.ecosystem.MergeConflictException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The session made messagebus (100), redis (101) and alice; the other machine made munge (100). */
class AccountMergesTest {
  private static final RecordedAccounts RECORDED =
      RecordedAccounts.of(
          new SessionAccounts(files("session"), files("base"), true, Set.of(), "", 20_000)
              .recorded()
              .parts());

  private static SessionAccounts.Files files(String machine) {
    return new SessionAccounts.Files(
        accounts(machine, "passwd"),
        accounts(machine, "group"),
        accounts(machine, "shadow"),
        machine.equals("session") ? accounts(machine, "subuid") : AccountLines.NONE,
        AccountLines.NONE);
  }

  private static AccountLines accounts(String machine, String file) {
    return AccountLines.parse(Recorded.lines(machine + "/" + file));
  }

  private static AccountMerges mergesOn(String machine) {
    AccountLines passwd = accounts(machine, "passwd");
    AccountLines group = accounts(machine, "group");
    Map<String, Integer> gids = new HashMap<>();
    group.byName().keySet().forEach(name -> gids.put(name, group.number(name, 2).orElseThrow()));
    return new AccountMerges(
        RECORDED, AccountNumbers.decide(passwd, group, RECORDED.users(), RECORDED.groups()), gids);
  }

  private static AccountLines after(byte[] file) {
    return AccountLines.parse(Optional.of(file));
  }

  @Test
  void recordsOnlyWhatTheBaseLacked() {
    assertThat(RECORDED.users().byName()).containsOnlyKeys("messagebus", "redis", "alice");
    assertThat(RECORDED.groups().byName())
        .containsOnlyKeys("crontab", "ssl-cert", "messagebus", "redis", "alice");
  }

  @Test
  void onTheBareBaseItGivesTheSessionsOwnFiles() throws Exception {
    AccountMerges merges = mergesOn("base");
    assertThat(merges.passwd(file("base", "passwd"))).isEqualTo(Recorded.bytes("session/passwd"));
    assertThat(merges.group(file("base", "group"))).isEqualTo(Recorded.bytes("session/group"));
    assertThat(merges.gshadow(file("base", "gshadow")))
        .isEqualTo(Recorded.bytes("session/gshadow"));
    assertThat(merges.shadow(file("base", "shadow"))).isEqualTo(Recorded.bytes("session/shadow"));
  }

  @Test
  void whoIsHereKeepsTheNumberAndTheNewcomerGetsAFreeOne() throws Exception {
    AccountMerges merges = mergesOn("other");
    AccountLines passwd = after(merges.passwd(file("other", "passwd")));
    assertThat(passwd.field("munge", 2)).isEqualTo("100");
    assertThat(passwd.field("messagebus", 2)).isEqualTo("102");
    assertThat(passwd.field("redis", 2)).isEqualTo("101");
    assertThat(passwd.field("alice", 2)).isEqualTo("1000");
  }

  @Test
  void noNumberIsGivenTwice() throws Exception {
    AccountMerges merges = mergesOn("other");
    for (AccountLines lines :
        List.of(
            after(merges.passwd(file("other", "passwd"))),
            after(merges.group(file("other", "group"))))) {
      assertThat(lines.byName().keySet().stream().map(name -> lines.field(name, 2)))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aUsersOwnGroupFollowsItsNewNumber() throws Exception {
    AccountMerges merges = mergesOn("other");
    AccountLines passwd = after(merges.passwd(file("other", "passwd")));
    AccountLines group = after(merges.group(file("other", "group")));
    for (String name : List.of("messagebus", "redis", "alice")) {
      assertThat(passwd.field(name, 3)).isEqualTo(group.field(name, 2));
    }
  }

  @Test
  void appliedTwiceItChangesNothing() throws Exception {
    AccountMerges merges = mergesOn("other");
    byte[] passwd = merges.passwd(file("other", "passwd"));
    byte[] group = merges.group(file("other", "group"));
    byte[] shadow = merges.shadow(file("other", "shadow"));
    byte[] subuid = merges.subuid(Optional.empty());
    assertThat(merges.passwd(Optional.of(passwd))).isSameAs(passwd);
    assertThat(merges.group(Optional.of(group))).isSameAs(group);
    assertThat(merges.shadow(Optional.of(shadow))).isSameAs(shadow);
    assertThat(merges.subuid(Optional.of(subuid))).isSameAs(subuid);
  }

  @Test
  void addsMembersToAGroupThatIsHere() throws Exception {
    RecordedAccounts recorded =
        RecordedAccounts.of(
            Map.of("accounts/members", "video:alice\nvideo:bob\n".getBytes(ISO_8859_1)));
    AccountMerges merges =
        new AccountMerges(recorded, new AccountNumbers(Map.of(), Map.of()), Map.of());
    byte[] merged = merges.group(Optional.of("video:x:44:bob\n".getBytes(ISO_8859_1)));
    assertThat(new String(merged, ISO_8859_1)).isEqualTo("video:x:44:bob,alice\n");
  }

  @Test
  void aNumberTakenSinceThePlanStopsTheMerge() {
    AccountMerges merges = mergesOn("base");
    byte[] meanwhile = "mallory:x:101:101::/:/bin/sh\n".getBytes(ISO_8859_1);
    assertThatThrownBy(() -> merges.passwd(Optional.of(meanwhile)))
        .isInstanceOf(MergeConflictException.class)
        .hasMessageContaining("`mallory`");
  }

  @Test
  void noPasswordEverGetsThrough() throws Exception {
    String hash = "$y$j9T$abcdefgh$0123456789";
    AccountLines shadow = AccountLines.parse(List.of("alice:" + hash + ":20781:0:99999:7:::"));
    SessionAccounts accounts =
        new SessionAccounts(
            new SessionAccounts.Files(
                AccountLines.parse(List.of("alice:" + hash + ":1000:1000::/home/alice:/bin/sh")),
                AccountLines.parse(List.of("alice:" + hash + ":1000:")),
                shadow,
                AccountLines.NONE,
                AccountLines.NONE),
            files("base"),
            true,
            Set.of(),
            "",
            20_781);
    accounts
        .recorded()
        .parts()
        .values()
        .forEach(part -> assertThat(new String(part, ISO_8859_1)).doesNotContain(hash));
    assertThat(accounts.needs()).extracting("need").containsExactly("password of alice");
    RecordedAccounts forged =
        RecordedAccounts.of(
            Map.of("accounts/shadow", ("eve:" + hash + ":1::::::\n").getBytes(ISO_8859_1)));
    byte[] merged =
        new AccountMerges(forged, new AccountNumbers(Map.of(), Map.of()), Map.of())
            .shadow(Optional.of(new byte[0]));
    assertThat(new String(merged, ISO_8859_1)).isEqualTo("eve:!:1::::::\n");
  }

  @Test
  void nobodyBecomesRoot() {
    RecordedAccounts forged =
        RecordedAccounts.of(
            Map.of("accounts/passwd", "toor:x:0:0::/root:/bin/sh\n".getBytes(ISO_8859_1)));
    AccountNumbers numbers =
        AccountNumbers.decide(
            AccountLines.NONE, AccountLines.NONE, forged.users(), forged.groups());
    assertThat(numbers.uids()).containsEntry("toor", 100);
  }

  @Test
  void scriptsNameTheAccountsWhereTheBaseIsNotKnown() {
    SessionAccounts inferred =
        new SessionAccounts(
            files("session"),
            files("session"),
            false,
            Set.of(),
            "adduser --system --home /nonexistent messagebus",
            20_781);
    assertThat(inferred.recorded().users().byName())
        .containsOnlyKeys("messagebus", "redis", "alice");
  }

  private static Optional<byte[]> file(String machine, String name) {
    return Optional.of(Recorded.bytes(machine + "/" + name));
  }
}
