package io.envsnap.spec.codec;

/** A mapping on one line, {@code {name: a, size: 12}}, as it grows. */
final class FlowLine {
  private final StringBuilder out;
  private boolean first = true;

  private FlowLine(StringBuilder out) {
    this.out = out;
  }

  static FlowLine start(StringBuilder out) {
    out.append('{');
    return new FlowLine(out);
  }

  /** Adds a text, unless it is empty. */
  FlowLine text(String key, String text) {
    return text.isEmpty() ? this : emptyToo(key, text);
  }

  /** Adds a text, even if it is empty. */
  FlowLine emptyToo(String key, String text) {
    YamlText.append(text, key(key));
    return this;
  }

  FlowLine number(String key, long number) {
    key(key).append(number);
    return this;
  }

  /** Adds {@code key: true}, unless it is false. */
  FlowLine flag(String key, boolean flag) {
    if (flag) {
      key(key).append("true");
    }
    return this;
  }

  /** Starts the value of a key, which the caller appends. */
  StringBuilder key(String key) {
    if (!first) {
      out.append(", ");
    }
    first = false;
    YamlText.append(key, out);
    return out.append(": ");
  }

  void end() {
    out.append('}');
  }
}
