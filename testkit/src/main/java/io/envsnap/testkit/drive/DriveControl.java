package io.envsnap.testkit.drive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns an emulator from outside its process: requests below {@code /emulator/}, which are neither
 * counted nor struck by faults, with what they say in the query.
 */
final class DriveControl {
  static final String BELOW = "/emulator/";

  private final DriveEmulator drive;

  DriveControl(DriveEmulator drive) {
    this.drive = drive;
  }

  void handle(Call call) throws IOException {
    String what = call.method() + " " + call.path().substring(BELOW.length());
    switch (what) {
      case "GET calls" -> {
        call.answer(200, calls());
        return;
      }
      case "GET files" -> {
        call.answer(200, Map.of("names", drive.names()));
        return;
      }
      case "POST faults" -> drive.faults(plan(call));
      case "POST rules" -> drive.rules(rules(call, drive.rules()));
      case "POST clock" -> drive.clock().advance(Duration.ofSeconds(number(call, "advance", 0)));
      case "POST tokens/expire" -> drive.expireTokens();
      case "POST share" ->
          drive.share(call.parameter("id"), call.parameter("person"), call.parameter("role"));
      case "POST device" -> drive.answerDevice(call.parameter("code"), call.parameter("answer"));
      default -> throw new DriveProblem(404, "notFound", "The emulator knows no `" + what + "`");
    }
    call.answer(200, Map.of("done", what));
  }

  private Map<String, Object> calls() {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("calls", drive.calls().stream().map(DriveCall::name).toList());
    answer.put("refused", (long) drive.refused());
    return answer;
  }

  private static FaultPlan plan(Call call) {
    if (!call.parameter("seed").isEmpty()) {
      return FaultPlan.seeded(
          number(call, "seed", 1),
          (int) number(call, "percent", 10),
          (int) number(call, "most", Integer.MAX_VALUE));
    }
    if (call.parameter("kind").isEmpty()) {
      return FaultPlan.NONE;
    }
    DriveFault fault =
        new DriveFault(
            DriveFault.Kind.valueOf(word(call, "kind")),
            (int) number(call, "status", 503),
            call.parameter("reason").isEmpty() ? "backendError" : call.parameter("reason"),
            (int) number(call, "retryAfter", 0),
            number(call, "bytes", 0));
    if (!call.parameter("request").isEmpty()) {
      return FaultPlan.atRequest((int) number(call, "request", 0), fault);
    }
    DriveCall struck = DriveCall.valueOf(word(call, "call"));
    List<Integer> counts = new ArrayList<>();
    for (String count : call.parameter("counts").split(",", -1)) {
      if (count.matches("[0-9]{1,6}")) {
        counts.add(Integer.parseInt(count));
      }
    }
    return counts.isEmpty()
        ? FaultPlan.always(struck, fault)
        : FaultPlan.at(struck, fault, counts.toArray(new Integer[0]));
  }

  private static String word(Call call, String name) {
    return call.parameter(name).toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static DriveRules rules(Call call, DriveRules now) {
    return new DriveRules(
        (int) number(call, "createsPerSecond", now.createsPerSecond()),
        (int) number(call, "createBurst", now.createBurst()),
        (int) number(call, "unitsPerMinute", now.unitsPerMinute()),
        number(call, "storageLimit", now.storageLimit()),
        (int) number(call, "pageLimit", now.pageLimit()),
        Duration.ofMillis(number(call, "lagMillis", now.lag().toMillis())),
        call.parameter("parentLag").isEmpty()
            ? now.parentLag()
            : Boolean.parseBoolean(call.parameter("parentLag")),
        Duration.ofSeconds(number(call, "tokenLife", now.tokenLife().toSeconds())),
        Duration.ofSeconds(number(call, "sessionLife", now.sessionLife().toSeconds())),
        (int) number(call, "childLimit", now.childLimit()));
  }

  private static long number(Call call, String name, long otherwise) {
    String text = Optional.of(call.parameter(name)).filter(said -> !said.isEmpty()).orElse("");
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.matches("[0-9]{1,15}")) {
      throw new DriveProblem(400, "badRequest", "`" + name + "` is no number");
    }
    return Long.parseLong(text);
  }
}
