package io.envsnap.spec.lockfile;

import java.util.Comparator;

/**
 * One piece of CUDA that lies on a machine beside the driver.
 *
 * @param name {@code toolkit}, {@code cudnn}, {@code nccl} or {@code compat}, NVIDIA's forward
 *     compatibility libraries
 * @param version as its owner says, such as {@code 9.8.0.87}
 * @param from who put it there: a folder, or {@code apt NAME} or {@code pip NAME}
 */
public record CudaPart(String name, String version, String from) implements Comparable<CudaPart> {
  private static final Comparator<CudaPart> ORDER =
      Comparator.comparing(CudaPart::name)
          .thenComparing(CudaPart::from)
          .thenComparing(CudaPart::version);

  @Override
  public int compareTo(CudaPart other) {
    return ORDER.compare(this, other);
  }
}
