package dev.bqgovernance.render;

import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The content of a rendered document, before it is written as text or Markdown. */
final class Document {
  private final List<Block> blocks = new ArrayList<>();

  /** The blocks that are findings. */
  private final Set<Block> findings = Collections.newSetFromMap(new IdentityHashMap<>());

  /** A part of a document. */
  sealed interface Block {}

  /** Text on a line of its own. */
  record Paragraph(StyledText text) implements Block {}

  /** The heading of a section. */
  record Heading(StyledText text) implements Block {}

  /**
   * An entry of a section.
   *
   * @param mark one character that sets gains and losses apart; empty for none
   * @param text the entry
   * @param code lines of a text difference, not escaped
   */
  record Item(String mark, StyledText text, List<String> code) implements Block {
    static Item of(String mark, StyledText text) {
      return new Item(mark, text, List.of());
    }
  }

  /**
   * A table.
   *
   * @param header the names of the columns
   * @param rows the rows, each with a cell for each column
   */
  record Table(List<StyledText> header, List<List<StyledText>> rows) implements Block {}

  /** An entry of a section that stays on one line, however long it is. */
  record Line(String mark, StyledText text) implements Block {}

  List<Block> blocks() {
    return blocks;
  }

  /** The document for a reader who sees the findings elsewhere. */
  Document withoutFindings() {
    Document rest = new Document();
    blocks.stream().filter(block -> !findings.contains(block)).forEach(rest.blocks::add);
    return rest;
  }

  void paragraph(StyledText text) {
    blocks.add(new Paragraph(text));
  }

  void table(List<StyledText> header, List<List<StyledText>> rows) {
    blocks.add(new Table(header, rows));
  }

  void section(StyledText heading, Collection<? extends Block> items) {
    if (!items.isEmpty()) {
      blocks.add(new Heading(heading));
      blocks.addAll(items);
    }
  }

  /** Adds a section with the findings of a severity, if there are any. */
  void findings(String heading, Severity severity, List<Finding> all) {
    int before = blocks.size();
    section(
        StyledText.words(heading),
        all.stream()
            .filter(finding -> finding.severity() == severity)
            .sorted(Finding.BY_PLACE)
            .map(finding -> Item.of("", text(finding)))
            .toList());
    findings.addAll(blocks.subList(before, blocks.size()));
  }

  /** The first items, and the number of the others. */
  static List<Item> atMost(int most, List<Item> items, String noun) {
    if (items.size() <= most) {
      return items;
    }
    List<Item> first = new ArrayList<>(items.subList(0, most));
    first.add(
        Item.of(
            "",
            StyledText.words("... " + DisplayNames.count(items.size() - most, "more " + noun))));
    return first;
  }

  /** {@code place: error: message fix [rule]}. */
  static StyledText text(Finding finding) {
    String level = finding.severity().name().toLowerCase(Locale.ROOT);
    StyledText where =
        finding
            .place()
            .map(p -> StyledText.of("{}: ", StyledText.prose(p.toString())))
            .orElse(none());
    StyledText fix =
        finding.fix().map(f -> StyledText.of(" {}", StyledText.prose(f))).orElse(none());
    return where.and(
        StyledText.of(
            level + ": {}{} [{}]", StyledText.prose(finding.message()), fix, finding.rule()));
  }

  private static StyledText none() {
    return StyledText.words("");
  }
}
