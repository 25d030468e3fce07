package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds credentials among unclaimed files and keeps them out. */
final class SecretSearch {
  private static final long TEXT_LIMIT = 1 << 20;
  private static final Pattern KEY = Pattern.compile("-----BEGIN [A-Z ]{0,32}PRIVATE KEY");
  private static final Pattern CREDENTIAL_FILE =
      Pattern.compile(
          ".*/(?:\\.netrc|\\.git-credentials|\\.pypirc|kaggle\\.json|id_[a-z0-9]+"
              + "|\\.aws/credentials|huggingface/token)");

  private final HostTree tree;
  private final List<Need> needs = new ArrayList<>();
  private final List<LeftOut> withheld = new ArrayList<>();
  private final Map<TreePath, byte[]> substitutes = new HashMap<>();

  SecretSearch(HostTree tree) {
    this.tree = tree;
  }

  /** Looks through these files. */
  void search(Map<TreePath, FileStatus> files) throws IOException {
    for (Map.Entry<TreePath, FileStatus> file : files.entrySet()) {
      TreePath path = file.getKey();
      FileStatus status = file.getValue();
      if (status.kind() != NodeKind.FILE) {
        continue;
      }
      if (CREDENTIAL_FILE.matcher(path.value()).matches()) {
        withhold(path, status, "a credential file");
      } else if (status.size() <= TEXT_LIMIT && holdsKey(path)) {
        withhold(path, status, "a private key");
      }
    }
  }

  private boolean holdsKey(TreePath path) throws IOException {
    return tree.read(path, (int) TEXT_LIMIT)
        .map(bytes -> KEY.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).find())
        .orElse(false);
  }

  private void withhold(TreePath path, FileStatus status, String reason) {
    withheld.add(new LeftOut(path.value(), status.size(), reason, ""));
    needs.add(new Need(path.value(), "files " + path, "Put the file there again"));
  }

  List<Need> needs() {
    return needs;
  }

  List<LeftOut> withheld() {
    return withheld;
  }

  Map<TreePath, byte[]> substitutes() {
    return substitutes;
  }
}
