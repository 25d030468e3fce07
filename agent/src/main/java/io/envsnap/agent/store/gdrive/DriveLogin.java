package io.envsnap.agent.store.gdrive;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.UrlEncodedContent;
import com.google.api.client.http.javanet.NetHttpTransport;
import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.JsonText;
import io.envsnap.spec.codec.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Signs a person in on another device, and out again: Google's flow for devices of limited input,
 * with an OAuth client of the person's own. It grants {@code drive.file}: the files that envsnap
 * made.
 */
public final class DriveLogin {
  private static final int LIMIT = 1 << 16;
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final String SCOPE = "https://www.googleapis.com/auth/drive.file";
  private static final String GOOGLE = "https://oauth2.googleapis.com/";
  private static final Duration MOST = Duration.ofMinutes(30);

  private final DrivePlace place;
  private final Pauses pauses;

  /** Signs in and out of a place. */
  public DriveLogin(DrivePlace place, Pauses pauses) {
    this.place = place;
    this.pauses = pauses;
  }

  /** Tells a person where to type what. */
  @FunctionalInterface
  public interface Ask {
    /** Shows a web address, and the code to type there. */
    void show(String url, String code);
  }

  private String end(String path) {
    return (place.root().equals(DrivePlace.GOOGLE) ? GOOGLE : place.root()) + path;
  }

  /**
   * Signs in, and keeps the sign-in for this user only.
   *
   * @param client the file that Google's console gives for a client of the type "TVs and Limited
   *     Input devices"
   * @throws StoreException when the person says no, or does not answer
   */
  public void in(Path client, Ask ask) throws StoreException {
    try {
      JsonValue.Fields file = JsonText.parse(Files.readAllBytes(client), LIMIT).asFields();
      JsonValue.Fields known = file.find("installed").orElse(file).asFields();
      String id = known.require("client_id").asText();
      String secret = known.require("client_secret").asText();
      JsonValue.Fields begun =
          granted(post("device/code", Map.of("client_id", id, "scope", SCOPE)));
      ask.show(
          begun.find("verification_url").orElse(JsonValue.of("the device page")).asText(),
          begun.require("user_code").asText());
      keep(id, secret, wait(id, secret, begun));
    } catch (IOException e) {
      throw new StoreException.Unavailable(
          "Signing in to Google Drive failed: " + e.getMessage(),
          "Look at the network and at the client's file, and run `envsnap login` again",
          e);
    } catch (FormatException e) {
      throw new StoreException.Denied(
          "`" + client + "` is no file of an OAuth client, or Google answered something else",
          "In Google's console make a client of the type `TVs and Limited Input devices`, and"
              + " download its file",
          e);
    }
  }

  private String wait(String id, String secret, JsonValue.Fields begun)
      throws IOException, FormatException, StoreException {
    Duration interval = Duration.ofSeconds(begun.require("interval").asLong());
    Map<String, String> form =
        Map.of(
            "client_id",
            id,
            "client_secret",
            secret,
            "device_code",
            begun.require("device_code").asText(),
            "grant_type",
            GRANT);
    for (Duration waited = Duration.ZERO;
        waited.compareTo(MOST) < 0;
        waited = waited.plus(interval)) {
      pauses.pause(interval);
      JsonValue.Fields answer = post("token", form);
      String error = answer.find("error").isEmpty() ? "" : answer.require("error").asText();
      if (error.equals("slow_down")) {
        interval = interval.plusSeconds(5);
      } else if (!error.equals("authorization_pending")) {
        return granted(answer).require("refresh_token").asText();
      }
    }
    throw refused("nobody typed the code in time");
  }

  private static JsonValue.Fields granted(JsonValue.Fields answer)
      throws FormatException, StoreException {
    if (answer.find("error").isPresent()) {
      String error = answer.require("error").asText();
      throw refused(error.equals("access_denied") ? "the answer was no" : error);
    }
    return answer;
  }

  private static StoreException refused(String why) {
    return new StoreException.Denied(
        "Google did not sign you in: " + why,
        "Run `envsnap login` again, and allow it on the page that it names",
        new IOException(why));
  }

  private void keep(String id, String secret, String token) throws IOException {
    TreeMap<String, JsonValue> kept = new TreeMap<>();
    kept.put("type", JsonValue.of("authorized_user"));
    kept.put("client_id", JsonValue.of(id));
    kept.put("client_secret", JsonValue.of(secret));
    kept.put("refresh_token", JsonValue.of(token));
    kept.put("token_uri", JsonValue.of(end("token")));
    WholeFile.makePrivateFolder(place.state());
    WholeFile.write(SignIn.own(place), JsonText.write(JsonValue.of(kept)));
  }

  /**
   * Signs out: Google forgets the sign-in, and so does this machine.
   *
   * @return whether there was one
   * @throws StoreException when Google does not answer; the sign-in is gone from here all the same
   */
  public boolean out() throws StoreException {
    Path own = SignIn.own(place);
    Optional<String> token = Optional.empty();
    try {
      if (!Files.exists(own)) {
        return false;
      }
      token =
          Optional.of(
              JsonText.parse(Files.readAllBytes(own), LIMIT)
                  .asFields()
                  .require("refresh_token")
                  .asText());
    } catch (IOException | FormatException e) {
      // What cannot be read cannot be revoked; it goes.
      token = Optional.empty();
    }
    try {
      Files.deleteIfExists(own);
      if (token.isPresent()) {
        post("revoke", Map.of("token", token.get()));
      }
      return true;
    } catch (IOException | FormatException e) {
      throw new StoreException.Unavailable(
          "This machine is signed out, but Google was not told",
          "End the sign-in at https://myaccount.google.com/permissions",
          e);
    }
  }

  // What is sent is secret: no message may hold it.
  private JsonValue.Fields post(String path, Map<String, String> form)
      throws IOException, FormatException {
    HttpRequest request =
        new NetHttpTransport()
            .createRequestFactory()
            .buildPostRequest(new GenericUrl(end(path)), new UrlEncodedContent(form));
    request.setThrowExceptionOnExecuteError(false);
    HttpResponse response = request.execute();
    try (InputStream in = response.getContent()) {
      byte[] body = in == null ? new byte[0] : in.readNBytes(LIMIT);
      return JsonText.parse(body.length == 0 ? new byte[] {'{', '}'} : body, LIMIT).asFields();
    } finally {
      response.disconnect();
    }
  }
}
