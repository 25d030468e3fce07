package io.envsnap.spec.redact;

import static io.envsnap.spec.redact.CredentialFile.Treatment.SUBSTITUTE;
import static io.envsnap.spec.redact.CredentialFile.Treatment.WITHHOLD;

import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The well-known files that hold credentials, as data; the first that matches counts. */
public final class CredentialFiles {
  private static final String COPY = "copy the file";
  private static final String SIGN_IN = "sign in again, or copy the file";

  /** All of them, in their order. */
  static final List<CredentialFile> ALL =
      List.of(
          // Hosts in general, and git.
          withhold(".netrc", "hosts that it names", "copy the file, or set up a credential helper"),
          withhold("_netrc", "hosts that it names", "copy the file, or set up a credential helper"),
          withhold(".git-credentials", "git hosts", "copy the file, or `git credential approve`"),
          withhold(".config/git/credentials", "git hosts", COPY),
          withhold(".config/gh/hosts.yml", "GitHub", "`gh auth login`, or `GH_TOKEN`"),
          withhold(".config/hub", "GitHub", "`GITHUB_TOKEN`"),
          withhold(".config/glab-cli/config.yml", "GitLab", "`glab auth login`"),
          withhold(".ssh/id_*", "hosts over SSH", "copy the key, or `ssh-keygen` and register it"),
          withhold(".ssh/identity", "hosts over SSH", "copy the key"),
          withhold(".ssh/*.pem", "hosts over SSH", "copy the key"),
          withhold(".ssh/*.key", "hosts over SSH", "copy the key"),
          withhold(".gnupg/private-keys-v1.d/**", "signatures", "`gpg --import`"),
          withhold(".gnupg/secring.gpg", "signatures", "`gpg --import`"),
          withhold("/etc/ssl/private/**", "services of this machine", COPY),
          // Data, models and experiments.
          withhold("kaggle.json", "Kaggle", "`KAGGLE_USERNAME` and `KAGGLE_KEY`, or copy the file"),
          withhold(".kaggle/access_token", "Kaggle", "`KAGGLE_API_TOKEN`"),
          withhold(".huggingface/token", "Hugging Face", "`HF_TOKEN`, or `hf auth login`"),
          withhold(".cache/huggingface/token", "Hugging Face", "`HF_TOKEN`, or `hf auth login`"),
          withhold(".cache/huggingface/stored_tokens", "Hugging Face", "`hf auth login`"),
          withhold(".comet.config", "Comet", "`COMET_API_KEY`"),
          withhold(".neptune/credentials.json", "Neptune", "`NEPTUNE_API_TOKEN`"),
          withhold(".mlflow/credentials", "MLflow", "`MLFLOW_TRACKING_PASSWORD`"),
          withhold("clearml.conf", "ClearML", "`CLEARML_API_SECRET_KEY`"),
          withhold(".modal.toml", "Modal", "`modal token set`"),
          withhold(".ngc/config", "NVIDIA NGC", "`NGC_API_KEY`"),
          withhold(".databrickscfg", "Databricks", "`DATABRICKS_TOKEN`"),
          withhold(".snowflake/connections.toml", "Snowflake", COPY),
          withhold(".streamlit/secrets.toml", "the app's services", COPY),
          // Clouds.
          withhold(".aws/credentials", "AWS", "`AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`"),
          withhold(".aws/sso/cache/**", "AWS", "`aws sso login`"),
          withhold(".aws/cli/cache/**", "AWS", "`aws sso login`"),
          withhold(".config/gcloud/**", "Google Cloud", "`gcloud auth login`"),
          withhold("application_default_credentials.json", "Google Cloud", "`gcloud auth login`"),
          withhold("adc.json", "Google Cloud", "`gcloud auth application-default login`"),
          // Colab keeps gcloud's folder at /content/.config.
          withhold(".config/credentials.db", "Google Cloud", "`gcloud auth login`"),
          withhold(".config/access_tokens.db", "Google Cloud", "`gcloud auth login`"),
          withhold(".config/legacy_credentials/**", "Google Cloud", "`gcloud auth login`"),
          withhold(".azure/**", "Azure", "`az login`"),
          withhold(".oci/**", "Oracle Cloud", COPY),
          withhold(".boto", "cloud storage", COPY),
          withhold(".s3cfg", "S3", COPY),
          withhold(".config/rclone/rclone.conf", "remotes of rclone", COPY),
          withhold(".rclone.conf", "remotes of rclone", COPY),
          withhold(".config/doctl/config.yaml", "DigitalOcean", "`doctl auth init`"),
          withhold(".fly/config.yml", "Fly", "`fly auth login`"),
          withhold(".kube/config", "Kubernetes", COPY),
          withhold(".terraform.d/credentials.tfrc.json", "Terraform", "`terraform login`"),
          withhold(".vault-token", "Vault", "`vault login`"),
          // Tunnels of notebooks.
          withhold(".ngrok2/ngrok.yml", "ngrok", "`NGROK_AUTHTOKEN`"),
          withhold(".config/ngrok/ngrok.yml", "ngrok", "`NGROK_AUTHTOKEN`"),
          withhold(".cloudflared/**", "Cloudflare", "`cloudflared tunnel login`"),
          // Package indexes and registries.
          withhold(".pypirc", "uploads to package indexes", "`TWINE_PASSWORD`, or copy the file"),
          withhold(".config/pypoetry/auth.toml", "package indexes", "`poetry config http-basic`"),
          withhold(".docker/config.json", "container registries", "`docker login`"),
          withhold(".config/containers/auth.json", "container registries", "`podman login`"),
          withhold(".cargo/credentials", "crates.io", "`cargo login`"),
          withhold(".cargo/credentials.toml", "crates.io", "`cargo login`"),
          withhold(".gem/credentials", "rubygems.org", "`gem signin`"),
          withhold("/etc/apt/auth.conf", "private apt archives", COPY),
          withhold("/etc/apt/auth.conf.d/**", "private apt archives", COPY),
          // Databases and the desktop.
          withhold(".pgpass", "PostgreSQL", "`PGPASSWORD`, or copy the file"),
          withhold(".my.cnf", "MySQL", COPY),
          withhold(".local/share/keyrings/**", "the keyring", SIGN_IN),
          withhold(".local/share/python_keyring/**", "the keyring", SIGN_IN),
          withhold(
              ".local/share/jupyter/runtime/**",
              "a running notebook",
              "nothing: it makes new ones"),
          // Settings that may hold one: recorded without it.
          substitute(".npmrc", "npm registries"),
          substitute(".yarnrc.yml", "npm registries"),
          substitute("pip.conf", "package indexes"),
          substitute(".pip/pip.conf", "package indexes"),
          substitute("uv.toml", "package indexes"),
          substitute(".condarc", "conda channels"),
          substitute(".gitconfig", "git hosts"),
          substitute(".config/git/config", "git hosts"),
          substitute("/etc/gitconfig", "git hosts"),
          substitute("/etc/apt/sources.list", "private apt archives"),
          substitute("/etc/apt/sources.list.d/*", "private apt archives"),
          substitute("/etc/apt/apt.conf.d/*", "proxies of apt"),
          substitute("/etc/environment", "services"),
          substitute("/etc/profile.d/*", "services"),
          substitute(".env", "services"),
          substitute(".bashrc", "services"),
          substitute(".bash_profile", "services"),
          substitute(".profile", "services"),
          substitute(".zshrc", "services"),
          substitute(".wgetrc", "proxies"),
          substitute(".curlrc", "proxies"));

  /** Most paths are told apart by their name alone; only these must be tried one by one. */
  private static final List<Ranked> STARRED = new ArrayList<>();

  private static final Map<String, List<Ranked>> BY_NAME = new HashMap<>();

  /** With which letters these names begin and end: most others need not be taken apart. */
  private static final BitSet ENDS = new BitSet();

  private static final int LETTERS = 128;

  static {
    for (int rank = 0; rank < ALL.size(); rank++) {
      Ranked file = Ranked.of(rank, ALL.get(rank));
      String pattern = file.file().pattern();
      if (pattern.contains("*")) {
        if (!pattern.startsWith(".") && !pattern.startsWith("/etc/")) {
          throw new IllegalStateException("`" + pattern + "` would not be looked for");
        }
        STARRED.add(file);
      } else {
        String name = pattern.substring(pattern.lastIndexOf('/') + 1);
        BY_NAME.computeIfAbsent(name, key -> new ArrayList<>()).add(file);
        ENDS.set(ends(name, 0));
      }
    }
  }

  private CredentialFiles() {}

  /**
   * Every pattern with a star is about something below a folder whose name begins with a dot, or
   * below {@code /etc}: so most paths are none of theirs.
   */
  private static boolean mayBeStarred(String path) {
    return path.contains("/.") || path.startsWith("/etc/");
  }

  /** The first and the last letter of a name as one number; of no name, that of none. */
  private static int ends(String text, int name) {
    if (name == text.length()) {
      return 0;
    }
    int first = text.charAt(name) % LETTERS;
    return first * LETTERS + text.charAt(text.length() - 1) % LETTERS;
  }

  private record Ranked(int rank, CredentialFile file, String beforeStar) {
    static Ranked of(int rank, CredentialFile file) {
      int star = file.pattern().indexOf('*');
      return new Ranked(rank, file, star < 0 ? "" : file.pattern().substring(0, star));
    }

    boolean matches(TreePath path) {
      return path.value().contains(beforeStar) && file.matches(path);
    }
  }

  /** What the file at that path is known for; nothing for any other. */
  public static Optional<CredentialFile> of(TreePath path) {
    String text = path.value();
    boolean mayBeNamed = ENDS.get(ends(text, text.lastIndexOf('/') + 1));
    boolean mayBeStarred = mayBeStarred(text);
    if (text.endsWith(".pub") || !(mayBeNamed || mayBeStarred)) {
      return Optional.empty();
    }
    Optional<Ranked> named =
        mayBeNamed ? first(BY_NAME.getOrDefault(path.name(), List.of()), path) : Optional.empty();
    Optional<Ranked> starred = mayBeStarred ? first(STARRED, path) : Optional.empty();
    return named.isPresent() && starred.isPresent() && named.get().rank() > starred.get().rank()
        ? starred.map(Ranked::file)
        : named.or(() -> starred).map(Ranked::file);
  }

  private static Optional<Ranked> first(List<Ranked> files, TreePath path) {
    for (Ranked ranked : files) {
      if (ranked.matches(path)) {
        return Optional.of(ranked);
      }
    }
    return Optional.empty();
  }

  private static CredentialFile withhold(String pattern, String opens, String give) {
    return new CredentialFile(pattern, WITHHOLD, opens, give);
  }

  private static CredentialFile substitute(String pattern, String opens) {
    return new CredentialFile(pattern, SUBSTITUTE, opens, "write it into the file again");
  }
}
