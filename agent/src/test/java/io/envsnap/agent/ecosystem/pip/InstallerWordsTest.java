package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstallerWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "uv pip install build | true",
        "uv --directory /a add b | true",
        "uv -q pip --python x uninstall y | false",
        "uv pip list | false",
        "uv pip install --dry-run a | false",
        "uv venv /content/a | true",
        "uv tool install ruff | true",
        "uv tool list | false",
        "uv tool run ruff | true",
        "uv run train.py | true",
        "uv cache clean | false",
        "uv --version | false",
        "uv | false"
      })
  void uvsCommandsThatMayChangeSomethingAreKnown(String words, boolean changes) {
    assertThat(InstallerWords.uvMayChange(List.of(words.split(" ")))).isEqualTo(changes);
  }

  @ParameterizedTest
  @CsvSource({
    "/usr/bin/python3 /usr/bin/pip install -q keras, pip install",
    "/usr/bin/python3 /usr/local/bin/pip3.11 --no-input uninstall -y keras, pip uninstall",
    "pip --log /tmp/log install keras, pip install",
    "python3 -m pip install --user requests, pip install",
    "/usr/bin/python3 -I -m pip install requests, pip install",
    "/content/env/bin/python /tmp/x/pip/__main__.py install --prefix /tmp/b setuptools, pip"
        + " install",
    "uv pip install --system keras, uv pip install",
    "/root/.local/bin/uv --quiet pip sync requirements.txt, uv pip sync",
    "uv add numpy, uv add",
    "uv --directory /a sync, uv sync",
    "uv tool install ruff, uv tool install",
    "uv python install 3.13, uv python install",
    "python3 -W ignore -m pip install a, pip install",
    "/opt/conda/bin/python /opt/conda/bin/conda install -y numpy, conda install",
    "micromamba create -n x python, micromamba create",
    "python3 setup.py develop, setup.py develop",
    "python3 -m venv /content/env, venv"
  })
  void seesThatPackagesAreBeingChanged(String words, String deed) {
    assertThat(InstallerWords.of(List.of(words.split(" ")))).contains(deed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "python3 train.py install",
        "python3 -m http.server",
        "pip list",
        "pip download keras",
        "uv run python train.py",
        "uv run pip",
        "uv run pip install a",
        "uv tool run ruff",
        "uv pip list",
        "uv",
        "vi pip.conf",
        "/usr/bin/python3 /usr/bin/ipykernel_launcher -f kernel.json",
        "grep install pip",
        "python3 -c import pip"
      })
  void leavesEverythingElseAlone(String words) {
    assertThat(InstallerWords.of(List.of(words.split(" ")))).isEmpty();
  }
}
