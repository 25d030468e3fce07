package io.envsnap.agent.ecosystem.git;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Knows which settings of a repository make git run a program, or read settings from elsewhere: a
 * restored repository does not bring them back.
 */
final class ProgramSettings {
  /** Last parts of names whose values are commands, wherever they stand (git-config(1)). */
  private static final Set<String> COMMANDS =
      Set.of(
          "askpass",
          "browser",
          "clean",
          "difffilter",
          "driver",
          "external",
          "fsmonitor",
          "gitproxy",
          "helper",
          "hookspath",
          "httpd",
          "pager",
          "process",
          "receivepack",
          "smtpserver",
          "smudge",
          "standalonetransferagent",
          "templatedir",
          "textconv",
          "tunnel",
          "uploadpack",
          "vcs");

  private static final List<String> COMMAND_ENDINGS =
      List.of("command", "cmd", "hook", "editor", "program");

  private static final Set<String> LFS =
      Set.of(
          "clean git-lfs clean -- %f",
          "smudge git-lfs smudge -- %f",
          "smudge git-lfs smudge --skip -- %f",
          "process git-lfs filter-process",
          "process git-lfs filter-process --skip");

  private static final Set<String> BOOLEANS =
      Set.of("true", "false", "yes", "no", "on", "off", "1", "0", "");

  private static final Pattern REMOTE_HELPER = Pattern.compile("[A-Za-z0-9+.-]{1,64}::.*|-.*");
  private static final Pattern LFS_PROGRAM =
      Pattern.compile("lfs\\.(customtransfer|extension)\\..*");

  /** An alias for git's own commands is harmless; one for the shell, or with settings, is not. */
  private static final Pattern ALIAS_PROGRAM =
      Pattern.compile("\\s*(?:!|-c\\b|--config-env\\b|--exec-path\\b).*", Pattern.DOTALL);

  private ProgramSettings() {}

  /** Whether the setting could run a program other than git-lfs. */
  static boolean runsSomething(ConfigSetting setting) {
    String name = setting.name();
    return switch (setting.section()) {
      case "filter" -> !isLfs(setting) && !name.equals("required");
      case "include", "includeif" -> true;
      case "alias" -> ALIAS_PROGRAM.matcher(setting.value()).matches();
      case "pager" -> !BOOLEANS.contains(setting.value());
      case "protocol" -> name.equals("allow");
      case "url" -> isRemoteHelper(setting.subsection());
      case "lfs" -> LFS_PROGRAM.matcher(setting.key()).matches() || isNamed(setting);
      case "core" ->
          name.equals("fsmonitor") ? !BOOLEANS.contains(setting.value()) : isNamed(setting);
      case "difftool", "mergetool", "man", "guitool" -> name.equals("path") || isNamed(setting);
      case "remote" ->
          isNamed(setting)
              || ((name.equals("url") || name.equals("pushurl"))
                  && isRemoteHelper(setting.value()));
      default -> isNamed(setting);
    };
  }

  /** Whether a remote's address names a helper program ({@code ext::}) or reads as an option. */
  static boolean isRemoteHelper(String address) {
    return REMOTE_HELPER.matcher(address).matches();
  }

  private static boolean isNamed(ConfigSetting setting) {
    String name = setting.name();
    return COMMANDS.contains(name)
        || COMMAND_ENDINGS.stream().anyMatch(name::endsWith)
        || setting.value().stripLeading().startsWith("!");
  }

  private static boolean isLfs(ConfigSetting setting) {
    return setting.subsection().equals("lfs")
        && LFS.contains(setting.name() + " " + setting.value());
  }
}
