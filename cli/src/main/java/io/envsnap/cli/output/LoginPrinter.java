package io.envsnap.cli.output;

/** Says where to sign in, and whether one is signed in. Tokens never come here. */
public final class LoginPrinter {
  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public LoginPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Says where to type which code. */
  public void printCode(String url, String code) {
    if (json) {
      console.data(JsonLine.of("status").put("url", url).put("code", code).text());
    } else {
      console.say("Open " + url + " on any device and type " + code);
    }
  }

  /** Says that the sign-in is kept. */
  public void printSignedIn() {
    if (json) {
      console.data(JsonLine.of("summary").put("signedIn", true).text());
    } else {
      console.say("Signed in to Google Drive; `--store gdrive:FOLDER` uses it on this machine");
    }
  }

  /** Says that there is no sign-in any more. */
  public void printSignedOut(boolean was) {
    if (json) {
      console.data(JsonLine.of("summary").put("signedIn", false).put("was", was).text());
    } else {
      console.say(
          was ? "Signed out of Google Drive, here and at Google" : "Nobody was signed in here");
    }
  }
}
