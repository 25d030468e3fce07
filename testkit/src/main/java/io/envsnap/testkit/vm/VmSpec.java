package io.envsnap.testkit.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What kind of machine to boot.
 *
 * @param base the tree that it starts from
 * @param layers upper folders of machines whose power was cut, the newest first: what the image has
 *     besides the base tree
 * @param network what it can reach
 * @param diskBytes how much it can write; the disk lies in memory
 * @param shares folders of the host that it sees: host path to path in the machine
 * @param environment added to every program's environment
 */
public record VmSpec(
    BaseTree base,
    List<Path> layers,
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
    layers = List.copyOf(layers);
    shares = Map.copyOf(shares);
    environment = Map.copyOf(environment);
  }

  /** A machine on the host's network. */
  public static VmSpec of(BaseTree base) {
    return new VmSpec(base, List.of(), Network.HOST, DISK, Map.of(), Map.of());
  }

  /** The same without any network. */
  public VmSpec cut() {
    return new VmSpec(base, layers, Network.CUT, diskBytes, shares, environment);
  }

  /**
   * The same with an image that has more: what another machine wrote.
   *
   * @param machine one that was booted from this image and whose power was cut; it must stay open
   */
  public VmSpec over(FreshVm machine) {
    List<Path> more = new ArrayList<>(List.of(machine.upper()));
    more.addAll(layers);
    return new VmSpec(base, more, network, diskBytes, shares, environment);
  }

  /** The lower folders of the machine's overlay, the top one first, as mount(8) takes them. */
  String lower() {
    return Stream.concat(layers.stream(), Stream.of(base.mounted()))
        .map(Path::toString)
        .collect(Collectors.joining(":"));
  }

  /** The same with a smaller disk. */
  public VmSpec disk(long bytes) {
    return new VmSpec(base, layers, network, bytes, shares, environment);
  }

  /** The same, seeing a folder of the host. */
  public VmSpec share(Path host, String guest) {
    Map<Path, String> more = new TreeMap<>(shares);
    more.put(host, guest);
    return new VmSpec(base, layers, network, diskBytes, more, environment);
  }

  /** The same with a further variable. */
  public VmSpec with(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new VmSpec(base, layers, network, diskBytes, shares, more);
  }
}
