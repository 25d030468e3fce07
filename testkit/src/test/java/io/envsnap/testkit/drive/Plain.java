package io.envsnap.testkit.drive;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Speaks to the emulator by plain HTTP, as no library of Google's would. */
record Plain(DriveEmulator drive, String token) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  record Answer(int status, byte[] bytes, HttpResponse<byte[]> inner) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    Map<String, Object> json() {
      return Json.object(text());
    }

    String header(String name) {
      return inner.headers().firstValue(name).orElse("");
    }

    String reason() {
      Map<String, Object> error = Json.map(json().get("error"));
      return String.valueOf(Json.map(Json.list(error.get("errors")).get(0)).get("reason"));
    }

    String id() {
      return String.valueOf(json().get("id"));
    }
  }

  Answer send(String method, String path, byte[] body, String... headers) throws IOException {
    URI uri = URI.create(path.startsWith("http") ? path : drive.base() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .header("Authorization", "Bearer " + token);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<byte[]> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  Answer get(String path, String... headers) throws IOException {
    return send("GET", path, new byte[0], headers);
  }

  Answer json(String method, String path, String body) throws IOException {
    return send(
        method, path, body.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
  }

  /** Makes a file of these bytes and returns its id. */
  String file(String metadata, byte[] bytes) throws IOException {
    return multipart(metadata, bytes, "").id();
  }

  Answer multipart(String metadata, byte[] bytes, String fields) throws IOException {
    byte[] before =
        ("--b\r\nContent-Type: application/json\r\n\r\n"
                + metadata
                + "\r\n--b\r\nContent-Type: application/x-envsnap\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] after = "\r\n--b--".getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[before.length + bytes.length + after.length];
    System.arraycopy(before, 0, all, 0, before.length);
    System.arraycopy(bytes, 0, all, before.length, bytes.length);
    System.arraycopy(after, 0, all, before.length + bytes.length, after.length);
    return send(
        "POST",
        "upload/drive/v3/files?uploadType=multipart"
            + (fields.isEmpty() ? "" : "&fields=" + fields),
        all,
        "Content-Type",
        "multipart/related; boundary=b");
  }

  /** Begins a resumable upload and returns the session's address. */
  Answer session(String metadata, long total) throws IOException {
    return send(
        "POST",
        "upload/drive/v3/files?uploadType=resumable&fields=id,size,md5Checksum",
        metadata.getBytes(StandardCharsets.UTF_8),
        "Content-Type",
        "application/json",
        "X-Upload-Content-Length",
        String.valueOf(total));
  }

  Answer put(String session, byte[] bytes, String range) throws IOException {
    return send("PUT", session, bytes, "Content-Range", range);
  }

  Answer search(String query) throws IOException {
    return get("drive/v3/files?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
  }

  List<String> found(String query) throws IOException {
    return Json.list(search(query).json().get("files")).stream()
        .map(one -> String.valueOf(Json.map(one).get("id")))
        .toList();
  }

  String freshId() throws IOException {
    return String.valueOf(
        Json.list(get("drive/v3/files/generateIds?count=1").json().get("ids")).get(0));
  }
}
