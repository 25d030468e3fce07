package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.ecosystem.StoryContext;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.spec.journal.Origin;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says where files were downloaded from that packages were installed of. Nothing is read unless
 * there is such a file.
 */
final class DownloadStory {
  private static final String FILE = "file://";

  private final StoryContext context;

  DownloadStory(StoryContext context) {
    this.context = context;
  }

  List<Told> complete(List<Told> told) throws IOException {
    List<LeftOut> asked = new ArrayList<>();
    for (Told one : told) {
      one.origins().stream().filter(DownloadStory::isLocal).forEach(it -> asked.add(file(it)));
    }
    if (asked.isEmpty()) {
      return told;
    }
    Map<String, String> addresses = new TreeMap<>();
    for (LeftOut found : new DownloadSearch(context.tree(), files()).named(asked)) {
      addresses.put(FILE + found.path(), found.url());
    }
    return told.stream().map(one -> with(one, addresses)).toList();
  }

  private static Told with(Told one, Map<String, String> addresses) {
    List<Origin> origins = new ArrayList<>();
    for (Origin origin : one.origins()) {
      String address = addresses.getOrDefault(origin.url(), "");
      boolean web = address.startsWith("http");
      origins.add(web && isLocal(origin) ? origin.downloadedFrom(address) : origin);
    }
    return one.installing(origins);
  }

  private static boolean isLocal(Origin origin) {
    return origin.url().startsWith(FILE + "/") && origin.download().isEmpty();
  }

  private static LeftOut file(Origin origin) {
    return new LeftOut(origin.url().substring(FILE.length()), 0, "", "");
  }

  private Map<TreePath, FileStatus> files() throws IOException {
    Map<TreePath, FileStatus> files = new TreeMap<>();
    for (TreePath path : context.changed()) {
      if (DownloadSearch.mayTell(path)) {
        Optional<FileStatus> status = context.tree().status(path);
        status.ifPresent(found -> files.put(path, found));
      }
    }
    return files;
  }
}
