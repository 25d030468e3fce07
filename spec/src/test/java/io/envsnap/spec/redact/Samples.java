package io.envsnap.spec.redact;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tokens in the form of each provider, made up. They are put together here, so that no scanner
 * takes this file for a leak.
 */
final class Samples {
  private static final String ALNUM = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5kL7nP9rS1uV3xY5";
  private static final String HEX = "0123456789abcdef0123456789abcdef";

  static final Map<String, List<String>> BY_VARIABLE = new TreeMap<>();

  static {
    add("GITHUB_TOKEN", "ghp_" + ALNUM.substring(0, 36));
    add("GITHUB_TOKEN", "ghp_" + "STANDINTOKEN0123456789abcdef");
    add("GITHUB_TOKEN", "ghs_" + (ALNUM + ".").repeat(9) + ALNUM);
    add("GITHUB_TOKEN", "github_pat_" + "11ABC_" + ALNUM + ALNUM.substring(0, 20));
    add("GITLAB_TOKEN", "glpat-" + ALNUM.substring(0, 20));
    add("GITLAB_TOKEN", "glpat-" + ALNUM.substring(0, 27) + ".01.1a2b3c4d5");
    add("HF_TOKEN", "hf_" + ALNUM.substring(0, 34));
    add("WANDB_API_KEY", "wandb_v1_" + ALNUM + ALNUM);
    add("KAGGLE_KEY", "KGAT_" + HEX);
    add("NGC_API_KEY", "nvapi-" + (ALNUM + ALNUM).substring(0, 64));
    add("OPENAI_API_KEY", "sk-proj-" + ALNUM);
    add("OPENAI_API_KEY", "sk-" + ALNUM.substring(0, 20) + "T3BlbkFJ" + ALNUM.substring(0, 20));
    add("ANTHROPIC_API_KEY", "sk-ant-" + "api03-" + ALNUM + ALNUM.substring(0, 40) + "AA");
    add("GOOGLE_API_KEY", "AIza" + ALNUM.substring(0, 35));
    add("GOOGLE_OAUTH_ACCESS_TOKEN", "ya29." + ALNUM + "-" + ALNUM);
    add("GOOGLE_CLIENT_SECRET", "GOCSPX-" + ALNUM.substring(0, 28));
    add("AWS_ACCESS_KEY_ID", "AKIA" + "QWERTYUIOPASDFGH");
    add("AWS_BEARER_TOKEN_BEDROCK", "ABSK" + ALNUM + ALNUM + ALNUM);
    add("TWINE_PASSWORD", "pypi-" + "AgEIcHlwaS5vcmc" + ALNUM + ALNUM);
    add("NPM_TOKEN", "npm_" + ALNUM.substring(0, 36));
    add("SLACK_TOKEN", "xoxb-" + "123456789012-" + ALNUM.substring(0, 24));
    add("GROQ_API_KEY", "gsk_" + ALNUM + "x");
    add("REPLICATE_API_TOKEN", "r8_" + ALNUM.substring(0, 37));
    add("PERPLEXITY_API_KEY", "pplx-" + ALNUM.substring(0, 48));
    add("DATABRICKS_TOKEN", "dapi" + HEX);
    add("STRIPE_API_KEY", "sk_live_" + ALNUM.substring(0, 24));
    add("SENDGRID_API_KEY", "SG." + ALNUM.substring(0, 22) + "." + ALNUM.substring(0, 43));
    add("DIGITALOCEAN_TOKEN", "dop_v1_" + HEX + HEX);
    add("TOKEN", "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0." + ALNUM);
  }

  /** What looks like a secret and is none. */
  static final List<String> HARMLESS =
      List.of(
          "3f786850e387550fdab836ed7e6dc881de23001b",
          "git+https://github.com/wandb/wandb@3f786850e387550fdab836ed7e6dc881de23001b",
          "sha256:" + HEX + HEX,
          "keras-3.12.0-py3-none-any.whl --hash=sha256:" + HEX + HEX,
          "sha512-" + ALNUM + ALNUM + "==",
          "https://files.example/packages/3f/78/" + HEX + HEX.substring(0, 28) + "/a-1.0.whl",
          "2.42.2-7+deb12u13~bpo1",
          "1:2.3.4-5ubuntu0.22.04.1",
          "hf_transfer hf_hub_download hf_xet==1.1.0 HF_HUB_ENABLE_HF_TRANSFER=1",
          "sk-learn scikit-learn sk-video",
          "GPU-5f1c2d3e-1234-5678-9abc-def012345678",
          "pip install tokenizers==0.19.1 secretstorage==3.3.3 keyring keyrings.alt",
          "PIP_KEYRING_PROVIDER=subprocess KEYSPACE=a MAX_TOKENS=512 --max-new-tokens 20",
          "tokenizer=AutoTokenizer pad_token=<pad> use_auth_token=True --token-file /run/t",
          "git@github.com:org/repo.git ssh://git@git.example/a https://git@git.example/a.git",
          "git+https://git@github.com/org/repo@v1.0#egg=repo",
          "https://pypi.example/simple?format=json https://a.example/x@1.0/y",
          "HF_TOKEN=$HF_TOKEN https://${TOKEN}@git.example https://{token}@git.example/a",
          "https://[2001:db8::1]:8443/a",
          "password required; token: expired",
          "-----BEGIN PGP PUBLIC KEY BLOCK-----",
          "if text.startswith('-----BEGIN RSA PRIVATE KEY-----'): raise",
          "GOOGLE_APPLICATION_CREDENTIALS=/content/key.json",
          "AKIA is a prefix, dapi and npm_config_cache=/tmp too",
          "{{secret:HF_TOKEN}} HF_TOKEN={{secret:HF_TOKEN}}");

  private Samples() {}

  private static void add(String variable, String token) {
    BY_VARIABLE.merge(
        variable,
        List.of(token),
        (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList());
  }
}
