package io.envsnap.agent.system;

import java.nio.ByteBuffer;
import java.security.MessageDigestSpi;
import java.util.Arrays;

/** One computation of SHA-256; for {@link SystemDigests}, which Java makes it by its name for. */
public final class SystemSha256 extends MessageDigestSpi {
  private static final int LENGTH = 32;
  private final byte[] state = new byte[LibCrypto.STATE];

  /** Begins. */
  public SystemSha256() {
    engineReset();
  }

  @Override
  protected void engineReset() {
    LibCrypto.SHA256_Init(state);
  }

  @Override
  protected int engineGetDigestLength() {
    return LENGTH;
  }

  @Override
  protected void engineUpdate(byte one) {
    LibCrypto.SHA256_Update(state, new byte[] {one}, 1);
  }

  @Override
  protected void engineUpdate(byte[] bytes, int from, int count) {
    byte[] start = from == 0 ? bytes : Arrays.copyOfRange(bytes, from, from + count);
    LibCrypto.SHA256_Update(state, start, count);
  }

  @Override
  protected void engineUpdate(ByteBuffer bytes) {
    if (bytes.isDirect()) {
      LibCrypto.SHA256_Update(state, bytes.slice(), bytes.remaining());
      bytes.position(bytes.limit());
    } else {
      super.engineUpdate(bytes);
    }
  }

  @Override
  protected byte[] engineDigest() {
    byte[] digest = new byte[LENGTH];
    LibCrypto.SHA256_Final(digest, state);
    engineReset();
    return digest;
  }
}
