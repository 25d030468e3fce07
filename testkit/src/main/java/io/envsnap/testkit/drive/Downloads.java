package io.envsnap.testkit.drive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file's bytes, whole or a range of them. */
final class Downloads {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");
  private final DriveDisk disk;

  Downloads(DriveDisk disk) {
    this.disk = disk;
  }

  void send(Call call, Item item) throws IOException {
    if (!item.fields().containsKey("content")) {
      throw new DriveProblem(
          403,
          "fileNotDownloadable",
          "Only files with binary content can be downloaded. Use Export with Docs Editors files.");
    }
    long size = item.size();
    long from = 0;
    long to = size;
    Matcher range = RANGE.matcher(call.header("Range"));
    boolean part = range.matches() && call.fault(DriveFault.Kind.IGNORE_RANGE).isEmpty();
    if (part) {
      from = Long.parseLong(range.group(1));
      to = range.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(range.group(2)) + 1);
      if (from >= size) {
        call.with("Content-Range", "bytes */" + size);
        throw new DriveProblem(
            416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
      }
      call.with("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + size);
    }
    long length = to - from;
    call.with("Content-Type", item.text("mimeType"));
    call.inner().sendResponseHeaders(part ? 206 : 200, length == 0 ? -1 : length);
    if (length > 0) {
      body(call, item, from, length);
    }
  }

  private void body(Call call, Item item, long from, long length) throws IOException {
    long most = call.fault(DriveFault.Kind.DROP_WITHIN).map(DriveFault::bytes).orElse(length);
    boolean flip = call.fault(DriveFault.Kind.FLIP_BIT).isPresent();
    byte[] buffer = new byte[1 << 16];
    long sent = 0;
    try (InputStream in = Files.newInputStream(disk.content(item))) {
      in.skipNBytes(from);
      OutputStream out = call.inner().getResponseBody();
      while (sent < Math.min(length, most)) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, Math.min(length, most) - sent));
        if (flip) {
          buffer[n / 2] ^= 1;
          flip = false;
        }
        out.write(buffer, 0, n);
        sent += n;
      }
      out.flush();
    }
    if (sent < length) {
      throw new Uploads.Dropped();
    }
  }
}
