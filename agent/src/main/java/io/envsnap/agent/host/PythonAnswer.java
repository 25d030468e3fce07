package io.envsnap.agent.host;

import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an interpreter is asked about itself, and how its answer reads. */
final class PythonAnswer {
  /**
   * Prints one {@code word=value} a line. It runs with {@code -I -S}, so that no {@code .pth} file
   * and no {@code sitecustomize} of the user takes part; {@code site} as a module only computes.
   */
  static final String SCRIPT =
      """
      import os, site, sys, sysconfig
      def say(word, value):
          print(word + '=' + str(value))
      say('version', sys.version.split()[0])
      say('abi', sysconfig.get_config_var('SOABI') or sys.implementation.cache_tag)
      say('executable', os.path.realpath(sys.executable))
      say('prefix', sys.prefix)
      say('base', getattr(sys, 'base_prefix', sys.prefix))
      folders = []
      try:
          folders.append(site.getusersitepackages())
          folders.extend(site.getsitepackages())
      except AttributeError:
          pass
      paths = sysconfig.get_paths()
      folders.extend([paths['purelib'], paths['platlib']])
      for folder in folders:
          say('site', os.path.realpath(folder))
      """;

  private PythonAnswer() {}

  /**
   * One interpreter's answer.
   *
   * @param interpreter the interpreter, under the name by which it was called
   * @param executable the file that this name leads to: two names of one interpreter share it
   */
  record Parsed(PythonInterpreter interpreter, String executable) {}

  /** The answer of the interpreter called {@code path}; empty when it is none. */
  static Optional<Parsed> parse(TreePath path, List<String> lines) {
    Map<String, String> words = new HashMap<>();
    List<TreePath> folders = new ArrayList<>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      if (equals < 0) {
        continue;
      }
      String word = line.substring(0, equals);
      String value = line.substring(equals + 1);
      if (word.equals("site")) {
        absolute(value).filter(folder -> !folders.contains(folder)).ifPresent(folders::add);
      } else {
        words.put(word, value);
      }
    }
    Optional<TreePath> prefix = absolute(words.getOrDefault("prefix", ""));
    Optional<TreePath> base = absolute(words.getOrDefault("base", ""));
    String version = words.getOrDefault("version", "");
    if (prefix.isEmpty() || base.isEmpty() || version.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Parsed(
            new PythonInterpreter(
                path, version, words.getOrDefault("abi", ""), prefix.get(), base.get(), folders),
            words.getOrDefault("executable", path.value())));
  }

  private static Optional<TreePath> absolute(String text) {
    return text.startsWith("/") ? TreePath.ROOT.resolve(text) : Optional.empty();
  }
}
