package io.envsnap.agent.system;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.ByteBuffer;

/**
 * The functions of OpenSSL's libcrypto that compute SHA-256 in memory of the caller, SHA256(3).
 * They are there since OpenSSL 0.9.8; version 3 calls them deprecated and has them.
 */
final class LibCrypto {
  /** At least the size of {@code SHA256_CTX}, 112 bytes. */
  static final int STATE = 128;

  private static final String[] NAMES = {"libcrypto.so.3", "libcrypto.so.1.1"};

  static {
    NativeCode.load(() -> Native.register(LibCrypto.class, library()));
  }

  private LibCrypto() {}

  private static NativeLibrary library() {
    UnsatisfiedLinkError last = new UnsatisfiedLinkError("no libcrypto");
    for (String name : NAMES) {
      try {
        return NativeLibrary.getInstance(name);
      } catch (UnsatisfiedLinkError e) {
        last = e;
      }
    }
    throw last;
  }

  static native int SHA256_Init(byte[] state);

  static native int SHA256_Update(byte[] state, byte[] bytes, long count);

  static native int SHA256_Update(byte[] state, ByteBuffer bytes, long count);

  static native int SHA256_Final(byte[] digest, byte[] state);
}
