package io.envsnap.agent.ecosystem.apt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every shared file of the recorded machines, merged as a restore would. */
class RecordMergeTest {
  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("diversions", SharedFile.DIVERSIONS),
        Arguments.of("statoverride", SharedFile.STATOVERRIDE),
        Arguments.of("triggers", SharedFile.FILE_TRIGGERS),
        Arguments.of("extended_states", SharedFile.EXTENDED_STATES),
        Arguments.of("debconf", SharedFile.DEBCONF_CONFIG),
        Arguments.of("shells", SharedFile.SHELLS),
        Arguments.of("arch", SharedFile.ARCHITECTURES));
  }

  private static byte[] bytes(String machine, String name) {
    return RecordMergeTest.class.getResource("/apt/" + machine + "/" + name) == null
        ? new byte[0]
        : Recorded.bytes(machine + "/" + name);
  }

  private static RecordMerge merge(String name, SharedFile file) {
    RecordDelta delta = RecordDelta.between(file, bytes("base", name), bytes("session", name));
    Findings findings = new Findings(Machines.noChanges(), Set.of());
    delta.into(findings);
    return new RecordMerge(RecordDelta.of(file, findings.capture().parts()), Map.of());
  }

  private static Map<String, String> records(SharedFile file, byte[] bytes) {
    return new TreeMap<>(file.records(bytes));
  }

  @ParameterizedTest
  @MethodSource("files")
  void onTheBareBaseItGivesWhatTheSessionHad(String name, SharedFile file) {
    byte[] merged = merge(name, file).merge(Optional.of(bytes("base", name)));
    assertThat(records(file, merged)).isEqualTo(records(file, bytes("session", name)));
  }

  @ParameterizedTest
  @MethodSource("files")
  void keepsEveryRecordOfThisMachineAndBringsTheSessions(String name, SharedFile file) {
    byte[] here = bytes("other", name);
    Map<String, String> merged = records(file, merge(name, file).merge(Optional.of(here)));
    RecordDelta delta = RecordDelta.between(file, bytes("base", name), bytes("session", name));
    assertThat(merged).containsAllEntriesOf(delta.after());
    assertThat(merged).containsAllEntriesOf(file.records(here));
  }

  @ParameterizedTest
  @MethodSource("files")
  void appliedTwiceItChangesNothing(String name, SharedFile file) {
    RecordMerge merge = merge(name, file);
    byte[] once = merge.merge(Optional.of(bytes("other", name)));
    assertThat(merge.merge(Optional.of(once))).isSameAs(once);
  }

  @ParameterizedTest
  @MethodSource("files")
  void splitsAndJoinsWithoutLoss(String name, SharedFile file) {
    byte[] bytes = bytes("base", name);
    assertThat(file.join(file.records(bytes).values())).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"root root 755 /usr/bin/x", "root root 700 /usr/bin/x"})
  void aThirdFormOfARecordIsThisMachinesOwn(String here) {
    RecordDelta delta =
        RecordDelta.between(
            SharedFile.STATOVERRIDE,
            new byte[0],
            "root daemon 4755 /usr/bin/x\n".getBytes(ISO_8859_1));
    byte[] bytes = (here + "\n").getBytes(ISO_8859_1);
    assertThat(new RecordMerge(delta, Map.of()).merge(Optional.of(bytes))).isSameAs(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a /1\nc /3\n", "b /1\nc /3\n"})
  void whatTheSessionRemovedGoesUnlessItChangedHere(String here) {
    SharedFile file = SharedFile.UCF_REGISTRY;
    RecordDelta delta =
        RecordDelta.between(
            file, "a /1\nb /9\n".getBytes(ISO_8859_1), "b /9\n".getBytes(ISO_8859_1));
    String merged =
        new String(
            new RecordMerge(delta, Map.of()).merge(Optional.of(here.getBytes(ISO_8859_1))),
            ISO_8859_1);
    assertThat(merged).isEqualTo(here.replace("a /1\n", ""));
  }

  @Test
  void theSessionsDecisionBeatsTheImagesButNoDecisionOfThisMachine() {
    RecordDelta delta =
        RecordDelta.picked(
            SharedFile.STATOVERRIDE, "root crew 2750 /usr/bin/x\n".getBytes(ISO_8859_1), r -> true);
    byte[] here = "root root 755 /usr/bin/x\n".getBytes(ISO_8859_1);
    RecordMerge ofImage = new RecordMerge(delta, delta.file().records(here));
    assertThat(ofImage.merge(Optional.of(here))).asString().contains("root crew 2750");
    assertThat(ofImage.kept(here)).isEmpty();
    RecordMerge own = new RecordMerge(delta, Map.of());
    assertThat(own.merge(Optional.of(here))).isSameAs(here);
    assertThat(own.kept(here)).containsExactly("/usr/bin/x");
  }

  private static final String ANSWER =
      "Name: zone\nTemplate: zone\nValue: %s\nOwners: %s\nFlags: seen\n\n";
  private static final String DEFAULT = "Name: zone\nTemplate: zone\nValue: %s\nOwners: %s\n\n";

  private static String answered(String recorded, String here) {
    RecordDelta delta =
        RecordDelta.picked(
            SharedFile.DEBCONF_CONFIG, recorded.getBytes(ISO_8859_1), record -> true);
    RecordMerge merge = new RecordMerge(delta, Map.of());
    byte[] once = merge.merge(Optional.of(here.getBytes(ISO_8859_1)));
    assertThat(merge.merge(Optional.of(once))).isSameAs(once);
    return new String(once, ISO_8859_1);
  }

  @Test
  void anAnswerBeatsADefaultAndAnswersHereStay() {
    String europe = ANSWER.formatted("Europe", "tzdata");
    assertThat(answered(europe, DEFAULT.formatted("Etc", "tzdata"))).isEqualTo(europe);
    String asia = ANSWER.formatted("Asia", "tzdata");
    assertThat(answered(europe, asia)).isEqualTo(asia);
    assertThat(answered(DEFAULT.formatted("Etc", "tzdata"), asia)).isEqualTo(asia);
  }

  @Test
  void aQuestionIsOwnedByTheAskersOfBothMachines() {
    assertThat(
            answered(
                DEFAULT.formatted("yes", "libc6:amd64, libc6:i386"),
                DEFAULT.formatted("yes", "libc6, libc6:amd64")))
        .isEqualTo(DEFAULT.formatted("yes", "libc6, libc6:amd64, libc6:i386"));
  }
}
