package io.envsnap.testkit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.Programs;
import io.envsnap.testkit.vm.VmResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsVm
class FaultLibraryIT {
  private static final String SCRIPT =
      """
      import os, sys
      for n in range(5):
          sys.stderr.write("made %d\\n" % n)
          os.mkdir("folder%d" % n)
      os.write(os.open("file", os.O_CREAT | os.O_WRONLY), b"bytes")
      os.rename("file", "renamed")
      print(open("renamed").read())
      """;

  @TempDir private Path folder;

  private VmResult run(Fault fault, String... program) {
    List<String> words = new ArrayList<>(List.of("env", "-C", folder.toString()));
    fault
        .environment(FaultLibrary.folder().toString(), folder.resolve("state").toString())
        .forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(List.of(program));
    return Programs.run(words, new byte[0], 60);
  }

  @Test
  void countsChangesAndWhatWasSaidInBetween() throws IOException {
    assertEquals("bytes\n", run(Fault.none(), "python3", "-B", "-c", SCRIPT).expect(0).text());
    List<FaultMark> marks = FaultMark.parse(Files.readAllLines(folder.resolve("state.marks")));
    assertEquals(5, marks.size());
    assertEquals("made 3", marks.get(3).line());
    assertEquals(3, marks.get(3).changes() - marks.get(0).changes());
    assertTrue(marks.get(0).calls() > marks.get(0).changes());
  }

  @Test
  void killsAtACallThatIsCountedFromALine() {
    VmResult killed = run(Fault.killAfter("made 3", 1), "python3", "-B", "-c", SCRIPT);
    assertNotEquals(0, killed.exit());
    assertTrue(killed.errorText().endsWith("made 3\n"), killed.toString());
    assertTrue(Files.exists(folder.resolve("folder2")));
    assertFalse(Files.exists(folder.resolve("folder3")));
  }

  @Test
  void theDiskIsFullFromThatChangeOnAndNotBefore() {
    VmResult full = run(Fault.diskFull(4), "python3", "-B", "-c", SCRIPT);
    assertNotEquals(0, full.exit());
    assertTrue(full.errorText().contains("No space left on device: 'folder3'"), full.toString());
    assertTrue(Files.exists(folder.resolve("folder2")));
  }

  @Test
  void thatCallIsTheLast() throws IOException {
    // How many files Python looks for at its start differs by some.
    String script = SCRIPT.replace("range(5)", "range(200)");
    run(Fault.none(), "python3", "-B", "-c", script).expect(0);
    long call =
        FaultMark.parse(Files.readAllLines(folder.resolve("state.marks"))).get(100).calls() + 1;
    Programs.require("sh", "-c", "cd '" + folder + "' && rm -r folder* renamed state*");
    assertEquals(137, run(Fault.kill(call), "python3", "-B", "-c", script).exit());
    assertTrue(Files.exists(folder.resolve("folder50")));
    assertTrue(Files.notExists(folder.resolve("folder150")));
  }

  @Test
  void programsThatAreStartedCountToo() {
    VmResult full =
        run(Fault.diskFull(1), "sh", "-c", "env -i PATH=/usr/bin:/bin sh -c 'mkdir inner'");
    assertTrue(full.errorText().contains("No space left"), full.toString());
  }

  @Test
  void onlyThatFileCannotBeRead() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad"), "x").toRealPath();
    Files.writeString(folder.resolve("good"), "x");
    VmResult read = run(Fault.unreadable(bad.toString()), "cat", "good", "bad");
    assertEquals("x", read.text());
    assertTrue(read.errorText().contains("Input/output error"), read.toString());
  }
}
