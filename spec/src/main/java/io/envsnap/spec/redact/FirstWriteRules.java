package io.envsnap.spec.redact;

import java.util.List;
import java.util.TreeSet;

/**
 * What a hook takes out of an argument vector before it writes its first byte. One table, in the
 * part of regular expressions that GNU sed ({@code -E}, locale C) and Python's {@code re} over
 * bytes read alike: no look-around, no lazy repetition, no class names. It takes out rather too
 * much than too little; {@link FirstWritten} goes over the rest when the journal is read.
 *
 * <p>Words are joined by U+001F, as in the journal.
 */
public final class FirstWriteRules {
  /** Stands in an address where a secret was; {@link FirstWritten} takes it away again. */
  static final String IN_ADDRESS = "{{address}}";

  private static final String BEFORE = "(^|[^0-9A-Za-z_]|%[0-9A-Fa-f][0-9A-Fa-f])";

  private static final String SECRET_NAME =
      "(token|secrets?|password|passwd|passphrase|pwd|api[_-]?key|apikey|access[_-]?key"
          + "|access[_-]?key[_-]?id|secret[_-]?key|private[_-]?key|auth[_-]?key|account[_-]?key"
          + "|storage[_-]?key|encryption[_-]?key|signing[_-]?key|license[_-]?key|app[_-]?key"
          + "|webhook[_-]?key|kaggle[_-]?key|wandb[_-]?key|authtoken|credentials?|pat)";

  /**
   * One replacement.
   *
   * @param pattern a regular expression
   * @param replacement with {@code \1} for what the first group matched
   * @param anyCase whether letters of either case match
   * @param hints lower-case texts; one of them is in whatever matches, so that most argument
   *     vectors need no regular expression at all: to compile the rules takes longer than a hook
   *     may
   */
  record Rule(String pattern, String replacement, boolean anyCase, List<String> hints) {
    Rule {
      hints = List.copyOf(hints);
    }
  }

  private static final List<String> NAME_HINTS =
      List.of(
          "token",
          "secret",
          "passw",
          "passphrase",
          "pwd",
          "key",
          "credential",
          "pat=",
          "pat:",
          "pat ",
          "pat\t",
          "pat\"",
          "pat'",
          "pat\u001f");

  private static final List<Rule> RULES =
      List.of(
          exact(
              "-----BEGIN [A-Z0-9 ]*PRIVATE KEY[^\\x1f]*(\\x1f[A-Za-z0-9+/=][A-Za-z0-9+/= -]*)*",
              "{{secret:PRIVATE_KEY}}",
              "private key"),
          exact("AGE-SECRET-KEY-1[0-9A-Z]+", "{{secret:PRIVATE_KEY}}", "age-secret-key"),
          // User information of an address: before its first slash, or a password with a slash.
          exact(
              "(https?://)(git|hg|svn|anonymous|oauth2|x-access-token|user|username)?@",
              "\\1",
              "@"),
          exact("(https?://)[^\\x1f/?#@ ]+@", "\\1" + IN_ADDRESS + "@", "@"),
          exact("(://)[^\\x1f/?#@: ]*:[^\\x1f/?#@ ]*@", "\\1" + IN_ADDRESS + "@", "@"),
          exact(
              "(://)[^\\x1f/?#@: ]*:[0-9]*[^0-9\\x1f/@ ][^\\x1f@ ]*@",
              "\\1" + IN_ADDRESS + "@",
              "@"),
          any(
              "([?&;](access_?token|auth_?token|private_?token|token|api_?key|api-key|key|sig"
                  + "|signature|auth|authorization|password|passwd|pwd|secret|client_secret|jwt"
                  + "|policy|key-pair-id|x-amz-[a-z-]*|x-goog-[a-z-]*|awsaccesskeyid|tempauth)=)"
                  + "[^&#;\\x1f \"']*",
              "\\1" + IN_ADDRESS,
              "token=",
              "key=",
              "sig=",
              "signature=",
              "auth=",
              "authorization=",
              "password=",
              "passwd=",
              "pwd=",
              "secret=",
              "jwt=",
              "policy=",
              "key-pair-id=",
              "x-amz-",
              "x-goog-",
              "keyid="),
          any(
              "(authorization[\"']?[\\x1f =:]+[\"']?)((bearer|basic|token|digest|apikey|negotiate)"
                  + "[\\x1f ]+)?[^\\x1f\"']+",
              "\\1{{secret:AUTHORIZATION}}",
              "authorization"),
          // --token X, --token=X, -c http.x.password=X
          any(
              "(\\x1f--?[0-9A-Za-z_.-]*" + SECRET_NAME + "[\\x1f=])[^\\x1f$<({][^\\x1f]*",
              "\\1{{secret:OPTION}}",
              NAME_HINTS),
          // HF_TOKEN=X, "api_key": "X", PRIVATE-TOKEN: X
          any(
              // Not the placeholder of an earlier rule.
              "((^|[^{]|(^|[^{])\\{)"
                  + SECRET_NAME
                  + "[\"']?[ \\t]*[=:][ \\t]*[\"']?)[^\\x1f\"' \\t&$<({][^\\x1f\"'&]*",
              "\\1{{secret:VALUE}}",
              NAME_HINTS),
          any(
              "(wandb[^\\x1f]*[\\x1f ](login|key)[\\x1f =:]+)[0-9a-f]{40}",
              "\\1{{secret:WANDB_API_KEY}}",
              "wandb"),
          any("(\"key\"[ ]*:[ ]*\")[0-9a-f]{32}", "\\1{{secret:KAGGLE_KEY}}", "\"key\""),
          token(
              "gh[pousr]_[0-9A-Za-z._-]{16,}",
              "GITHUB_TOKEN",
              "ghp_",
              "gho_",
              "ghu_",
              "ghs_",
              "ghr_"),
          token("github_pat_[0-9A-Za-z_]{16,}", "GITHUB_TOKEN", "github_pat_"),
          token(
              "gl(pat|dt|rt|ptt|cbt|oas)-[0-9A-Za-z_.-]{16,}",
              "GITLAB_TOKEN",
              "glpat-",
              "gldt-",
              "glrt-",
              "glptt-",
              "glcbt-",
              "gloas-"),
          token("(hf|api_org)_[A-Za-z0-9]{30,}", "HF_TOKEN", "hf_", "api_org_"),
          token("wandb_v1_[0-9A-Za-z_]{30,}", "WANDB_API_KEY", "wandb_v1_"),
          token("KGAT_[0-9a-f]{30,}", "KAGGLE_KEY", "kgat_"),
          token("nvapi-[0-9A-Za-z_-]{30,}", "NGC_API_KEY", "nvapi-"),
          token("sk-ant-[0-9A-Za-z_-]{20,}", "ANTHROPIC_API_KEY", "sk-ant-"),
          token(
              "sk-(proj|svcacct|admin|service|or-v1)-[0-9A-Za-z_-]{20,}",
              "OPENAI_API_KEY",
              "sk-proj-",
              "sk-svcacct-",
              "sk-admin-",
              "sk-service-",
              "sk-or-v1-"),
          token("sk-[0-9A-Za-z_-]*T3BlbkFJ[0-9A-Za-z_-]*", "OPENAI_API_KEY", "t3blbkfj"),
          token("AIza[0-9A-Za-z_-]{30,}", "GOOGLE_API_KEY", "aiza"),
          token("ya29\\.[0-9A-Za-z_.-]{10,}", "GOOGLE_OAUTH_ACCESS_TOKEN", "ya29."),
          token("GOCSPX-[0-9A-Za-z_-]{20,}", "GOOGLE_CLIENT_SECRET", "gocspx-"),
          token("1//0[0-9A-Za-z_-]{30,}", "GOOGLE_REFRESH_TOKEN", "1//0"),
          token(
              "(AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}",
              "AWS_ACCESS_KEY_ID",
              "akia",
              "asia",
              "abia",
              "acca"),
          token("ABSK[0-9A-Za-z+/=_]{60,}", "AWS_BEARER_TOKEN_BEDROCK", "absk"),
          token("pypi-Ag[0-9A-Za-z_-]{30,}", "TWINE_PASSWORD", "pypi-ag"),
          token("npm_[A-Za-z0-9]{30,}", "NPM_TOKEN", "npm_"),
          token("(xox[abeoprs]|xapp)-[0-9A-Za-z_-]{10,}", "SLACK_TOKEN", "xox", "xapp-"),
          exact(
              "hooks\\.slack\\.com/(services|workflows|triggers)/[0-9A-Za-z_/+-]+",
              "hooks.slack.com/{{secret:SLACK_WEBHOOK_URL}}",
              "hooks.slack.com"),
          token("gsk_[A-Za-z0-9]{30,}", "GROQ_API_KEY", "gsk_"),
          token("r8_[A-Za-z0-9]{30,}", "REPLICATE_API_TOKEN", "r8_"),
          token("pplx-[A-Za-z0-9]{30,}", "PERPLEXITY_API_KEY", "pplx-"),
          token("dapi[a-f0-9]{32}", "DATABRICKS_TOKEN", "dapi"),
          token(
              "[sr]k_(live|test)_[A-Za-z0-9]{10,}",
              "STRIPE_API_KEY",
              "sk_live_",
              "sk_test_",
              "rk_live_",
              "rk_test_"),
          token("SG\\.[0-9A-Za-z_-]{16,}\\.[0-9A-Za-z_-]{20,}", "SENDGRID_API_KEY", "sg."),
          token("do[opr]_v1_[a-f0-9]{40,}", "DIGITALOCEAN_TOKEN", "doo_v1_", "dop_v1_", "dor_v1_"),
          token("eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]*", "TOKEN", "eyj"));

  private FirstWriteRules() {}

  private static Rule exact(String pattern, String replacement, String... hints) {
    return new Rule(pattern, replacement, false, List.of(hints));
  }

  private static Rule any(String pattern, String replacement, String... hints) {
    return any(pattern, replacement, List.of(hints));
  }

  private static Rule any(String pattern, String replacement, List<String> hints) {
    return new Rule(pattern, replacement, true, hints);
  }

  private static Rule token(String pattern, String variable, String... hints) {
    return exact(BEFORE + pattern, "\\1{{secret:" + variable + "}}", hints);
  }

  /**
   * A pattern of the shell's {@code case} that matches whatever one of the rules matches, and of
   * harmless words few. It holds no letter outside of brackets.
   */
  public static String suspicion() {
    StringBuilder pattern = new StringBuilder();
    for (String hint : new TreeSet<>(RULES.stream().flatMap(r -> r.hints().stream()).toList())) {
      pattern.append(pattern.length() == 0 ? "*" : " | *");
      hint.chars().forEach(c -> pattern.append(quoted((char) c)));
      pattern.append('*');
    }
    return pattern.toString();
  }

  private static String quoted(char c) {
    if (Character.isLetter(c)) {
      return "[" + Character.toUpperCase(c) + c + "]";
    }
    return c == '\'' ? "\"'\"" : "'" + c + "'";
  }

  /** The rules as commands of GNU sed, for words in the pattern space. */
  public static String sed() {
    StringBuilder script = new StringBuilder();
    for (Rule rule : RULES) {
      // No pattern has a tilde in it.
      script.append("s~").append(rule.pattern()).append('~').append(rule.replacement());
      script.append(rule.anyCase() ? "~gI\n" : "~g\n");
    }
    return script.toString();
  }

  /**
   * The rules as a Python expression: a tuple of (pattern, replacement, flags of {@code re},
   * hints).
   */
  public static String python() {
    StringBuilder tuple = new StringBuilder("(\n");
    for (Rule rule : RULES) {
      tuple.append("    (rb\"\"\"").append(rule.pattern()).append("\"\"\", rb\"\"\"");
      tuple.append(rule.replacement()).append("\"\"\", ").append(rule.anyCase() ? 2 : 0);
      tuple.append(", (");
      for (String hint : rule.hints()) {
        tuple.append("b\"\"\"").append(hint.replace("\"", "\\x22")).append("\"\"\", ");
      }
      tuple.append(")),\n");
    }
    return tuple.append(")").toString();
  }
}
