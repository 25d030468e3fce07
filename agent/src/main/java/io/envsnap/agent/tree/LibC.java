package io.envsnap.agent.tree;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.envsnap.agent.system.NativeCode;
import java.nio.ByteBuffer;

/**
 * The functions of the C library that work on open folders, as the manual's section 2 has them. All
 * sizes are those of a 64-bit Linux. Strings end with NUL. Only {@link SystemCalls} calls them.
 */
final class LibC {
  static {
    NativeCode.load(
        () -> {
          if (Native.POINTER_SIZE != 8) {
            throw new UnsatisfiedLinkError("envsnap needs a 64-bit system");
          }
          Native.register(LibC.class, NativeLibrary.getProcess());
        });
  }

  private LibC() {}

  static native int openat(int folder, byte[] path, int flags, int mode);

  static native int close(int fd);

  static native long read(int fd, ByteBuffer bytes, long count);

  static native long write(int fd, ByteBuffer bytes, long count);

  static native int fsync(int fd);

  static native int syncfs(int fd);

  static native int mkdirat(int folder, byte[] path, int mode);

  static native int symlinkat(byte[] target, int folder, byte[] path);

  static native int linkat(int oldFolder, byte[] oldPath, int folder, byte[] path, int flags);

  static native int renameat(int oldFolder, byte[] oldPath, int folder, byte[] path);

  static native int unlinkat(int folder, byte[] path, int flags);

  static native int fchownat(int folder, byte[] path, int uid, int gid, int flags);

  static native int fchmod(int fd, int mode);

  static native int utimensat(int folder, byte[] path, long[] times, int flags);

  static native int futimens(int fd, long[] times);

  static native int fsetxattr(int fd, byte[] name, byte[] value, long size, int flags);

  static native int fremovexattr(int fd, byte[] name);

  static native long fgetxattr(int fd, byte[] name, byte[] value, long size);

  static native int statx(int folder, byte[] path, int flags, int mask, byte[] result);

  static native long readlinkat(int folder, byte[] path, byte[] text, long size);

  static native Pointer fdopendir(int fd);

  static native Pointer readdir(Pointer stream);

  static native int closedir(Pointer stream);

  static native int geteuid();
}
