package io.envsnap.spec.codec;

import io.envsnap.spec.codec.YamlNode.Field;
import io.envsnap.spec.codec.YamlNode.Mapping;
import io.envsnap.spec.codec.YamlNode.Scalar;
import io.envsnap.spec.codec.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads a YAML document into located nodes. It works on SnakeYAML's events: there every text is
 * still what stands in the document, and what a document of ours never has (anchors, aliases, tags,
 * directives, merge keys, further documents, keys twice, empty values) can be seen and refused.
 */
final class YamlTree {
  private static final int DEEPEST = 8;
  private static final int MOST_NODES = 1_000_000;
  private static final int LONGEST_TEXT = 65_536;
  private static final Set<String> EMPTY = Set.of("", "~", "null", "Null", "NULL");

  private final YamlInput input;
  private final Parser parser;
  private final FirstField first;
  private int nodes;

  private YamlTree(YamlInput input, Parser parser, FirstField first) {
    this.input = input;
    this.parser = parser;
    this.first = first;
  }

  /** Hears the first field of the document before anything behind it is looked at. */
  @FunctionalInterface
  interface FirstField {
    void check(YamlInput input, Field field) throws FormatException;
  }

  /** The root of the document; nothing when it has only comments. */
  static Optional<YamlNode> read(YamlInput input, FirstField first) throws FormatException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(input.limit());
    Parser parser = new ParserImpl(new StreamReader(input.text()), options);
    try {
      return new YamlTree(input, parser, first).document();
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      String problem = "not valid YAML, " + problem(e);
      throw mark == null
          ? FormatException.broken(input.source(), problem, input.hint())
          : input.at(mark.getLine() + 1, mark.getColumn() + 1, problem);
    } catch (YAMLException | NumberFormatException e) {
      // The second for an escape that is cut off, such as `\x` at the end of a text.
      throw FormatException.broken(input.source(), "not valid YAML", input.hint());
    }
  }

  /** The first sentence of what SnakeYAML says. */
  private static String problem(MarkedYAMLException e) {
    String said = e.getProblem() == null ? "unreadable" : e.getProblem();
    int end = said.indexOf(". ");
    String quoted = Quoted.of(end < 0 ? said : said.substring(0, end));
    return quoted.substring(1, quoted.length() - 1);
  }

  private Optional<YamlNode> document() throws FormatException {
    parser.getEvent();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return Optional.empty();
    }
    DocumentStartEvent start = (DocumentStartEvent) parser.getEvent();
    if (start.getVersion() != null || (start.getTags() != null && !start.getTags().isEmpty())) {
      throw refuse(start, "a directive");
    }
    YamlNode root = node(1);
    parser.getEvent();
    if (!parser.checkEvent(Event.ID.StreamEnd)) {
      throw refuse(parser.peekEvent(), "a second document");
    }
    return Optional.of(root);
  }

  private YamlNode node(int depth) throws FormatException {
    Event event = parser.getEvent();
    nodes++;
    if (nodes > MOST_NODES) {
      throw refuse(event, "more than " + MOST_NODES + " values");
    }
    if (depth > DEEPEST) {
      throw refuse(event, "more than " + DEEPEST + " levels");
    }
    if (event.is(Event.ID.Alias)) {
      throw refuse(event, "an alias");
    }
    if (((NodeEvent) event).getAnchor() != null) {
      throw refuse(event, "an anchor");
    }
    if (event instanceof ScalarEvent scalar) {
      return scalar(scalar);
    } else if (event instanceof SequenceStartEvent sequence) {
      return sequence(sequence, depth);
    }
    return mapping((MappingStartEvent) event, depth);
  }

  private Scalar scalar(ScalarEvent event) throws FormatException {
    if (event.getTag() != null) {
      throw refuse(event, "a tag");
    }
    boolean bare = event.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
    String text = event.getValue();
    Scalar scalar = new Scalar(text, bare, line(event), column(event));
    if (bare && EMPTY.contains(text)) {
      throw input.at(scalar, "a value is missing; write `\"\"` for an empty text");
    }
    if (text.length() > LONGEST_TEXT) {
      throw refuse(event, "a text longer than " + LONGEST_TEXT + " characters");
    }
    return scalar;
  }

  private Sequence sequence(SequenceStartEvent event, int depth) throws FormatException {
    if (event.getTag() != null) {
      throw refuse(event, "a tag");
    }
    List<YamlNode> items = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(depth + 1));
    }
    parser.getEvent();
    return new Sequence(items, line(event), column(event));
  }

  private Mapping mapping(MappingStartEvent event, int depth) throws FormatException {
    if (event.getTag() != null) {
      throw refuse(event, "a tag");
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      if (!(node(depth + 1) instanceof Scalar key)) {
        throw refuse(event, "a key that is no text");
      }
      if (key.bare() && key.text().equals("<<")) {
        throw input.at(key, "envsnap does not read a merge key");
      }
      Field field = new Field(key, node(depth + 1));
      if (fields.put(key.text(), field) != null) {
        throw input.at(key, "the key " + Quoted.of(key.text()) + " is there twice");
      }
      if (depth == 1 && fields.size() == 1) {
        first.check(input, field);
      }
    }
    parser.getEvent();
    return new Mapping(fields, line(event), column(event));
  }

  private FormatException refuse(Event event, String what) {
    return input.at(line(event), column(event), "envsnap does not read " + what);
  }

  private static int line(Event event) {
    return event.getStartMark().getLine() + 1;
  }

  private static int column(Event event) {
    return event.getStartMark().getColumn() + 1;
  }
}
