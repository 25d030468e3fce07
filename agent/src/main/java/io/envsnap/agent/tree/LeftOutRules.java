package io.envsnap.agent.tree;

import io.envsnap.agent.tree.LeftOutRule.Report;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is never part of a session, and why. A path is left out with all that lies below it.
 * Thread-safe; remembers what it said of folders.
 */
public final class LeftOutRules {
  /** Unclaimed files larger than this are named and left out, unless settings say otherwise. */
  public static final long FILE_LIMIT = 256L << 20;

  /** All unclaimed files together may have this many bytes, unless settings say otherwise. */
  public static final long TOTAL_LIMIT = 4L << 30;

  /** So many folders are remembered: a walk soon leaves each, but for those above it. */
  private static final int MOST_FOLDERS = 4096;

  /** How many folders are remembered as the last one asked for; a power of two. */
  private static final int SLOTS = 8;

  private static final LeftOutRule OWN = new LeftOutRule("", "envsnap's own", Report.SILENT);
  private static final LeftOutRule CREDENTIAL =
      new LeftOutRule("", "it may hold credentials", Report.NAMED);
  private static final LeftOutRule IDENTITY_LINK =
      new LeftOutRule("/etc/ssl/certs/*", "the machine's identity", Report.SILENT);
  private static final TreePath CERTIFICATES = TreePath.of("/etc/ssl/certs");
  private static final String SNAKEOIL = "ssl-cert-snakeoil.pem";

  /**
   * That a path is left out.
   *
   * @param rule why
   * @param at the path that the rule is about: this one or one above it
   */
  public record Match(LeftOutRule rule, TreePath at) {}

  private final Map<String, LeftOutRule> absolute = new HashMap<>();
  private final Map<String, LeftOutRule> inHomes = new HashMap<>();
  private final List<RuleGlob> globs = new ArrayList<>();
  private final Predicate<TreePath> credentials;

  /** Folders in which a rule without a star names something, in all and below a home. */
  private final Set<String> absoluteIn = new HashSet<>();

  private final Set<String> homesIn = new HashSet<>();
  private final Map<TreePath, Folder> folders = new ConcurrentHashMap<>();

  /**
   * What is known of a folder.
   *
   * @param match the rule that leaves it out
   * @param named whether a rule without a star may leave out something in it
   * @param globs rules with one that may
   */
  private record Folder(Optional<Match> match, boolean named, List<RuleGlob> globs) {}

  /** Neighbours are mostly asked for one after the other; any thread may write over any of them. */
  private final @Nullable Last[] last = new Last[SLOTS];

  /** A folder that was asked for. */
  private record Last(TreePath path, Folder folder) {}

  private LeftOutRules(Predicate<TreePath> credentials) {
    this.credentials = credentials;
  }

  /**
   * The bundled rules and two more.
   *
   * @param own folders and files of envsnap itself: state, store, lockfile, launcher's caches
   * @param credentials says of a path whether it may hold credentials; such a path is named
   */
  public static LeftOutRules with(Collection<TreePath> own, Predicate<TreePath> credentials) {
    LeftOutRules rules = new LeftOutRules(credentials);
    BundledRules.all().forEach(rules::add);
    own.forEach(path -> rules.absolute.put(path.value(), OWN));
    rules.absolute.keySet().forEach(path -> rules.absoluteIn.add(above(path)));
    rules.inHomes.keySet().forEach(rest -> rules.homesIn.add(above(rest)));
    return rules;
  }

  private void add(LeftOutRule rule) {
    String pattern = rule.pattern();
    if (pattern.contains("*")) {
      globs.add(new RuleGlob(rule));
    } else if (pattern.startsWith("~/")) {
      inHomes.put(pattern.substring(1), rule);
    } else {
      absolute.put(pattern, rule);
    }
  }

  /** The rule that leaves a path out, if any. */
  public Optional<Match> ruleFor(TreePath path) {
    if (path.equals(TreePath.ROOT)) {
      return Optional.empty();
    }
    Folder folder = folderOf(path);
    Optional<Match> above = folder.match();
    if (above.isPresent() && above.get().rule().report() != Report.SUMMED) {
      return above;
    }
    Optional<Match> here = exactly(path, folder).map(rule -> new Match(rule, path));
    return here.isPresent() ? here : above;
  }

  private Folder folderOf(TreePath path) {
    int slot = (int) Thread.currentThread().getId() & (SLOTS - 1);
    Last known = last[slot];
    if (known != null && path.isChildOf(known.path())) {
      return known.folder();
    }
    TreePath parent = path.parent().orElse(TreePath.ROOT);
    Folder folder = folders.get(parent);
    if (folder == null) {
      folder = new Folder(ruleFor(parent), names(path.value()), RuleGlob.in(parent.value(), globs));
      if (folders.size() >= MOST_FOLDERS) {
        folders.clear();
      }
      folders.put(parent, folder);
    }
    last[slot] = new Last(parent, folder);
    return folder;
  }

  /**
   * The rule that leaves a path out, if any.
   *
   * @param target text of a symbolic link, else empty
   */
  public Optional<Match> ruleFor(TreePath path, String target) {
    // OpenSSL finds a certificate by a link of its hash; this one's is this machine's own.
    return target.equals(SNAKEOIL) && path.isWithin(CERTIFICATES)
        ? Optional.of(new Match(IDENTITY_LINK, path))
        : ruleFor(path);
  }

  /** Why a path is left out, as one clause; empty when it is not. */
  public Optional<String> reason(TreePath path) {
    return ruleFor(path).map(match -> match.rule().reason());
  }

  /** Whether a rule without a star may be about this path or its neighbours. */
  private boolean names(String path) {
    String rest = HomeFolders.rest(path);
    return absoluteIn.contains(above(path)) || (!rest.isEmpty() && homesIn.contains(above(rest)));
  }

  private static String above(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private Optional<LeftOutRule> exactly(TreePath path, Folder folder) {
    LeftOutRule rule = folder.named() ? absolute.get(path.value()) : null;
    if (rule == null && folder.named()) {
      rule = inHomes.get(HomeFolders.rest(path.value()));
    }
    List<RuleGlob> some = folder.globs();
    for (int i = 0; rule == null && i < some.size(); i++) {
      rule = some.get(i).names(path.value()) ? some.get(i).rule() : null;
    }
    if (rule == null && credentials.test(path)) {
      rule = CREDENTIAL;
    }
    return Optional.ofNullable(rule);
  }

  /**
   * Folders and files that nobody needs to hear of, so that they need not be walked at all.
   *
   * @param homes every user's home
   */
  List<TreePath> neverWalked(List<TreePath> homes) {
    List<TreePath> paths = new ArrayList<>();
    absolute.forEach(
        (path, rule) -> {
          if (rule.report() == Report.SILENT) {
            paths.add(TreePath.of(path));
          }
        });
    for (TreePath home : homes) {
      inHomes.forEach(
          (rest, rule) -> {
            if (rule.report() == Report.SILENT) {
              paths.add(home.child(rest.substring(1)));
            }
          });
    }
    paths.sort(null);
    return paths;
  }
}
