package io.envsnap.testkit.fault;

import java.util.Map;
import java.util.TreeMap;

/**
 * What shall go wrong in a program, said by the environment that it is started in.
 *
 * @param variables those of {@code fault.c}
 */
public record Fault(Map<String, String> variables) {
  /** Takes its own copy. */
  public Fault {
    variables = Map.copyOf(variables);
  }

  /** Nothing goes wrong; everything is counted. */
  public static Fault none() {
    return of("count", 0);
  }

  /** The disk is full from that change on, counted from 1. */
  public static Fault diskFull(long change) {
    return of("full", change);
  }

  /** The program dies by SIGKILL just before that call of any kind, counted from 1. */
  public static Fault kill(long call) {
    return of("kill", call);
  }

  /** The same, counted from the first line on standard error that begins so. */
  public static Fault killAfter(String line, long call) {
    Map<String, String> variables = new TreeMap<>(kill(call).variables());
    variables.put("FAULT_AFTER", line);
    return new Fault(variables);
  }

  /** The same kill, of all processes of the machine at once. */
  public Fault ofAll() {
    Map<String, String> all = new TreeMap<>(variables);
    all.put("FAULT_MODE", "killall");
    return new Fault(all);
  }

  /** The disk fails to read that file. */
  public static Fault unreadable(String path) {
    Map<String, String> variables = new TreeMap<>(none().variables());
    variables.put("FAULT_EIO", path);
    return new Fault(variables);
  }

  private static Fault of(String mode, long at) {
    return new Fault(Map.of("FAULT_MODE", mode, "FAULT_AT", Long.toString(at)));
  }

  /**
   * The environment of a program that has this fault.
   *
   * @param library folder of {@link FaultLibrary} as the program sees it
   * @param state path of a file, not there yet, that the counts are kept in
   */
  public Map<String, String> environment(String library, String state) {
    Map<String, String> all = new TreeMap<>(variables);
    all.put("LD_PRELOAD", library + "/" + FaultLibrary.FILE);
    all.put("FAULT_STATE", state);
    return all;
  }
}
