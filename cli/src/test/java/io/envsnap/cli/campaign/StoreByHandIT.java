package io.envsnap.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.BaseTree;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store outlives envsnap: tar, zstd and Python get everything out of it. */
@NeedsVm
class StoreByHandIT {
  private static final String FOLDERS =
      "content usr/share/faultdeb etc/faultdeb.conf"
          + " usr/local/lib/python3*/dist-packages/faultwheel*";
  private static final String BYTES =
      "cd '%s' && find "
          + FOLDERS
          + " -type f ! -name 'envsnap.lock*' -print0 | sort -z"
          + " | xargs -0 sha256sum";
  private static final String NODES =
      "cd '%s' && find "
          + FOLDERS
          + " ! -path content ! -name 'envsnap.lock*' ! -type d"
          + " -printf '%%p %%y %%m %%U:%%G %%n %%l ' \\( -type f -printf '%%T@' -o -true \\)"
          + " -printf '\\n' | sort";

  @TempDir private static Path folder;

  @Test
  void tarAndRebuildBringTheRecordedBytesBackWithoutEnvsnap() throws IOException {
    try (FaultSession session = new FaultSession(folder)) {
      List<String> bytes;
      List<String> nodes;
      try (FreshVm a = session.recorded()) {
        session.run(a, "record --once -q --store /store").expect(0);
        bytes = a.sh(BYTES.formatted("/")).expect(0).lines();
        nodes = a.sh(NODES.formatted("/")).expect(0).lines();
      }
      assertThat(bytes).hasSizeGreaterThan(200);
      VmSpec plain = VmSpec.of(BaseTree.WITH_JAVA).cut().share(session.store(), "/store");
      try (FreshVm b = FreshVm.boot(plain)) {
        b.sh("test ! -e /opt/envsnap").expect(0);
        b.sh("python3 /store/rebuild.py main /rebuilt").expect(0);
        assertThat(b.sh(BYTES.formatted("/rebuilt")).expect(0).lines()).isEqualTo(bytes);
        assertThat(b.sh(NODES.formatted("/rebuilt")).expect(0).lines()).isEqualTo(nodes);
        b.sh(
                "mkdir /tar; for pack in /store/packs/*; do tar --zstd -C /tar -xf $pack || exit 1;"
                    + " done")
            .expect(0);
        // The same bytes lie in a pack once, whatever their names.
        assertThat(hashes(b.sh("find /tar -type f -exec sha256sum {} +").expect(0).lines()))
            .containsAll(hashes(bytes));
      }
    }
  }

  private static List<String> hashes(List<String> lines) {
    return lines.stream().map(line -> line.substring(0, 64)).distinct().toList();
  }
}
