package dev.bqgovernance.sql.googlesql;

import com.google.common.collect.ImmutableList;
import com.google.zetasql.AllowedHintsAndOptions;
import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.Function;
import com.google.zetasql.FunctionArgumentType;
import com.google.zetasql.FunctionProtos.FunctionOptionsProto;
import com.google.zetasql.FunctionSignature;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.ParseResumeLocation;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SqlException;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.ZetaSQLFunctions.FunctionEnums.Mode;
import com.google.zetasql.ZetaSQLFunctions.SignatureArgumentKind;
import com.google.zetasql.ZetaSQLOptions.LanguageFeature;
import com.google.zetasql.ZetaSQLOptions.NameResolutionMode;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.ZetaSQLOptions.ResolvedASTRewrite;
import com.google.zetasql.ZetaSQLOptionsProto.AllowedHintsAndOptionsProto.OptionProto.ResolvingKind;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * BigQuery's dialect of GoogleSQL: the enabled features, and the functions that the engine lacks.
 *
 * <p>This class is thread-safe.
 */
final class Dialect {
  private static final Set<LanguageFeature> BEYOND_MAXIMUM =
      Collections.unmodifiableSet(
          EnumSet.of(
              LanguageFeature.FEATURE_DIFFERENTIAL_PRIVACY,
              LanguageFeature.FEATURE_ANONYMIZATION,
              LanguageFeature.FEATURE_CREATE_VIEWS_WITH_COLUMN_OPTIONS,
              LanguageFeature.FEATURE_COLLATION_SUPPORT,
              LanguageFeature.FEATURE_ANNOTATION_FRAMEWORK));

  /** Inlines routines written in SQL; everything else stays as written. */
  private static final Set<ResolvedASTRewrite> INLINING =
      Collections.unmodifiableSet(
          EnumSet.of(
              ResolvedASTRewrite.REWRITE_INLINE_SQL_FUNCTIONS,
              ResolvedASTRewrite.REWRITE_INLINE_SQL_TVFS,
              ResolvedASTRewrite.REWRITE_INLINE_SQL_UDAS));

  private static final Set<ResolvedASTRewrite> RUNNING =
      Set.of(
          ResolvedASTRewrite.REWRITE_AGGREGATION_THRESHOLD,
          ResolvedASTRewrite.REWRITE_ANONYMIZATION);

  private static final List<String> INTEGERS =
      List.of("INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT");

  private final LanguageOptions language;
  private final ZetaSQLBuiltinFunctionOptions builtins;
  private final Queue<SimpleCatalog> blank = new ConcurrentLinkedQueue<>();

  /** Creating options takes a call of the engine; sharing them between threads is not safe. */
  private final ThreadLocal<AnalyzerOptions> analysis = ThreadLocal.withInitial(this::inlining);

  Dialect() {
    language = new LanguageOptions();
    language.enableMaximumLanguageFeatures();
    language.setSupportsAllStatementKinds();
    language.setProductMode(ProductMode.PRODUCT_EXTERNAL);
    language.setNameResolutionMode(NameResolutionMode.NAME_RESOLUTION_DEFAULT);
    language.enableReservableKeyword("QUALIFY");
    language.enableReservableKeyword("MATCH_RECOGNIZE");
    BEYOND_MAXIMUM.forEach(language::enableLanguageFeature);
    builtins = new ZetaSQLBuiltinFunctionOptions(language);
  }

  LanguageOptions language() {
    return language;
  }

  /** Options for the analysis, for this thread, which must not change them. */
  AnalyzerOptions analysis() {
    return analysis.get();
  }

  private AnalyzerOptions inlining() {
    AnalyzerOptions options = options();
    options.setEnabledRewrites(INLINING);
    return options;
  }

  /** Options for running a query. */
  AnalyzerOptions running() {
    AnalyzerOptions options = options();
    INLINING.forEach(options::enableRewrite);
    RUNNING.forEach(options::enableRewrite);
    return options;
  }

  private AnalyzerOptions options() {
    AnalyzerOptions options = new AnalyzerOptions();
    options.setLanguageOptions(language);
    options.setDefaultTimezone("UTC"); // The engine's own default is America/Los_Angeles.
    options.setPruneUnusedColumns(true);
    AllowedHintsAndOptions allowed = new AllowedHintsAndOptions();
    allowed.addDifferentialPrivacyOption(
        "privacy_unit_column", null, ResolvingKind.FROM_NAME_SCOPE_IDENTIFIER);
    options.setAllowedHintsAndOptions(allowed);
    return options;
  }

  /**
   * A catalog with BigQuery's functions and types, and nothing else; to be returned with the method
   * below.
   */
  SimpleCatalog borrow() {
    SimpleCatalog idle = blank.poll();
    return idle == null ? catalog() : idle;
  }

  /** Takes back an emptied catalog: creating one takes as long as analyzing ten queries. */
  void giveBack(SimpleCatalog catalog) {
    if (catalog.isRegistered()) {
      catalog.unregister();
    }
    catalog.getTableNameList().forEach(catalog::removeSimpleTable);
    catalog.getTVFList().stream()
        .filter(function -> CatalogNames.isOurs(function.getName()))
        .toList()
        .forEach(catalog::removeTableValuedFunction);
    catalog.getFunctionList().stream()
        .filter(function -> CatalogNames.isOurs(function.getName()))
        .toList()
        .forEach(catalog::removeFunction);
    blank.offer(catalog);
  }

  /**
   * The error message for a text that the parser refused, with its position, which the parser
   * omits.
   */
  RuntimeException complaint(String statement, RuntimeException ofParser) {
    SimpleCatalog catalog = borrow();
    try {
      var unused = Analyzer.analyzeStatement(statement, analysis(), catalog);
      return ofParser;
    } catch (SqlException placed) {
      return placed;
    } finally {
      giveBack(catalog);
    }
  }

  private SimpleCatalog catalog() {
    SimpleCatalog catalog = new SimpleCatalog("bigquery");
    catalog.addZetaSQLFunctionsAndTypes(builtins);
    INTEGERS.forEach(
        name -> catalog.addType(name, TypeFactory.createSimpleType(TypeKind.TYPE_INT64)));
    catalog.addFunction(
        polyfill("current_user", Mode.SCALAR, List.of(), List.of(), "SESSION_USER()"));
    FunctionArgumentType any = arbitrary();
    FunctionArgumentType text =
        new FunctionArgumentType(TypeFactory.createSimpleType(TypeKind.TYPE_STRING));
    catalog.addFunction(
        polyfill(
            "contains_substr",
            Mode.SCALAR,
            List.of("expression", "search_value"),
            List.of(any, text),
            "STRPOS(LOWER(TO_JSON_STRING(expression)), LOWER(search_value)) > 0"));
    catalog.addFunction(
        polyfill(
            "search",
            Mode.SCALAR,
            List.of("data", "query"),
            List.of(any, text),
            "STRPOS(LOWER(TO_JSON_STRING(data)), LOWER(query)) > 0"));
    return catalog;
  }

  private static FunctionArgumentType arbitrary() {
    return new FunctionArgumentType(SignatureArgumentKind.ARG_TYPE_ARBITRARY);
  }

  private static Function polyfill(
      String name,
      Mode mode,
      List<String> names,
      List<FunctionArgumentType> arguments,
      String body) {
    return new Function.TemplatedSQLFunction(
        ImmutableList.of(name),
        new FunctionSignature(arbitrary(), arguments, -1),
        ImmutableList.copyOf(names),
        new ParseResumeLocation(body),
        mode,
        FunctionOptionsProto.getDefaultInstance());
  }
}
