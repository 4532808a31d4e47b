package dev.bqgovernance.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bqgovernance.model.Transformation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus is what it says: large, broad, labelled by hand, and readable without an engine. */
class CorpusTest {
  private static final Corpus CORPUS = Corpus.read();

  /** What does not give the same result twice, by name. */
  private static final Pattern RANDOM =
      Pattern.compile(
          "RAND\\(|GENERATE_UUID|CURRENT_|SESSION_USER|TABLESAMPLE|ANY_VALUE|DIFFERENTIAL");

  @Test
  void isLargeAndLabelled() {
    List<CorpusQuery.Label> labels =
        CORPUS.queries().stream().flatMap(query -> query.labels().stream()).toList();
    assertThat(CORPUS.queries()).hasSizeGreaterThanOrEqualTo(250);
    assertThat(labels).filteredOn(CorpusQuery.Label::isPositive).hasSizeGreaterThanOrEqualTo(120);
    assertThat(labels).filteredOn(l -> !l.isPositive()).hasSizeGreaterThanOrEqualTo(200);
    assertThat(labels.stream().flatMap(label -> label.transformation().stream()))
        .contains(Transformation.values());
    assertThat(CORPUS.queries()).extracting(CorpusQuery::name).doesNotHaveDuplicates();
    assertThat(CORPUS.queries()).filteredOn(q -> q.file().equals("b7")).hasSize(13);
  }

  static Stream<String> constructs() {
    return Stream.of(
        "JOIN",
        "WITH \\w+ AS",
        "WITH RECURSIVE",
        "OVER \\(",
        "QUALIFY",
        "UNION",
        "EXCEPT DISTINCT|INTERSECT",
        "STRUCT\\(",
        "ARRAY\\(",
        "UNNEST",
        "[^N]PIVOT",
        "UNPIVOT",
        "\\(SELECT (MAX|SUM|MIN)",
        "EXISTS \\(",
        "[^T] IN \\((SELECT|WITH)",
        "SELECT AS STRUCT",
        "SELECT AS VALUE",
        "TO_JSON(_STRING)?\\([a-z]\\)|ARRAY_AGG\\([a-z]\\)",
        "\\|>",
        "\\*`",
        "EXTERNAL_QUERY",
        "lib\\.\\w+`?\\(",
        "(FROM|JOIN) `?(shop-prod\\.)?lib\\.",
        "GROUPING SETS|ROLLUP|CUBE",
        "HAVING",
        "ORDER BY [^()]* LIMIT",
        "->",
        "JSON_",
        "SHA|MD5|FARM_FINGERPRINT",
        "vault\\.");
  }

  @ParameterizedTest
  @MethodSource("constructs")
  void holdsEachConstructThreeTimes(String construct) {
    Pattern pattern = Pattern.compile(construct);
    assertThat(CORPUS.queries())
        .filteredOn(query -> pattern.matcher(query.sql()).find())
        .hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void namesWhatIsRandom() {
    assertThat(CORPUS.queries())
        .allSatisfy(
            query ->
                assertThat(query.isRandom())
                    .as(query.name())
                    .isEqualTo(RANDOM.matcher(query.sql()).find()));
  }

  @Test
  void namesColumnsOfTablesThatAreRead() {
    assertThat(CORPUS.queries())
        .allSatisfy(
            query ->
                assertThat(query.labels())
                    .as(query.name())
                    .allSatisfy(
                        label ->
                            assertThat(CORPUS.tablesOf(query)).contains(label.column().table())));
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void engineAndScannerFindTheSameReferences(String file) {
    Optional<SqlAnalyzer> engine = SqlAnalyzer.find();
    assumeTrue(engine.isPresent(), "no SQL engine on this class path or machine");
    List<CorpusQuery> queries =
        CORPUS.queries().stream().filter(query -> query.file().equals(file)).toList();
    List<QueryFlow> flows =
        engine
            .get()
            .analyze(
                queries.stream().map(q -> SqlText.query(Corpus.PROJECT, q.sql())).toList(), CORPUS);
    for (int i = 0; i < queries.size(); i++) {
      assertThat(names(flows.get(i).references()))
          .as(queries.get(i).name())
          .isEqualTo(names(SqlScanner.scan(queries.get(i).sql()).references()));
    }
  }

  static final List<String> FILES = Corpus.FILES;

  private static Set<String> names(List<SqlReference> references) {
    return references.stream()
        .map(
            r ->
                r.kind()
                    + " "
                    + (r.isWildcard() ? r.dataset(Corpus.PROJECT) + "." + r.path() : named(r)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String named(SqlReference reference) {
    return reference
        .table(Corpus.PROJECT)
        .map(Object::toString)
        .or(() -> reference.routine(Corpus.PROJECT).map(Object::toString))
        .orElse(reference.name());
  }
}
