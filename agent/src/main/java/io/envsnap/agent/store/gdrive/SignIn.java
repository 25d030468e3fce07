package io.envsnap.agent.store.gdrive;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.OAuth2Credentials;
import io.envsnap.agent.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sign-in that is there: the file that {@code GOOGLE_APPLICATION_CREDENTIALS} names, then
 * the one of {@code envsnap login}, then that of gcloud, then the machine's own, which on Colab is
 * the person's after {@code auth.authenticate_user()}.
 */
final class SignIn {
  private static final String NAMED = "GOOGLE_APPLICATION_CREDENTIALS";
  private static final String GCLOUD = "CLOUDSDK_CONFIG";
  private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/drive");
  private static final String CURE =
      "In Colab run `from google.colab import auth; auth.authenticate_user()`, elsewhere `envsnap"
          + " login`; a service account's key is named by `GOOGLE_APPLICATION_CREDENTIALS`";

  private SignIn() {}

  /** Where {@code envsnap login} keeps what it got. */
  static Path own(DrivePlace place) {
    return place.state().resolve("drive-sign-in.json");
  }

  /**
   * The first sign-in of all.
   *
   * @throws StoreException when there is none, or it cannot be read
   */
  static OAuth2Credentials find(DrivePlace place) throws StoreException {
    String named = place.environment().getOrDefault(NAMED, "");
    if (!named.isEmpty()) {
      return file(Path.of(named)).orElseThrow(() -> unreadable(Path.of(named), null));
    }
    Path gcloud =
        Path.of(
            place
                .environment()
                .getOrDefault(GCLOUD, place.home().resolve(".config/gcloud").toString()));
    Optional<OAuth2Credentials> kept = file(own(place));
    if (kept.isEmpty()) {
      kept = file(gcloud.resolve("application_default_credentials.json"));
    }
    return kept.isPresent() ? kept.get() : machine();
  }

  private static Optional<OAuth2Credentials> file(Path path) throws StoreException {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Optional.of(
          GoogleCredentials.fromStream(in, NetHttpTransport::new).createScoped(SCOPES));
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(path, e);
    }
  }

  private static StoreException unreadable(Path path, @Nullable Exception e) {
    return new StoreException.Denied(
        "The sign-in in `" + path + "` cannot be used", CURE, new IOException("no sign-in", e));
  }

  /** The metadata server's; that there is none shows when a token is asked for. */
  private static OAuth2Credentials machine() throws StoreException {
    OAuth2Credentials machine =
        ComputeEngineCredentials.newBuilder()
            .setHttpTransportFactory(NetHttpTransport::new)
            .setScopes(SCOPES)
            .build();
    try {
      machine.refresh();
      return machine;
    } catch (IOException e) {
      throw new StoreException.Denied("There is no sign-in to Google Drive", CURE, e);
    }
  }
}
