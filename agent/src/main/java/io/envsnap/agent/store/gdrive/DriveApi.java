package io.envsnap.agent.store.gdrive;

import com.google.api.client.http.AbstractInputStreamContent;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.JsonFactory;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.drive.Drive;
import com.google.api.services.drive.DriveRequest;
import com.google.api.services.drive.model.About;
import com.google.api.services.drive.model.File;
import com.google.api.services.drive.model.FileList;
import com.google.api.services.drive.model.Permission;
import com.google.api.services.drive.model.PermissionList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests to Drive, each sent once: who asks decides what a failure means. Uploads are sent by
 * hand, because the library's own cannot go on after a renewed token.
 */
final class DriveApi {
  static final String FOLDER = "application/vnd.google-apps.folder";
  static final String SHORTCUT = "application/vnd.google-apps.shortcut";

  /** Of its own, so that Drive does not guess one from the name. */
  static final String TYPE = "application/x-envsnap";

  private static final String FIELDS = "id,size,md5Checksum,sha256Checksum,createdTime,trashed";
  private static final int CONNECT = 20_000;

  /** The last bytes of a large upload are answered late. */
  private static final int READ = 180_000;

  private static final JsonFactory JSON = GsonFactory.getDefaultInstance();

  private final Drive drive;
  private final String root;

  DriveApi(String root, Tokens tokens) {
    this.root = root;
    HttpTransport transport = new NetHttpTransport();
    HttpRequestInitializer signed =
        request -> {
          request.setConnectTimeout(CONNECT);
          request.setReadTimeout(READ);
          request.setNumberOfRetries(0);
          request.setFollowRedirects(false);
          try {
            request.getHeaders().setAuthorization(tokens.authorization());
          } catch (DriveFailure e) {
            throw new Unsigned(e);
          }
        };
    drive =
        new Drive.Builder(transport, JSON, signed)
            .setRootUrl(root)
            .setApplicationName("envsnap")
            .build();
  }

  /** There is no token to sign a request with. */
  private static final class Unsigned extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient DriveFailure why;

    Unsigned(DriveFailure why) {
      super(why);
      this.why = why;
    }
  }

  private static <T> T execute(DriveRequest<T> request) throws IOException, DriveFailure {
    try {
      return request.setDisableGZipContent(true).execute();
    } catch (HttpResponseException e) {
      String body = e.getContent() == null ? "" : e.getContent();
      String wait = e.getHeaders().getRetryAfter() == null ? "" : e.getHeaders().getRetryAfter();
      throw DriveFailure.of(e.getStatusCode(), body.getBytes(StandardCharsets.UTF_8), wait);
    } catch (Unsigned e) {
      throw e.why;
    }
  }

  List<String> ids(int count) throws IOException, DriveFailure {
    return execute(drive.files().generateIds().setCount(count).setFields("ids")).getIds();
  }

  File get(String id) throws IOException, DriveFailure {
    return execute(
        drive
            .files()
            .get(id)
            .setSupportsAllDrives(true)
            .setFields(FIELDS + ",name,mimeType,driveId,shortcutDetails(targetId)"));
  }

  /** One page of a search; {@code page} is null for the first. */
  FileList list(String query, @Nullable String page) throws IOException, DriveFailure {
    return execute(
        drive
            .files()
            .list()
            .setQ(query)
            .setPageSize(1000)
            .setPageToken(page)
            .setSupportsAllDrives(true)
            .setIncludeItemsFromAllDrives(true)
            .setFields("nextPageToken,incompleteSearch,files(" + FIELDS + ",name,properties)"));
  }

  File createFolder(File metadata) throws IOException, DriveFailure {
    return execute(drive.files().create(metadata).setSupportsAllDrives(true).setFields(FIELDS));
  }

  /** A small file in one request. */
  File create(File metadata, byte[] bytes) throws IOException, DriveFailure {
    Drive.Files.Create request = drive.files().create(metadata, new ByteArrayContent(TYPE, bytes));
    request.getMediaHttpUploader().setDirectUploadEnabled(true);
    request.getMediaHttpUploader().setDisableGZipContent(true);
    return execute(request.setSupportsAllDrives(true).setFields(FIELDS));
  }

  /** Other bytes for a small file. */
  File replace(String id, byte[] bytes) throws IOException, DriveFailure {
    Drive.Files.Update request =
        drive.files().update(id, new File(), new ByteArrayContent(TYPE, bytes));
    request.getMediaHttpUploader().setDirectUploadEnabled(true);
    request.getMediaHttpUploader().setDisableGZipContent(true);
    return execute(request.setSupportsAllDrives(true).setFields(FIELDS));
  }

  void delete(String id) throws IOException, DriveFailure {
    execute(drive.files().delete(id).setSupportsAllDrives(true));
  }

  /** Who may see a file. */
  List<Permission> permissions(String id) throws IOException, DriveFailure {
    List<Permission> all = new ArrayList<>();
    String page = null;
    do {
      PermissionList list =
          execute(
              drive
                  .permissions()
                  .list(id)
                  .setSupportsAllDrives(true)
                  .setPageSize(100)
                  .setPageToken(page)
                  .setFields("nextPageToken,permissions(id,type,role,emailAddress)"));
      all.addAll(list.getPermissions());
      page = list.getNextPageToken();
    } while (page != null);
    return all;
  }

  Permission permit(String id, Permission permission) throws IOException, DriveFailure {
    Drive.Permissions.Create request =
        drive.permissions().create(id, permission).setSupportsAllDrives(true).setFields("id");
    // No mail: Drive lets a person send few of them, and whoever shares has its own words.
    return execute(
        "user".equals(permission.getType()) ? request.setSendNotificationEmail(false) : request);
  }

  void forbid(String id, String permission) throws IOException, DriveFailure {
    execute(drive.permissions().delete(id, permission).setSupportsAllDrives(true));
  }

  /** Free bytes of the account; empty where there is no limit. */
  Optional<Long> free() throws IOException, DriveFailure {
    About about = execute(drive.about().get().setFields("storageQuota(limit,usage)"));
    Long limit = about.getStorageQuota().getLimit();
    Long usage = about.getStorageQuota().getUsage();
    return limit == null || usage == null
        ? Optional.empty()
        : Optional.of(Math.max(0, limit - usage));
  }

  /**
   * Begins a resumable upload.
   *
   * @return the session's address: whoever has it can write the file, so it is never printed
   */
  String session(File metadata, long size) throws IOException, DriveFailure {
    GenericUrl url = new GenericUrl(root + "upload/drive/v3/files");
    url.put("uploadType", "resumable");
    url.put("supportsAllDrives", true);
    url.put("fields", FIELDS);
    HttpContent content =
        new ByteArrayContent("application/json; charset=UTF-8", JSON.toByteArray(metadata));
    HttpRequest request = raw("POST", url, content);
    request.getHeaders().set("X-Upload-Content-Type", TYPE);
    request.getHeaders().set("X-Upload-Content-Length", String.valueOf(size));
    HttpResponse response = request.execute();
    try {
      String location = response.getHeaders().getLocation();
      if (response.getStatusCode() != 200 || location == null) {
        throw failure(response);
      }
      return location;
    } finally {
      response.disconnect();
    }
  }

  /**
   * How far a resumable upload is.
   *
   * @param file the whole file, once it is there
   * @param offset how many bytes have arrived
   */
  record Progress(Optional<File> file, long offset) {}

  /** Sends all bytes from an offset on. */
  Progress send(String session, AbstractInputStreamContent rest, long offset, long size)
      throws IOException, DriveFailure {
    HttpRequest request = raw("PUT", new GenericUrl(session), rest);
    if (size > 0) {
      request.getHeaders().setContentRange("bytes " + offset + "-" + (size - 1) + "/" + size);
    }
    return progress(request);
  }

  /** Asks how many bytes have arrived. */
  Progress status(String session, long size) throws IOException, DriveFailure {
    HttpRequest request =
        raw("PUT", new GenericUrl(session), new ByteArrayContent(TYPE, new byte[0]));
    request.getHeaders().setContentRange("bytes */" + size);
    return progress(request);
  }

  private Progress progress(HttpRequest request) throws IOException, DriveFailure {
    HttpResponse response = request.execute();
    try {
      int status = response.getStatusCode();
      if (status == 308) {
        String range = response.getHeaders().getRange();
        boolean none = range == null || !range.matches("bytes=0-[0-9]{1,18}");
        return new Progress(
            Optional.empty(), none ? 0 : Long.parseLong(String.valueOf(range).substring(8)) + 1);
      }
      if (status != 200 && status != 201) {
        throw failure(response);
      }
      return new Progress(Optional.of(JSON.fromInputStream(response.getContent(), File.class)), 0);
    } finally {
      response.disconnect();
    }
  }

  /** A file's bytes in a range, or the whole file when {@code length} says so. */
  InputStream download(String id, long offset, long length, boolean whole)
      throws IOException, DriveFailure {
    GenericUrl url = new GenericUrl(root + "drive/v3/files/" + id);
    url.put("alt", "media");
    url.put("supportsAllDrives", true);
    HttpRequest request = raw("GET", url, null);
    if (!whole) {
      request.getHeaders().setRange("bytes=" + offset + "-" + (offset + length - 1));
    }
    HttpResponse response = request.execute();
    int status = response.getStatusCode();
    if (status != 200 && status != 206) {
      throw failure(response);
    }
    InputStream content = response.getContent();
    if (status == 200 && !whole) {
      content.skipNBytes(offset);
    }
    return content == null ? InputStream.nullInputStream() : content;
  }

  private HttpRequest raw(String method, GenericUrl url, @Nullable HttpContent content)
      throws IOException, DriveFailure {
    try {
      HttpRequest request = drive.getRequestFactory().buildRequest(method, url, content);
      request.setThrowExceptionOnExecuteError(false);
      return request;
    } catch (Unsigned e) {
      throw e.why;
    }
  }

  private static DriveFailure failure(HttpResponse response) throws IOException {
    byte[] body = new byte[0];
    try (InputStream in = response.getContent()) {
      if (in != null) {
        body = in.readNBytes(1 << 20);
      }
    }
    String wait = response.getHeaders().getRetryAfter();
    return DriveFailure.of(response.getStatusCode(), body, wait == null ? "" : wait);
  }
}
