package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DistributionNeedTest {
  @Test
  void metadataNamesWhatIsNeededWithExtrasAndMarkers() {
    assertThat(
            DistributionNeed.ofMetadata(
                List.of(
                    "Metadata-Version: 2.1",
                    "Name: requests",
                    "Requires-Dist: charset_normalizer (<4,>=2)",
                    "Requires-Dist: urllib3[brotli,Socks]<3,>=1.21.1; python_version >= \"3.7\"",
                    "Requires-Dist: here @ https://files.example/a;b.whl ; extra == 'x'",
                    "Requires-Dist: six",
                    "",
                    "Requires-Dist: prose")))
        .containsExactly(
            new DistributionNeed("charset-normalizer", Set.of(), ""),
            new DistributionNeed("urllib3", Set.of("brotli", "socks"), "python_version >= \"3.7\""),
            new DistributionNeed("here", Set.of(), "extra == 'x'"),
            new DistributionNeed("six", Set.of(), ""));
  }

  @Test
  void anEggsListHasSectionsOfExtrasAndMarkers() {
    assertThat(
            DistributionNeed.ofRequires(
                List.of(
                    "six>=1.5",
                    "",
                    "[:python_version < \"3.8\"]",
                    "importlib_metadata",
                    "",
                    "[fast:os_name == 'posix']",
                    "speedups==1")))
        .containsExactly(
            new DistributionNeed("six", Set.of(), ""),
            new DistributionNeed("importlib-metadata", Set.of(), "python_version < \"3.8\""),
            new DistributionNeed(
                "speedups", Set.of(), "(os_name == 'posix') and (extra == 'fast')"));
  }
}
