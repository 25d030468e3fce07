package io.envsnap.agent;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The variables of a user's environment that say where installers fetch from and how they get in;
 * none that would change what they install, or where.
 */
final class UpstreamVariables {
  private static final Pattern NAME =
      Pattern.compile(
          "PIP_(?:INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS|TRUSTED_HOST|CERT|CLIENT_CERT|PROXY|CONFIG_FILE)"
              + "|UV_(?:INDEX|DEFAULT_INDEX|INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS|NATIVE_TLS|INSECURE_HOST"
              + "|CONFIG_FILE|INDEX_\\w+_(?:USERNAME|PASSWORD))"
              + "|GIT_(?:ASKPASS|SSH|SSH_COMMAND|SSL_CAINFO|SSL_CAPATH)"
              + "|(?i:https?_proxy|all_proxy|no_proxy|ftp_proxy)"
              + "|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NETRC"
              + "|SSH_AUTH_SOCK|SSH_ASKPASS");

  private UpstreamVariables() {}

  static Map<String, String> of(Map<String, String> environment) {
    Map<String, String> some = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (NAME.matcher(name).matches()) {
            some.put(name, value);
          }
        });
    return some;
  }
}
