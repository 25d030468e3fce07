package io.envsnap.agent.system;

import io.envsnap.spec.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;

/**
 * SHA-256 by the machine's libcrypto, so that it is quick from the first byte on. Java's own is
 * quick only once the optimizing compiler has seen it, and that compiler costs a short command more
 * than all the rest it does (docs/design/speed.md).
 */
public final class SystemDigests extends Provider {
  private static final long serialVersionUID = 1L;
  private static final String ALGORITHM = "SHA-256";
  private static final byte[] TRIAL = "envsnap".getBytes(StandardCharsets.UTF_8);

  private SystemDigests() {
    super("envsnap", "1", "SHA-256 by the system's libcrypto");
    put("MessageDigest." + ALGORITHM, SystemSha256.class.getName());
  }

  /**
   * Makes it what {@link Digest} computes by, where there is a libcrypto and it computes what Java
   * does.
   *
   * @return whether it did
   */
  public static boolean install() {
    try {
      Provider system = new SystemDigests();
      byte[] expected = MessageDigest.getInstance(ALGORITHM).digest(TRIAL);
      boolean right =
          MessageDigest.isEqual(
              expected, MessageDigest.getInstance(ALGORITHM, system).digest(TRIAL));
      if (right) {
        Digest.computeBy(system);
      }
      return right;
    } catch (NoSuchAlgorithmException | LinkageError e) {
      return false;
    }
  }
}
