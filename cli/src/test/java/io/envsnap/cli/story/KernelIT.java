package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cells of a notebook, played by a real kernel from the package index. */
@NeedsVm
class KernelIT {
  @TempDir private Path store;

  @Test
  void whatCellsOfANotebookDoIsToldInOrderWithItsStatus() throws IOException {
    try (FreshVm vm = new Machines(store).first()) {
      vm.sh("mkdir -p /content && pip install -q ipykernel nbclient").expect(0);
      Machines.envsnap(vm, "record -q --store /store").expect(0);
      vm.exec(List.of("python3", "-"), script(), Map.of()).expect(0);
      assertThat(vm.sh("cd /content && java -jar /opt/envsnap/envsnap.jar log").expect(0).lines())
          .filteredOn(line -> !line.startsWith(" "))
          .map(line -> line.replaceAll("^\\S+ +|/usr/bin/|  in /\\S+| in [0-9.]+s$", ""))
          .containsExactly(
              "apt-get install -y -qq nosuchpackage  exit 100",
              "dpkg -i /tmp/nosuch.deb  exit 2",
              "pip install -q --no-deps six==1.16.0  done",
              "python3 -m pip install -q --no-deps idna==3.7  done",
              "git init -q -b main /content/made  done",
              "git clone -q /content/made /content/cloned  done",
              "python3 -m pip uninstall -q -y six  done",
              "git -C /content/made tag v1  exit 128",
              "pip install -q --no-such-option  exit 2");
    }
  }

  private static byte[] script() throws IOException {
    try (InputStream in = KernelIT.class.getResourceAsStream("/sessions/notebook.py")) {
      assertThat(in).isNotNull();
      return in.readAllBytes();
    }
  }
}
