package io.envsnap.testkit.drive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Searches: pages, order, lag. */
final class Listing {
  private static final String USUAL =
      "kind,incompleteSearch,nextPageToken,files(kind,id,name,mimeType)";

  private final DriveDisk disk;
  private final Access access;
  private final DriveClock clock;
  private final Supplier<DriveRules> rules;

  Listing(DriveDisk disk, Access access, DriveClock clock, Supplier<DriveRules> rules) {
    this.disk = disk;
    this.access = access;
    this.clock = clock;
    this.rules = rules;
  }

  Map<String, Object> page(Caller caller, Call call) {
    Query query = Query.parse(call.parameter("q"), access.rootOf(caller).id(), caller.client());
    List<Item> found = new ArrayList<>();
    boolean drives = call.flag("includeItemsFromAllDrives") && call.flag("supportsAllDrives");
    for (Item item : disk.all()) {
      if (isCurrent(item, query)
          && query.matches().test(item)
          && access.sees(caller, item)
          && !item.id().equals(Access.root(caller.user()))
          && (drives || !item.fields().containsKey("driveId"))) {
        found.add(item);
      }
    }
    sort(found, call.parameter("orderBy"));
    int from = call.parameter("pageToken").isEmpty() ? 0 : offset(call.parameter("pageToken"));
    int size = call.parameter("pageSize").isEmpty() ? 100 : number(call.parameter("pageSize"));
    size = Math.min(size, rules.get().pageLimit());
    if (call.fault(DriveFault.Kind.SHORT_PAGE).isPresent()) {
      size = 1;
    }
    int to = Math.min(found.size(), from + size);
    List<Map<String, Object>> files = new ArrayList<>();
    found.subList(Math.min(from, to), to).forEach(item -> files.add(item.seenBy(caller.client())));
    if (call.fault(DriveFault.Kind.DUPLICATE).isPresent() && !files.isEmpty()) {
      files.add(files.get(0));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("kind", "drive#fileList");
    answer.put("incompleteSearch", false);
    if (to < found.size()) {
      answer.put("nextPageToken", "~!" + to);
    }
    answer.put("files", files);
    return Fields.select(answer, call.parameter("fields"), USUAL);
  }

  // A search does not at once see what was made, and still sees what was deleted; a get does.
  private boolean isCurrent(Item item, Query query) {
    boolean lags = !query.byParentOnly() || rules.get().parentLag();
    Instant settled = clock.now().minus(rules.get().lag());
    if (item.fields().containsKey("deleted")) {
      return lags && item.time("deleted").isAfter(settled);
    }
    return !lags
        || rules.get().lag().isZero()
        || item.text("changed").isEmpty()
        || !item.time("changed").isAfter(settled);
  }

  private static int number(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= 1000) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw DriveProblem.invalid("Invalid value '" + text + "'");
    }
    throw DriveProblem.invalid(
        "Invalid value '" + text + "'. Values must be within the range: [1, 1000]");
  }

  private static int offset(String token) {
    if (!token.matches("~![0-9]{1,7}")) {
      throw DriveProblem.invalid("Invalid Value");
    }
    return Integer.parseInt(token.substring(2));
  }

  private static void sort(List<Item> items, String orders) {
    if (orders.isEmpty()) {
      return;
    }
    Comparator<Item> all = Comparator.comparing(item -> 0);
    for (String order : orders.split(",", -1)) {
      String[] words = order.strip().split(" ", -1);
      Comparator<Item> one =
          switch (words[0]) {
            case "name", "createdTime", "modifiedTime" ->
                Comparator.comparing(item -> item.text(words[0]));
            case "folder" -> Comparator.comparing(item -> !item.isFolder());
            default -> throw DriveProblem.invalid("Invalid value for orderBy: " + order);
          };
      all = all.thenComparing(words.length > 1 && words[1].equals("desc") ? one.reversed() : one);
    }
    items.sort(all);
  }
}
