package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.AllowedHintsAndOptions;
import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleColumn;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.StructType;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.ZetaSQLOptions.LanguageFeature;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.ZetaSQLOptionsProto.AllowedHintsAndOptionsProto.OptionProto.ResolvingKind;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Analyses a text over tables with short names, and writes its flows on one line. */
final class FlatAnalysis {
  private static final Map<String, String> TABLES =
      Map.of(
          "cust",
          "id INT64, email STRING, ssn STRING, age INT64, born DATE, seen TIMESTAMP, vip BOOL",
          "ord",
          "id INT64, cid INT64, amt INT64, status STRING, note STRING",
          "secret",
          "salt STRING, ring BYTES",
          "prof",
          "id INT64, name STRUCT<first STRING, last STRING>, tags ARRAY<STRING>,"
              + " items ARRAY<STRUCT<sku STRING, n INT64>>,"
              + " deep STRUCT<a STRUCT<b STRING, c INT64>, d STRING>, j JSON",
          "prof2",
          "id INT64, name STRUCT<given STRING, family STRING>",
          "logs_*",
          "user STRING, msg STRING, _TABLE_SUFFIX STRING",
          "sales",
          "quarter STRING, amount INT64, year INT64",
          "wide",
          "id INT64, q1 INT64, q2 INT64");

  private final LanguageOptions language = new LanguageOptions();
  private final AnalyzerOptions options = new AnalyzerOptions();
  private final SimpleCatalog catalog = new SimpleCatalog("flat");

  FlatAnalysis() {
    language.enableMaximumLanguageFeatures();
    language.setSupportsAllStatementKinds();
    language.setProductMode(ProductMode.PRODUCT_EXTERNAL);
    language.enableReservableKeyword("QUALIFY");
    language.enableReservableKeyword("MATCH_RECOGNIZE");
    language.enableLanguageFeature(LanguageFeature.FEATURE_DIFFERENTIAL_PRIVACY);
    language.enableLanguageFeature(LanguageFeature.FEATURE_ANONYMIZATION);
    options.setLanguageOptions(language);
    options.setPruneUnusedColumns(true);
    options.setEnabledRewrites(Set.of());
    AllowedHintsAndOptions allowed = new AllowedHintsAndOptions();
    allowed.addDifferentialPrivacyOption(
        "privacy_unit_column", null, ResolvingKind.FROM_NAME_SCOPE_IDENTIFIER);
    options.setAllowedHintsAndOptions(allowed);
    catalog.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(language));
    TABLES.forEach(this::add);
  }

  /** The engine itself reads the columns: as the fields of a record. */
  private void add(String name, String columns) {
    StructType row =
        resolve("SELECT CAST(NULL AS STRUCT<" + columns + ">)")
            .getOutputColumnList()
            .get(0)
            .getColumn()
            .getType()
            .asStruct();
    List<SimpleColumn> list = new ArrayList<>();
    for (StructType.StructField field : row.getFieldList()) {
      boolean isPseudo = field.getName().startsWith("_");
      list.add(new SimpleColumn(name, field.getName(), field.getType(), isPseudo, false));
    }
    catalog.addSimpleTable(name, new SimpleTable(name, list));
  }

  LanguageOptions language() {
    return language;
  }

  List<String> functions() {
    return catalog.getFunctionNameList().stream()
        .map(name -> name.substring(name.indexOf(':') + 1))
        .toList();
  }

  ResolvedQueryStmt resolve(String sql) {
    return (ResolvedQueryStmt) Analyzer.analyzeStatement(sql, options, catalog);
  }

  FlowVisitor.Result flows(String sql) {
    return FlowVisitor.of(resolve(sql), FlatAnalysis::tables);
  }

  static List<TableId> tables(String name) {
    return name.endsWith("*")
        ? List.of(table(name.replace("*", "1")), table(name.replace("*", "2")))
        : List.of(table(name));
  }

  private static TableId table(String name) {
    return TableId.of("shop-prod", "raw", name);
  }

  /**
   * Such as {@code id: cust.id; x.y: cust.age derived, ~cust.vip; rows: ~cust.ssn}: the flows of
   * each column or field, an influence with a tilde, nothing behind what arrives as it is.
   */
  static String line(FlowVisitor.Result result) {
    List<String> parts = new ArrayList<>();
    result
        .columns()
        .forEach(
            column -> {
              if (column.flows().isEmpty()) {
                parts.add(column.name() + ":");
              }
              new TreeMap<>(column.flows())
                  .forEach(
                      (path, flows) ->
                          parts.add(
                              column.name() + (path.isEmpty() ? "" : "." + path) + flows(flows)));
            });
    if (!result.rows().isEmpty()) {
      parts.add("rows" + flows(result.rows()));
    }
    return String.join("; ", parts);
  }

  private static String flows(Set<Flow> flows) {
    return flows.stream()
        .map(FlatAnalysis::word)
        .sorted()
        .distinct()
        .collect(Collectors.joining(", ", ": ", ""));
  }

  private static String word(Flow flow) {
    String transformation =
        switch (flow.transformation()) {
          case IDENTITY -> "";
          default -> " " + flow.transformation().name().toLowerCase(Locale.ROOT);
        };
    String keys =
        flow.keys().stream()
            .map(key -> " by " + key.table().name() + "." + key.path())
            .sorted()
            .collect(Collectors.joining());
    return (flow.kind() == Flow.Kind.INFLUENCE ? "~" : "")
        + flow.source().table().name()
        + "."
        + flow.source().path()
        + transformation
        + keys
        + (flow.decrypts() ? " decrypted" : "");
  }
}
