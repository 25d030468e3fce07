package io.envsnap.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.tree.LeftOutRule.Report;
import io.envsnap.spec.snapshot.TreePath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftOutRulesTest {
  private final LeftOutRules rules =
      LeftOutRules.with(
          List.of(TreePath.of("/var/lib/envsnap"), TreePath.of("/content/a*b/envsnap.lock.yaml")),
          path -> path.name().equals("token") || path.name().equals(".ssh"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/proc/1/maps",
        "/tmp",
        "/tmp/x",
        "/run/lock/y",
        "/var/log/dpkg.log",
        "/etc/hostname",
        "/etc/machine-id",
        "/var/lib/dbus/machine-id",
        "/etc/ssh/ssh_host_ed25519_key.pub",
        "/etc/ssl/private/ssl-cert-snakeoil.key",
        "/etc/passwd-",
        "/root/.bash_history",
        "/home/jovyan/.bash_history",
        "/root/.cache/pip/http/0/1",
        "/home/u/.cache/uv/archive-v0/x/y",
        "/root/.ipython/profile_default/history.sqlite",
        "/root/.ipython/profile_default/history.sqlite-journal",
        "/home/u/.local/share/jupyter/runtime/kernel-1.json",
        "/usr/lib/x86_64-linux-gnu/libcuda.so.1",
        "/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.580.82.07",
        "/usr/lib64-nvidia/libcuda.so",
        "/var/lib/dpkg/status-old",
        "/usr/bin/x.dpkg-new",
        "/usr/bin/.envsnap-tmp-0123456789abcdef01234567",
        "/usr/local/lib/python3.11/dist-packages/~umpy/core/x.py",
        "/opt/venv/lib/python3.12/site-packages/~umpy-1.26.4.dist-info",
        "/var/lib/envsnap/inventory.gz",
        "/content/a*b/envsnap.lock.yaml",
      })
  void leavesOutWhatMeansNothingElsewhere(String path) {
    assertThat(rules.ruleFor(TreePath.of(path)))
        .hasValueSatisfying(match -> assertThat(match.rule().report()).isEqualTo(Report.SILENT));
    assertThat(rules.reason(TreePath.of(path))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/content/notebook.ipynb",
        "/content/tmp/x",
        "/tmpfiles",
        "/usr/bin/jq",
        "/etc/hosts.allow",
        "/etc/passwd",
        "/etc/shadow",
        "/etc/ssh/sshd_config",
        "/etc/network/if-up.d/openssh-server",
        "/etc/ssl/certs/ca-certificates.crt",
        "/var/lib/dpkg/status",
        "/var/lib/dpkg/info/jq.list",
        "/var/cache/debconf/config.dat",
        "/var/lib/apt/extended_states",
        "/root/.cacheless",
        "/root/project/.cache/pip/x",
        "/home/u/project/.bash_history",
        "/home/.bash_history",
        "/root/.config/matplotlib/matplotlibrc",
        "/usr/local/lib/python3.11/dist-packages/nvidia/cuda_runtime/lib/libcudart.so.12",
        "/usr/local/lib/python3.11/dist-packages/pynvml/libnvidia-ml.so",
        "/usr/local/cuda/lib64/stubs/libcuda.so",
        "/content/~draft/x",
        "/content/axxb/envsnap.lock.yaml",
      })
  void keepsWhatASessionMayMake(String path) {
    assertThat(rules.ruleFor(TreePath.of(path))).isEmpty();
  }

  @Test
  void namesWhatMayHoldCredentialsWithAllBelow() {
    assertThat(rules.ruleFor(TreePath.of("/root/.ssh/id_ed25519")))
        .hasValueSatisfying(
            match -> {
              assertThat(match.rule().report()).isEqualTo(Report.NAMED);
              assertThat(match.rule().reason()).isEqualTo("it may hold credentials");
              assertThat(match.at()).isEqualTo(TreePath.of("/root/.ssh"));
            });
    assertThat(rules.ruleFor(TreePath.of("/content/token"))).isPresent();
  }

  @Test
  void sumsUpCachesThatSomebodyMayMiss() {
    assertThat(rules.ruleFor(TreePath.of("/root/.cache/huggingface/hub/x")))
        .hasValueSatisfying(
            match -> {
              assertThat(match.rule().report()).isEqualTo(Report.SUMMED);
              assertThat(match.at()).isEqualTo(TreePath.of("/root/.cache"));
            });
  }

  @Test
  void leavesTheHashLinkOfThisMachinesOwnCertificateOut() {
    TreePath link = TreePath.of("/etc/ssl/certs/1a2b3c4d.0");

    assertThat(rules.ruleFor(link, "ssl-cert-snakeoil.pem")).isPresent();
    assertThat(rules.ruleFor(link, "ISRG_Root_X1.pem")).isEmpty();
    assertThat(rules.ruleFor(TreePath.of("/content/x"), "ssl-cert-snakeoil.pem")).isEmpty();
  }

  @Test
  void saysWhichFoldersNeedNotBeWalked() {
    assertThat(rules.neverWalked(List.of(TreePath.of("/root"), TreePath.of("/home/u"))))
        .contains(
            TreePath.of("/proc"),
            TreePath.of("/var/lib/envsnap"),
            TreePath.of("/home/u/.cache/pip"))
        .doesNotContain(TreePath.of("/var/tmp"), TreePath.of("/root/.cache"))
        .allSatisfy(path -> assertThat(path.value()).doesNotStartWith("~"));
  }
}
