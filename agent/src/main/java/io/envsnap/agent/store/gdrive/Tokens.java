package io.envsnap.agent.store.gdrive;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import java.io.IOException;

/** The sign-in, as the access token of the moment. */
final class Tokens {
  private final OAuth2Credentials credentials;

  Tokens(OAuth2Credentials credentials) {
    this.credentials = credentials;
  }

  /** What to send as {@code Authorization}. */
  String authorization() throws IOException, DriveFailure {
    try {
      credentials.refreshIfExpired();
    } catch (IOException e) {
      throw failure(e);
    } catch (IllegalStateException e) {
      // A bare token cannot be renewed, and says so in this way.
      throw DriveFailure.signedOut("the access token has expired", e);
    }
    AccessToken token = credentials.getAccessToken();
    if (token == null) {
      throw new IOException("the sign-in server gave no token");
    }
    return "Bearer " + token.getTokenValue();
  }

  /**
   * Gets another token, although the old one seemed good.
   *
   * @throws DriveFailure when the sign-in is over
   */
  void renew() throws DriveFailure {
    try {
      credentials.refresh();
    } catch (IOException e) {
      throw failure(e);
    } catch (IllegalStateException e) {
      throw DriveFailure.signedOut("the access token has expired", e);
    }
  }

  // Messages of Google's library may hold what was sent: they stay in the cause.
  private static DriveFailure failure(IOException e) {
    String said = String.valueOf(e.getMessage());
    if (said.contains("invalid_grant")) {
      return DriveFailure.signedOut("the sign-in was revoked or has expired", e);
    }
    boolean slow =
        e.getCause() instanceof HttpResponseException answer
            && (answer.getStatusCode() == 403 || answer.getStatusCode() == 429);
    if (!slow && e instanceof Retryable known && !known.isRetryable()) {
      return DriveFailure.signedOut("no access token can be had from the sign-in", e);
    }
    return DriveFailure.of(new IOException("the sign-in server does not answer", e));
  }
}
