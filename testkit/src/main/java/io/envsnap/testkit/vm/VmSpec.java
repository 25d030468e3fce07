package io.envsnap.testkit.vm;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What kind of machine to boot.
 *
 * @param base the tree that it starts from
 * @param network what it can reach
 * @param diskBytes how much it can write; the disk lies in memory
 * @param shares folders of the host that it sees: host path to path in the machine
 * @param environment added to every program's environment
 */
public record VmSpec(
    BaseTree base,
    Network network,
    long diskBytes,
    Map<Path, String> shares,
    Map<String, String> environment) {
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "HOME", "/root",
          "LC_ALL", "C.UTF-8",
          "DEBIAN_FRONTEND", "noninteractive",
          "SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt",
          "PIP_CERT", "/etc/ssl/certs/ca-certificates.crt",
          "PIP_DISABLE_PIP_VERSION_CHECK", "1",
          "PIP_ROOT_USER_ACTION", "ignore");
  private static final long DISK = 6L << 30;

  /** Takes its own copies. */
  public VmSpec {
    shares = Map.copyOf(shares);
    environment = Map.copyOf(environment);
  }

  /** A machine on the host's network. */
  public static VmSpec of(BaseTree base) {
    return new VmSpec(base, Network.HOST, DISK, Map.of(), Map.of());
  }

  /** The same without any network. */
  public VmSpec cut() {
    return new VmSpec(base, Network.CUT, diskBytes, shares, environment);
  }

  /** The same with a smaller disk. */
  public VmSpec disk(long bytes) {
    return new VmSpec(base, network, bytes, shares, environment);
  }

  /** The same, seeing a folder of the host. */
  public VmSpec share(Path host, String guest) {
    Map<Path, String> more = new TreeMap<>(shares);
    more.put(host, guest);
    return new VmSpec(base, network, diskBytes, more, environment);
  }

  /** The same with a further variable. */
  public VmSpec with(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new VmSpec(base, network, diskBytes, shares, more);
  }
}
