package io.envsnap.spec.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GlanceTest {
  private static final String HEX = "0123456789abcdef0123456789abcdef";

  private static List<String> fragments() {
    List<String> fragments = new ArrayList<>(Samples.HARMLESS);
    Samples.BY_VARIABLE.values().forEach(fragments::addAll);
    fragments.add("-----BEGIN " + "RSA PRIVATE KEY-----\n" + HEX + HEX);
    fragments.add("PuTTY-User-Key-" + "File-2: ssh-rsa");
    fragments.add("AGE-SECRET-" + "KEY-1" + "QWERTYUIOP".repeat(6));
    fragments.add("wandb.login(key='" + HEX + "01234567')");
    fragments.add("WANDB_API_KEY: " + HEX + "01234567");
    fragments.add("WandB key " + HEX + "01234567");
    fragments.add("{\"username\":\"me\",\"key\":\"" + HEX + "\"}");
    fragments.add("https://me:hunter22@git.example/a?token=abcdef123456");
    return fragments;
  }

  /** Fragments with other text between, some of them cut. */
  private static String text(Random random, List<String> fragments) {
    StringBuilder text = new StringBuilder();
    for (int parts = random.nextInt(4); parts >= 0; parts--) {
      String one = fragments.get(random.nextInt(fragments.size()));
      int from = random.nextInt(8) == 0 ? random.nextInt(one.length()) : 0;
      text.append(one, from, one.length());
      text.append(" \n\"'=/_xé%".charAt(random.nextInt(10)));
    }
    return text.toString();
  }

  private static int check(String text, boolean may, Collection<Span> found) {
    assertThat(may || found.isEmpty()).as(text).isTrue();
    return found.size();
  }

  @Test
  void nothingIsFoundThatItSaysIsNotThere() {
    Random random = new Random(1);
    List<String> fragments = fragments();
    int[] found = new int[5];
    for (int i = 0; i < 20_000; i++) {
      String text = text(random, fragments);
      Glance glance = Glance.at(text);
      found[0] += check(text, glance.mayHaveKeyBlocks(), KeyBlocks.find(text));
      found[1] += check(text, glance.mayHaveAddresses(), UrlSpans.find(text, Strictness.ANY));
      found[2] += check(text, glance.mayHaveTokens(), ProviderRules.find(text));
      found[3] += check(text, glance.mayHaveWandb(), ContextRules.wandb(text));
      found[4] += check(text, glance.mayHaveKaggle(), ContextRules.kaggle(text));
    }
    for (int kind : found) {
      assertThat(kind).isGreaterThan(100);
    }
  }

  @Test
  void aPlainTextHasNothing() {
    Glance glance = Glance.at("Nobody looks twice at this line, however long it is.\n");
    assertThat(glance.mayHaveKeyBlocks()).isFalse();
    assertThat(glance.mayHaveAddresses()).isFalse();
    assertThat(glance.mayHaveTokens()).isFalse();
    assertThat(glance.mayHaveWandb()).isFalse();
    assertThat(glance.mayHaveKaggle()).isFalse();
  }

  @Test
  void eachOfSeveralKeysInOneTextIsFound() {
    String kaggle = "{\"username\":\"me\",\"key\":\"" + HEX + "\"}";
    assertThat(ContextRules.kaggle(kaggle + " username " + kaggle)).hasSize(2);
    String wandb = "wandb key " + HEX + "01234567\n";
    assertThat(ContextRules.wandb("wandb\n" + wandb + "WANDB\n" + wandb)).hasSize(2);
  }
}
