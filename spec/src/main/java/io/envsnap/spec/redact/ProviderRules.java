package io.envsnap.spec.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that are told by their beginning, as data. Lengths are those of the providers' own
 * documents and of the rules of gitleaks and trufflehog, kept open at the end: a fixed length
 * leaves the tail of a longer token (GitHub's {@code ghs_} grew from 40 to about 520 characters).
 */
final class ProviderRules {
  /** No match looks further than this, so that no text is slow. */
  private static final int WINDOW = 16 << 10;

  private static final int ASCII = 128;

  private static final String TAIL = ",4096}+";

  private static final List<ProviderRule> RULES =
      List.of(
          ProviderRule.of(
              "GITHUB_TOKEN",
              "GitHub token",
              "gh[pour]_[0-9A-Za-z]{20" + TAIL,
              "ghp_",
              "gho_",
              "ghu_",
              "ghr_"),
          ProviderRule.of("GITHUB_TOKEN", "GitHub token", "ghs_[0-9A-Za-z._-]{20" + TAIL, "ghs_"),
          ProviderRule.of(
              "GITHUB_TOKEN", "GitHub token", "github_pat_\\w{22" + TAIL, "github_pat_"),
          ProviderRule.of(
              "GITLAB_TOKEN",
              "GitLab token",
              "gl(?:pat|dt|rt|ptt|cbt|oas)-[\\w.-]{20" + TAIL,
              "glpat-",
              "gldt-",
              "glrt-",
              "glptt-",
              "glcbt-",
              "gloas-"),
          // The length keeps `hf_transfer` and `hf_hub_download` out.
          ProviderRule.of(
              "HF_TOKEN",
              "Hugging Face token",
              "(?:hf|api_org)_[A-Za-z0-9]{34,64}+(?!\\w)",
              "hf_",
              "api_org_"),
          ProviderRule.of(
              "WANDB_API_KEY", "Weights & Biases key", "wandb_v1_\\w{40" + TAIL, "wandb_v1_"),
          ProviderRule.of("KAGGLE_KEY", "Kaggle token", "KGAT_[0-9a-f]{32,64}+", "KGAT_"),
          ProviderRule.of("NGC_API_KEY", "NVIDIA key", "nvapi-[\\w-]{40" + TAIL, "nvapi-"),
          ProviderRule.of(
              "ANTHROPIC_API_KEY",
              "Anthropic key",
              "sk-ant-[a-z]{2,10}\\d\\d-[\\w-]{40" + TAIL,
              "sk-ant-"),
          ProviderRule.of(
              "OPENAI_API_KEY",
              "OpenAI key",
              "sk-(?:proj|svcacct|admin|service|or-v1)-[\\w-]{20" + TAIL,
              "sk-proj-",
              "sk-svcacct-",
              "sk-admin-",
              "sk-service-",
              "sk-or-v1-"),
          // Plain `sk-` would hit `sk-learn`; every such key has this word inside.
          ProviderRule.of(
              "OPENAI_API_KEY", "OpenAI key", "sk-[\\w-]{10,200}?T3BlbkFJ[\\w-]{10" + TAIL, "sk-"),
          ProviderRule.of("GOOGLE_API_KEY", "Google API key", "AIza[\\w-]{35}(?![\\w-])", "AIza"),
          ProviderRule.of(
              "GOOGLE_OAUTH_ACCESS_TOKEN",
              "Google access token",
              "ya29\\.[\\w.-]{20" + TAIL,
              "ya29."),
          ProviderRule.of(
              "GOOGLE_CLIENT_SECRET", "Google client secret", "GOCSPX-[\\w-]{28}", "GOCSPX-"),
          ProviderRule.of(
              "GOOGLE_REFRESH_TOKEN", "Google refresh token", "1//0[\\w-]{40,512}+", "1//0"),
          ProviderRule.of(
              "AWS_ACCESS_KEY_ID",
              "AWS access key",
              "(?:AKIA|ASIA|ABIA|ACCA)(?![A-Z0-9]{9}EXAMPLE)[A-Z2-7]{16}(?![A-Z0-9])",
              "AKIA",
              "ASIA",
              "ABIA",
              "ACCA"),
          ProviderRule.of(
              "AWS_BEARER_TOKEN_BEDROCK", "AWS Bedrock key", "ABSK[\\w+/=]{100" + TAIL, "ABSK"),
          ProviderRule.of("TWINE_PASSWORD", "PyPI token", "pypi-Ag[\\w-]{50" + TAIL, "pypi-Ag"),
          ProviderRule.of("NPM_TOKEN", "npm token", "npm_[A-Za-z0-9]{36,64}+(?!\\w)", "npm_"),
          ProviderRule.of(
              "SLACK_TOKEN",
              "Slack token",
              "(?:xox[abeoprs]|xapp)-[\\w-]{10,512}+",
              "xoxa-",
              "xoxb-",
              "xoxe-",
              "xoxo-",
              "xoxp-",
              "xoxr-",
              "xoxs-",
              "xapp-"),
          ProviderRule.of(
              "SLACK_WEBHOOK_URL",
              "Slack webhook",
              "hooks\\.slack\\.com/(?:services|workflows|triggers)/[\\w/+-]{20,512}+",
              "hooks.slack.com/"),
          ProviderRule.of("GROQ_API_KEY", "Groq key", "gsk_[A-Za-z0-9]{40,128}+", "gsk_"),
          ProviderRule.of(
              "REPLICATE_API_TOKEN", "Replicate token", "r8_[A-Za-z0-9]{37,64}+(?![\\w-])", "r8_"),
          ProviderRule.of(
              "PERPLEXITY_API_KEY", "Perplexity key", "pplx-[A-Za-z0-9]{40,128}+", "pplx-"),
          ProviderRule.of(
              "DATABRICKS_TOKEN",
              "Databricks token",
              "dapi[a-f0-9]{32}(?:-\\d)?(?![a-z0-9])",
              "dapi"),
          ProviderRule.of(
              "STRIPE_API_KEY",
              "Stripe key",
              "[sr]k_(?:live|test)_[A-Za-z0-9]{16,256}+",
              "sk_live_",
              "sk_test_",
              "rk_live_",
              "rk_test_"),
          ProviderRule.of(
              "SENDGRID_API_KEY", "SendGrid key", "SG\\.[\\w-]{16,32}+\\.[\\w-]{32,64}+", "SG."),
          ProviderRule.of(
              "DIGITALOCEAN_TOKEN",
              "DigitalOcean token",
              "do[opr]_v1_[a-f0-9]{64}",
              "dop_v1_",
              "doo_v1_",
              "dor_v1_"),
          ProviderRule.of(
              "TOKEN",
              "JSON web token",
              "eyJ[\\w-]{14,4096}+\\.eyJ?[\\w-]{14,4096}+\\.[\\w-]{10" + TAIL,
              "eyJ"));

  /** By the first letter; none where no token begins with it. */
  private static final ProviderRule[][] BY_FIRST = byFirst();

  /** Whether a token begins with two letters; asked at each letter of a text. */
  private static final boolean[] BY_PAIR = byPair();

  private ProviderRules() {}

  /** What a token is that such a variable usually holds. */
  static Finding named(String variable) {
    return RULES.stream()
        .filter(rule -> rule.variable().equals(variable))
        .findFirst()
        .map(ProviderRule::finding)
        .orElse(Finding.ofVariable(variable));
  }

  private static ProviderRule[][] byFirst() {
    ProviderRule[][] table = new ProviderRule[ASCII][];
    for (int c = 0; c < ASCII; c++) {
      String first = Character.toString(c);
      table[c] =
          RULES.stream()
              .filter(rule -> rule.starts().stream().anyMatch(start -> start.startsWith(first)))
              .toArray(ProviderRule[]::new);
    }
    return table;
  }

  private static boolean[] byPair() {
    boolean[] table = new boolean[ASCII * ASCII];
    for (ProviderRule rule : RULES) {
      for (String start : rule.starts()) {
        table[start.charAt(0) * ASCII + start.charAt(1)] = true;
      }
    }
    return table;
  }

  /** Whether a token begins with these two letters. */
  static boolean mayBegin(char first, char second) {
    return first < ASCII && second < ASCII && BY_PAIR[first * ASCII + second];
  }

  /** Whether the word at that place begins as a token does. */
  static boolean beginsAt(String text, int start) {
    if (!beginsWord(text, start)) {
      return false;
    }
    for (ProviderRule rule : BY_FIRST[text.charAt(start)]) {
      if (begins(text, start, rule.starts())) {
        return true;
      }
    }
    return false;
  }

  /** All tokens in the text. */
  static List<Span> find(String text) {
    List<Span> spans = new ArrayList<>();
    int length = text.length();
    int done = 0;
    char first = ASCII;
    for (int next = 0; next < length; next++) {
      char second = text.charAt(next);
      int start = next - 1;
      if (mayBegin(first, second) && start >= done && beginsWord(text, start)) {
        Span span = at(text, start, BY_FIRST[first]);
        if (span != null) {
          spans.add(span);
          done = span.end();
        }
      }
      first = second;
    }
    return spans;
  }

  private static @Nullable Span at(String text, int start, ProviderRule[] rules) {
    for (ProviderRule rule : rules) {
      if (begins(text, start, rule.starts())) {
        Matcher matcher = rule.pattern().matcher(text);
        matcher.region(start, Math.min(text.length(), start + WINDOW));
        matcher.useTransparentBounds(true);
        if (matcher.lookingAt()) {
          return Span.secret(start, matcher.end(), rule.variable(), rule.finding());
        }
      }
    }
    return null;
  }

  private static boolean begins(String text, int start, List<String> starts) {
    for (int at = 0; at < starts.size(); at++) {
      if (text.startsWith(starts.get(at), start)) {
        return true;
      }
    }
    return false;
  }

  /** Not in the middle of a word, unless that word is a percent-encoded character. */
  private static boolean beginsWord(String text, int start) {
    if (start == 0) {
      return true;
    }
    char before = text.charAt(start - 1);
    boolean word = before == '_' || (before < ASCII && Character.isLetterOrDigit(before));
    return !word || (start >= 3 && text.charAt(start - 3) == '%');
  }
}
