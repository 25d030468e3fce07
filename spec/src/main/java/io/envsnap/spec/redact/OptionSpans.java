package io.envsnap.spec.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that stand behind a word which names them, with only a blank between: {@code --token X},
 * {@code curl -u name:X}, and netrc's {@code password X}.
 */
final class OptionSpans {
  private static final Pattern OPTION =
      Pattern.compile(
          "(?<![\\w-])--?([A-Za-z][A-Za-z0-9-]{2,40})[ \\t]{1,3}"
              + "(?:\"([^\"\\n]{1,1000})\"|'([^'\\n]{1,1000})'|([^\\s\"'-][^\\s\"']{0,4096}))");
  private static final Pattern CURL_USER =
      Pattern.compile(
          "\\bcurl\\b[^\\n]{0,400}?\\s(?:-u|--user|-U|--proxy-user)[ =]?['\"]?[^\\s:'\"]{1,100}:"
              + "([^\\s'\"]{1,400})");
  private static final Pattern NETRC =
      Pattern.compile(
          "\\bmachine\\s{1,9}(\\S{1,255})\\s{1,9}login\\s{1,9}\\S{1,255}\\s{1,9}password\\s{1,9}"
              + "(\\S{1,1000})");

  private OptionSpans() {}

  static List<Span> find(String text) {
    List<Span> spans = new ArrayList<>();
    Matcher option = OPTION.matcher(text);
    int from = 0;
    while (option.find(from)) {
      int group = option.group(2) != null ? 2 : option.group(3) != null ? 3 : 4;
      if (SensitiveName.matches(option.group(1)) && SecretValue.isAny(option.group(group))) {
        String variable = SensitiveName.asVariable(option.group(1));
        Finding finding = Finding.ofVariable(variable);
        spans.add(Span.secret(option.start(group), option.end(group), variable, finding));
      }
      from = option.end(1);
    }
    Matcher curl = CURL_USER.matcher(text);
    while (curl.find()) {
      if (SecretValue.isAny(curl.group(1))) {
        Finding finding = Finding.ofVariable("PASSWORD");
        spans.add(Span.secret(curl.start(1), curl.end(1), "PASSWORD", finding));
      }
    }
    Matcher netrc = NETRC.matcher(text);
    while (netrc.find()) {
      if (SecretValue.isAny(netrc.group(2))) {
        Finding finding = Finding.ofSite("https://" + netrc.group(1));
        spans.add(Span.secret(netrc.start(2), netrc.end(2), "NETRC", finding));
      }
    }
    return spans;
  }
}
