package dev.bqgovernance.render;

import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is to be said, before it is written as text or Markdown. */
final class Page {
  private final List<Block> blocks = new ArrayList<>();

  /** Which of the blocks tell findings. */
  private final Set<Block> findings = Collections.newSetFromMap(new IdentityHashMap<>());

  /** A part of a page. */
  sealed interface Block {}

  /** A line of its own. */
  record Paragraph(Phrase text) implements Block {}

  /** Starts a section. */
  record Heading(Phrase text) implements Block {}

  /**
   * An entry of a section.
   *
   * @param mark one sign that tells gains and losses apart at a glance; empty for none
   * @param text the entry
   * @param code lines of a text difference, not escaped
   */
  record Item(String mark, Phrase text, List<String> code) implements Block {
    static Item of(String mark, Phrase text) {
      return new Item(mark, text, List.of());
    }
  }

  /**
   * Values in rows and columns.
   *
   * @param header what the columns are called
   * @param rows the rows, each with a cell for each column
   */
  record Table(List<Phrase> header, List<List<Phrase>> rows) implements Block {}

  /** An entry of a section that stays on one line, however long it is. */
  record Line(String mark, Phrase text) implements Block {}

  List<Block> blocks() {
    return blocks;
  }

  /** The page for a reader who sees the findings elsewhere. */
  Page withoutFindings() {
    Page rest = new Page();
    blocks.stream().filter(block -> !findings.contains(block)).forEach(rest.blocks::add);
    return rest;
  }

  void paragraph(Phrase text) {
    blocks.add(new Paragraph(text));
  }

  void table(List<Phrase> header, List<List<Phrase>> rows) {
    blocks.add(new Table(header, rows));
  }

  void section(Phrase heading, Collection<? extends Block> items) {
    if (!items.isEmpty()) {
      blocks.add(new Heading(heading));
      blocks.addAll(items);
    }
  }

  /** A section of the findings of this weight; none if there are none. */
  void findings(String heading, Severity severity, List<Finding> told) {
    int before = blocks.size();
    section(
        Phrase.words(heading),
        told.stream()
            .filter(finding -> finding.severity() == severity)
            .sorted(Finding.BY_PLACE)
            .map(finding -> Item.of("", phrase(finding)))
            .toList());
    findings.addAll(blocks.subList(before, blocks.size()));
  }

  /** The first items, and how many there are beyond them. */
  static List<Item> atMost(int most, List<Item> items, String noun) {
    if (items.size() <= most) {
      return items;
    }
    List<Item> first = new ArrayList<>(items.subList(0, most));
    first.add(Item.of("", Phrase.words("... " + Words.count(items.size() - most, "more " + noun))));
    return first;
  }

  /** {@code place: error: message fix [rule]}. */
  static Phrase phrase(Finding finding) {
    String level = finding.severity().name().toLowerCase(Locale.ROOT);
    Phrase where =
        finding.place().map(p -> Phrase.of("{}: ", Phrase.prose(p.toString()))).orElse(none());
    Phrase fix = finding.fix().map(f -> Phrase.of(" {}", Phrase.prose(f))).orElse(none());
    return where.and(
        Phrase.of(level + ": {}{} [{}]", Phrase.prose(finding.message()), fix, finding.rule()));
  }

  private static Phrase none() {
    return Phrase.words("");
  }
}
