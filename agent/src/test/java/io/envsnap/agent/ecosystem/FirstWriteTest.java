package io.envsnap.agent.ecosystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.apt.AptEcosystem;
import io.envsnap.agent.ecosystem.pip.PipEcosystem;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.agent.process.SystemCommands;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.spec.journal.JournalLine;
import io.envsnap.spec.lockfile.Accelerator;
import io.envsnap.spec.redact.FirstWriteRules;
import io.envsnap.spec.redact.FirstWritten;
import io.envsnap.spec.redact.RedactedWords;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hooks take out before their first write, by the programs that really do it. */
class FirstWriteTest {
  private static final String ALNUM = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5kL7nP9rS1uV3xY5";
  private static final String HEX = "0123456789abcdef0123456789abcdef";

  /** The secret, and the words that it is typed in; {@code %s} stands for it. */
  private static final Map<String, List<String>> TYPED = new LinkedHashMap<>();

  static {
    for (String token :
        List.of(
            "ghp_" + ALNUM.substring(0, 36),
            "ghs_" + (ALNUM + ".").repeat(3) + ALNUM,
            "github_pat_" + "11ABC_" + ALNUM,
            "glpat-" + ALNUM.substring(0, 27) + ".01.1a2b3c4d5",
            "hf_" + ALNUM.substring(0, 34),
            "wandb_v1_" + ALNUM + ALNUM,
            "KGAT_" + HEX,
            "nvapi-" + (ALNUM + ALNUM).substring(0, 64),
            "sk-proj-" + ALNUM,
            "sk-" + ALNUM.substring(0, 20) + "T3BlbkFJ" + ALNUM.substring(0, 20),
            "sk-ant-" + "api03-" + ALNUM + "AA",
            "AIza" + ALNUM.substring(0, 35),
            "ya29." + ALNUM,
            "GOCSPX-" + ALNUM.substring(0, 28),
            "AKIA" + "QWERTYUIOPASDFGH",
            "ABSK" + ALNUM + ALNUM + ALNUM,
            "pypi-" + "AgEIcHlwaS5vcmc" + ALNUM,
            "npm_" + ALNUM.substring(0, 36),
            "xoxb-" + "123456789012-" + ALNUM.substring(0, 24),
            "gsk_" + ALNUM,
            "r8_" + ALNUM.substring(0, 37),
            "pplx-" + ALNUM.substring(0, 48),
            "dapi" + HEX,
            "sk_live_" + ALNUM.substring(0, 24),
            "SG." + ALNUM.substring(0, 22) + "." + ALNUM.substring(0, 43),
            "dop_v1_" + HEX + HEX,
            "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0." + ALNUM)) {
      TYPED.put(token, List.of("tool", "--to", "%s", "name=%s", "https://a.example/%s/x"));
    }
    TYPED.put("passw0rd-Alpha", List.of("pip", "https://user:%s@a.example/simple", "-q"));
    TYPED.put("pass/with@slash", List.of("git", "https://user:%s@a.example/a.git"));
    TYPED.put("tokenasuser12", List.of("git", "clone", "https://%s@a.example/a.git"));
    TYPED.put("qu3ryS3cret", List.of("pip", "https://a.example/a.whl?x=1&token=%s&y=2"));
    TYPED.put("s1gnature%2Bx", List.of("curl", "https://a.example/a?X-Amz-Signature=%s"));
    TYPED.put("optionS3cret", List.of("tool", "--api-key", "%s", "--x"));
    TYPED.put("equalsS3cret", List.of("tool", "--password=%s"));
    TYPED.put("dXNlcjpwYXNz", List.of("git", "-c", "http.extraHeader=Authorization: Basic %s"));
    TYPED.put("h3aderS3cret", List.of("git", "-c", "http.extraHeader=PRIVATE-TOKEN: %s"));
    TYPED.put("helperS3cret", List.of("git", "-c", "credential.helper=!f() { echo password=%s; }"));
    TYPED.put("envS3cret99", List.of("env", "MY_API_KEY=%s", "pip"));
    TYPED.put(
        "MIIEowIBAAKCAQEA7", List.of("tool", "-----BEGIN RSA PRIVATE KEY-----\n%s\n-----END"));
  }

  private static final List<String> HARMLESS =
      List.of(
          "pip",
          "install",
          "torch==2.1.0+cu118",
          "tokenizers==0.19.1",
          "requests[socks]>=2.0",
          "git+https://github.example/org/repo@v1.0#egg=repo",
          "https://host.example:8080/a/b@v1/x.whl",
          "ssh://git@git.example/a.git",
          "git@git.example:a/b.git",
          "--hash=sha256:" + HEX + HEX,
          "--token-file",
          "/run/token",
          "keyrings.alt",
          "HF_TOKEN=$HF_TOKEN",
          "a=b: c");

  @TempDir private Path folder;
  private final SystemCommands commands = new SystemCommands();

  @Test
  void sedTakesOutEveryKindOfSecretAndLeavesTheRest() throws Exception {
    check(this::bySed);
  }

  @Test
  void pythonTakesOutEveryKindOfSecretAndLeavesTheRest() throws Exception {
    check(this::byPython);
  }

  private interface Redactor {
    List<String> redact(List<String> words) throws Exception;
  }

  private static void check(Redactor redactor) throws Exception {
    assertThat(redactor.redact(HARMLESS)).isEqualTo(HARMLESS);
    assertThat(FirstWritten.read(HARMLESS)).isEqualTo(new RedactedWords(HARMLESS, List.of()));
    assertThat(TYPED).hasSizeGreaterThan(30);
    List<String> all = new ArrayList<>();
    for (Map.Entry<String, List<String>> typed : TYPED.entrySet()) {
      List<String> words =
          typed.getValue().stream().map(word -> word.replace("%s", typed.getKey())).toList();
      List<String> safe = redactor.redact(words);
      RedactedWords read = FirstWritten.read(safe);
      String said = String.join(" ", safe) + String.join(" ", read.words());
      boolean told =
          !read.found().isEmpty() && !String.join(" ", read.words()).contains("{{address");
      if (said.contains(typed.getKey()) || !told || !safe.get(0).equals(words.get(0))) {
        all.add(typed.getKey() + " in " + safe + " " + read);
      }
    }
    assertThat(all).isEmpty();
  }

  private List<String> bySed(List<String> words) throws Exception {
    Path script = folder.resolve("words.sed");
    if (!Files.exists(script)) {
      Files.write(script, script(new AptEcosystem().hooks(context()), "words.sed"));
    }
    Path line = folder.resolve("cmdline");
    Files.write(line, (String.join("\0", words) + "\0").getBytes(UTF_8));
    CommandResult result =
        commands.run(
            Command.of("sed", "-z", "-n", "-E", "-f", script.toString(), line.toString())
                .with(Map.of("LC_ALL", "C")));
    assertThat(result.error()).isEmpty();
    String field = new String(result.output(), UTF_8).replace("\0", "");
    String record = "E1\tapt\tSTART\t0a\t1\t2\t0\t3\t/\t" + field + "\t.";
    return words(JournalLine.parse(record).orElseThrow().field(1));
  }

  private List<String> byPython(List<String> words) throws Exception {
    String hook = new String(script(new PipEcosystem().hooks(context()), "pip.py"), UTF_8);
    String program =
        hook.replaceFirst("\nmain\\(\\)\n$", "")
            + "\nsys.stdout.buffer.write(clean(sys.stdin.buffer.read().decode()))\n";
    String joined = String.join(String.valueOf(JournalLine.WORDS), words);
    CommandResult result =
        commands.run(Command.of("python3", "-I", "-c", program).reading(joined.getBytes(UTF_8)));
    assertThat(result.error()).isEmpty();
    return words(new String(result.output(), UTF_8));
  }

  private static byte[] script(List<HookFile> files, String name) {
    return files.stream()
        .filter(file -> file.path().name().equals(name))
        .map(HookFile::bytes)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theShellSuspectsEveryKindOfSecretAndFewOtherWords() throws Exception {
    List<String> missed = new ArrayList<>();
    for (Map.Entry<String, List<String>> typed : TYPED.entrySet()) {
      List<String> words =
          typed.getValue().stream().map(word -> word.replace("%s", typed.getKey())).toList();
      if (!suspects(words)) {
        missed.add(words.toString());
      }
    }
    assertThat(missed).isEmpty();
    assertThat(suspects(List.of("apt-get", "install", "-y", "-qq", "./patch.deb"))).isFalse();
  }

  private boolean suspects(List<String> words) throws Exception {
    String script =
        "case $(cat) in " + FirstWriteRules.suspicion() + ") echo yes ;; *) echo no ;; esac";
    String joined = String.join(String.valueOf(JournalLine.WORDS), words);
    CommandResult result =
        commands.run(Command.of("sh", "-c", script).reading(joined.getBytes(UTF_8)));
    assertThat(result.error()).isEmpty();
    return result.lines().contains("yes");
  }

  private static List<String> words(String field) {
    return List.of(field.split(String.valueOf(JournalLine.WORDS), -1));
  }

  private HookContext context() throws Exception {
    return new HookContext(
        TreePath.of("/var/lib/envsnap"),
        new HostFacts("", "", "", "", "", "", 0, List.of(), new Accelerator("", "", List.of())),
        LocalTree.at(folder));
  }
}
