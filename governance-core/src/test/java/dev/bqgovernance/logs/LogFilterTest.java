package dev.bqgovernance.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogFilterTest {
  /** Nothing is known of insertId, labels and most of jsonPayload; textPayload is absent. */
  private static final LogEntry PARTIAL =
      new LogEntry(
          Map.of(
              "logName", "projects/acme-data/logs/run.googleapis.com%2Fstdout",
              "severity", "NOTICE",
              "resource.type", "cloud_run_revision",
              "resource.labels.k8s/app", "shop",
              "jsonPayload.message", "User signed up",
              "jsonPayload.n", "12",
              "jsonPayload.ip", "10.1.2.3",
              "jsonPayload.v6", "2001:db8::1"),
          List.of("textPayload", "httpRequest"));

  @ParameterizedTest
  @CsvSource(
      delimiterString = "==>",
      quoteCharacter = '^',
      textBlock =
          """
          ^^                                                    ==> YES
          ^  -- only a comment^                                 ==> YES
          resource.type="cloud_run_revision"                    ==> YES
          Resource.Type = CLOUD_RUN_REVISION                    ==> YES
          resource.type='cloud_run_revision'                    ==> YES
          resource.type="gce_instance"                          ==> NO
          resource.type!="gce_instance"                         ==> YES
          resource.type:"run"                                   ==> YES
          resource.type:RUN_                                    ==> YES
          resource.type=run                                     ==> NO
          resource.type:"*"                                     ==> NO
          resource.type:*                                       ==> YES
          resource.type=*                                       ==> NO
          resource:*                                            ==> YES
          resource.labels:*                                     ==> YES
          textPayload:*                                         ==> NO
          textPayload.x:*                                       ==> NO
          NOT textPayload:*                                     ==> YES
          labels:*                                              ==> UNKNOWN
          resource:"cloud_run"                                  ==> YES
          resource:"gce"                                        ==> UNKNOWN
          resource!="cloud_run_revision"                        ==> UNKNOWN
          textPayload="x"                                       ==> NO
          textPayload!="x"                                      ==> NO
          NOT textPayload="x"                                   ==> YES
          httpRequest.status>=500                               ==> NO
          insertId="x"                                          ==> UNKNOWN
          NOT insertId="x"                                      ==> UNKNOWN
          resource.labels."k8s/app"="shop"                      ==> YES
          resource."labels"."k8s/app"="shop"                    ==> YES
          resource.labels.k8s/app="shop"                        ==> YES
          "resource.type"="cloud_run_revision"                  ==> UNKNOWN
          resource.type=~"^cloud_.*revision$"                   ==> YES
          resource.type=~"run"                                  ==> YES
          resource.type=~"RUN"                                  ==> NO
          resource.type=~"(?i)RUN"                              ==> YES
          resource.type!~"run"                                  ==> NO
          resource.type=~"(?P<x>run)"                           ==> UNKNOWN
          resource.type!~"(?P<x>run)"                           ==> UNKNOWN
          jsonPayload.ip=~"^\\d+\\.1\\."                        ==> YES
          jsonPayload.ip=~"^\\\\d+\\\\.1"                       ==> YES
          jsonPayload.n>9                                       ==> YES
          jsonPayload.n>=12 jsonPayload.n<=12.0 jsonPayload.n=12 ==> YES
          jsonPayload.n<-5                                      ==> NO
          jsonPayload.n>"a"                                     ==> NO
          jsonPayload.message<"Z"                               ==> YES
          severity>=WARNING                                     ==> NO
          severity>="warning"                                   ==> NO
          severity>=INFO                                        ==> YES
          severity<notice                                       ==> NO
          severity=300                                          ==> YES
          severity>LOUD                                         ==> UNKNOWN
          severity:NOTICE                                       ==> YES
          severity=(INFO OR NOTICE)                             ==> YES
          severity=(INFO OR DEBUG)                              ==> NO
          severity=(NOT INFO)                                   ==> YES
          severity=(NOTICE AND -"INFO")                         ==> YES
          jsonPayload.message:(user ((signed) OR off))          ==> YES
          jsonPayload.message:("user" AND "off")                ==> NO
          insertId:(a OR b)                                     ==> UNKNOWN
          signed                                                ==> YES
          "SIGNED UP"                                           ==> YES
          unicorn                                               ==> UNKNOWN
          a.b                                                   ==> UNKNOWN
          -signed                                               ==> NO
          -"signed up"                                          ==> NO
          - -signed                                             ==> error
          -severity=INFO                                        ==> YES
          -(severity=INFO OR severity=NOTICE)                   ==> NO
          NOT NOT severity=NOTICE                               ==> YES
          NOT -severity=NOTICE                                  ==> YES
          NOT(severity=NOTICE)                                  ==> NO
          severity=INFO AND insertId=x                          ==> NO
          severity=NOTICE AND insertId=x                        ==> UNKNOWN
          severity=NOTICE OR insertId=x                         ==> YES
          severity=INFO OR insertId=x                           ==> UNKNOWN
          severity=NOTICE OR severity=INFO AND severity=INFO    ==> NO
          severity=INFO severity=INFO OR severity=NOTICE        ==> NO
          severity=NOTICE OR severity=INFO severity=NOTICE      ==> YES
          severity=NOTICE and insertId=x                        ==> UNKNOWN
          log_id("run.googleapis.com/stdout")                   ==> YES
          LOG_ID("stdout")                                      ==> NO
          logName="projects/acme-data/logs/run.googleapis.com%2Fstdout" ==> YES
          logName=projects/acme-data/logs/run.googleapis.com%2Fstdout ==> YES
          source(projects/acme-data)                            ==> YES
          source("folders/12")                                  ==> UNKNOWN
          sample(insertId, 0.5)                                 ==> UNKNOWN
          sample(jsonPayload.n, 0.5)                            ==> UNKNOWN
          sample(jsonPayload.n, 1)                              ==> YES
          sample(jsonPayload.n, 0)                              ==> NO
          sample(textPayload, 1.0)                              ==> NO
          ip_in_net(jsonPayload.ip, "10.0.0.0/8")               ==> YES
          ip_in_net(jsonPayload.ip, "10.1.2.2/31")              ==> YES
          ip_in_net(jsonPayload.ip, "10.1.2.2/32")              ==> NO
          ip_in_net(jsonPayload.ip, "0.0.0.0/0")                ==> YES
          ip_in_net(jsonPayload.ip, "2001:db8::/32")            ==> NO
          ip_in_net(jsonPayload.v6, "2001:db8::/32")            ==> YES
          ip_in_net(jsonPayload.message, "10.0.0.0/8")          ==> NO
          ip_in_net(textPayload, "10.0.0.0/8")                  ==> NO
          NOT ip_in_net(insertId, "10.0.0.0/8")                 ==> UNKNOWN
          SEARCH("anything")                                    ==> UNKNOWN
          SEARCH(resource.type, "Cloud_Run_Revision")           ==> YES
          SEARCH(jsonPayload.message, "up user")                ==> UNKNOWN
          SEARCH(jsonPayload.message, "up, unicorn")            ==> NO
          SEARCH(textPayload, "x")                              ==> NO
          SEARCH(insertId, "x")                                 ==> UNKNOWN
          cast(timestamp, STRING, TIME_ZONE("UTC")) =~ "^2025"  ==> UNKNOWN
          CAST(REGEXP_EXTRACT(CAST(timestamp, STRING), "(\\d+)"), INT64) < 30 ==> UNKNOWN
          cast(insertId, STRING)=x severity=INFO                ==> NO
          """)
  void answersAsFarAsIsKnown(String filter, String truth) {
    if (truth.equals("error")) {
      assertThat(error(filter)).isNotNull();
    } else {
      assertThat(LogFilter.parse(filter).matches(PARTIAL)).hasToString(truth);
    }
  }

  @Test
  void linesAreJoinedByAnd_andCommentsAreSkipped() {
    LogFilter filter =
        LogFilter.parse(
            """
            -- what we want
            resource.type="cloud_run_revision" -- "really
            severity>=INFO
            jsonPayload.message:"--"
            """);
    assertThat(filter.matches(PARTIAL)).isEqualTo(Ternary.NO);
  }

  @ParameterizedTest
  @CsvSource({"\\\\,\\", "\\\",\"", "\\',''''", "a\\u0041\\x42\\103,aABC", "\\.\\d,\\.\\d"})
  void stringsAreDecoded(String content, String value) {
    LogEntry entry = new LogEntry(Map.of("x", value.equals("''''") ? "'" : value), List.of(""));
    assertThat(LogFilter.parse("x=\"" + content + "\"").matches(entry)).isEqualTo(Ternary.YES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "==>",
      quoteCharacter = '^',
      textBlock =
          """
          a=                 ==> 1:3 ==> expected a value; found the end of the filter
          a=AND              ==> 1:3 ==> expected a value; found "AND"
          a=-                ==> 1:3 ==> expected a value; found "-"
          a=b:c              ==> 1:4 ==> expected quotes around a value with special characters; found ":"
          a=b"c"             ==> 1:4 ==> expected quotes around a value
          a:(b=c)            ==> 1:5 ==> expected quotes around a value
          a:()               ==> 1:4 ==> expected a value; found ")"
          a:(b OR)           ==> 1:8 ==> expected a value; found ")"
          =b                 ==> 1:1 ==> expected a comparison such as severity>=ERROR; found "="
          a AND              ==> 1:6 ==> expected a comparison
          AND a              ==> 1:1 ==> expected a comparison
          a OR OR b          ==> 1:6 ==> expected a comparison
          NOT                ==> 1:4 ==> expected a comparison
          - a                ==> 1:1 ==> expected a comparison
          (a                 ==> 1:1 ==> this ( is never closed; close it with )
          a)                 ==> 1:2 ==> this ) closes nothing
          a , b              ==> 1:3 ==> expected a comparison
          a..b=c             ==> 1:5 ==> expected the name of a field before the operator
          .a=c               ==> 1:3 ==> expected the name of a field before the operator
          a="b               ==> 1:3 ==> this string is never closed; close it with "
          a="b\\"            ==> 1:3 ==> this string is never closed
          a ! b              ==> 1:3 ==> expected one of the operators
          a ~ b              ==> 1:3 ==> expected one of the operators
          foo(a)             ==> 1:1 ==> expected one of the functions log_id("stdout"), source
          log_id()           ==> 1:8 ==> expected a field or a value; found ")"
          log_id(a, b)       ==> 1:1 ==> expected log_id("stdout"); found "log_id"
          log_id(a b)        ==> 1:10 ==> expected , or )
          log_id(a           ==> 1:7 ==> this ( is never closed
          sample(a, 2)       ==> 1:1 ==> expected sample(insertId, 0.1)
          sample(a, 1.5)     ==> 1:1 ==> expected sample(insertId, 0.1)
          sample(a, half)    ==> 1:1 ==> expected sample(insertId, 0.1)
          ip_in_net(a, b)    ==> 1:1 ==> expected ip_in_net(
          ip_in_net(a, "10.0.0.0/33") ==> 1:1 ==> expected ip_in_net(
          ip_in_net(a, "999.1.1.1/8") ==> 1:1 ==> expected ip_in_net(
          ip_in_net(a, "1:2/8") ==> 1:1 ==> expected ip_in_net(
          ip_in_net(a, "localhost/8") ==> 1:1 ==> expected ip_in_net(
          cast(a, STRING)    ==> 1:16 ==> expected a comparison of what cast gives
          cast(a, STRING)=   ==> 1:17 ==> expected a value
          """)
  void saysWhatWasExpectedAndWhere(String filter, String place, String message) {
    LogFilterSyntaxException error = error(filter);
    assertThat(error.line() + ":" + error.column()).isEqualTo(place);
    assertThat(error).hasMessageContaining(message);
  }

  @Test
  void countsLines() {
    LogFilterSyntaxException error = error("a=b\n\n  severity>=");
    assertThat(List.of(error.line(), error.column())).containsExactly(3, 13);
    assertThat(error("a=b\nAND\n  OR").line()).isEqualTo(3);
  }

  private static LogFilterSyntaxException error(String filter) {
    return catchThrowableOfType(
        LogFilterSyntaxException.class, () -> LogFilter.parse(filter).matches(PARTIAL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "-(", "NOT (", "a (", "cast("})
  void refusesDeepNesting(String opening) {
    assertThat(error(opening.repeat(4000))).hasMessageContaining("at most 100 parentheses");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-- x\n", "NOT ", "a OR ", "a ", "\"\\n\" ", "labels.\"a\".", "\n"})
  @Timeout(20) // Only time that grows with the square of the text takes so long.
  void readsALongFilter(String piece) {
    assertThat(LogFilter.parse(piece.repeat(20_000 / piece.length()) + "signed").matches(PARTIAL))
        .isNotNull();
  }

  @Test
  @Timeout(20) // Java's expressions would take years.
  void givesUpOnAnEndlessExpression() {
    LogEntry entry = new LogEntry(Map.of("x", "a".repeat(60)), List.of());
    assertThat(LogFilter.parse("x=~\"(.*a){20}b\"").matches(entry)).isEqualTo(Ternary.UNKNOWN);
  }

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithANaiveEvaluatorOnTotalEntries(long seed) {
    Random random = new Random(seed);
    DerivedResources generated = new Generator(random).filter(4);
    for (int i = 0; i < 10; i++) {
      Map<String, String> entry = Generator.entry(random);
      assertThat(LogFilter.parse(generated.text).matches(new LogEntry(entry, List.of(""))))
          .as("seed %d: %s on %s", seed, generated.text, entry)
          .isEqualTo(Ternary.of(generated.naive.test(entry)));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void knowingLess_neverTurnsAnAnswerRound(long seed) {
    Random random = new Random(seed);
    LogFilter filter = LogFilter.parse(new Generator(random).filter(4).text);
    Map<String, String> known = Generator.entry(random);
    Ternary truth = filter.matches(new LogEntry(known, List.of("")));
    List<String> forgotten = new ArrayList<>(known.keySet());
    forgotten.removeIf(field -> random.nextBoolean());
    Map<String, String> rest = new HashMap<>(known);
    rest.keySet().removeAll(forgotten);
    assertThat(filter.matches(new LogEntry(rest, List.of())))
        .as("seed %d", seed)
        .isIn(truth, Ternary.UNKNOWN);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readsAnyNoise(long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    List<String> pieces =
        List.of(
            "a", ".", "\"", "'", "(", ")", " ", "-", "=", "=~", ":", ",", "AND ", "\\", "\n",
            "cast(", "sample(", "OR ", "NOT ", "--", "*", "1");
    for (int i = random.nextInt(30); i > 0; i--) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    LogFilterSyntaxException error = error(text.toString());
    if (error != null) {
      assertThat(error.line()).as("seed %d: %s", seed, text).isPositive();
      assertThat(error.column()).as("seed %d: %s", seed, text).isPositive();
    }
  }

  private record DerivedResources(String text, Predicate<Map<String, String>> naive, boolean atom) {
    String grouped() {
      return atom ? text : "(" + text + ")";
    }
  }

  private record Generator(Random random) {
    private static final Map<String, String> FIELDS =
        Map.of(
            "resource.type", "resource.type",
            "severity", "severity",
            "jsonPayload.n", "jsonPayload.n",
            "labels.k8s/app", "labels.\"k8s/app\"");
    private static final Map<String, List<String>> VALUES =
        Map.of(
            "resource.type", List.of("alpha", "Beta", "alphabet"),
            "severity", List.of("DEBUG", "INFO", "ERROR"),
            "jsonPayload.n", List.of("2", "10", "30"),
            "labels.k8s/app", List.of("alpha", "shop front", ""));
    private static final List<String> SEVERITIES = List.of("DEBUG", "INFO", "ERROR");

    static Map<String, String> entry(Random random) {
      Map<String, String> entry = new HashMap<>();
      VALUES.forEach(
          (field, values) -> {
            if (random.nextInt(4) > 0) {
              entry.put(field, values.get(random.nextInt(values.size())));
            }
          });
      return entry;
    }

    DerivedResources filter(int depth) {
      return switch (depth == 0 ? random.nextInt(3) : random.nextInt(7)) {
        case 0 -> text();
        case 1, 2 -> comparison();
        case 3, 4 -> negation(filter(depth - 1));
        case 5 -> disjunction(filter(depth - 1), filter(depth - 1));
        default -> conjunction(filter(depth - 1), comparison(), comparison());
      };
    }

    private DerivedResources negation(DerivedResources a) {
      String not = pick(List.of("NOT ", "-", "NOT  ", "NOT -NOT "));
      return new DerivedResources(not + a.grouped(), a.naive.negate(), false);
    }

    private static DerivedResources disjunction(DerivedResources a, DerivedResources b) {
      return new DerivedResources(a.grouped() + " OR " + b.grouped(), a.naive.or(b.naive), false);
    }

    /** Without parentheses around the last two: OR binds closer. */
    private DerivedResources conjunction(
        DerivedResources a, DerivedResources b, DerivedResources c) {
      String and = pick(List.of(" AND ", " ", "\n", " -- why\n"));
      return new DerivedResources(
          a.grouped() + and + b.text + " OR " + c.text, a.naive.and(b.naive.or(c.naive)), false);
    }

    private DerivedResources text() {
      String word = pick(List.of("alpha", "BET", "shop", "3"));
      return new DerivedResources(
          random.nextBoolean() ? word : "\"" + word + "\"",
          entry -> entry.values().stream().anyMatch(value -> has(value, word)),
          true);
    }

    private DerivedResources comparison() {
      String field = pick(List.copyOf(new TreeSet<>(FIELDS.keySet())));
      String operator = pick(List.of("=", "!=", ":", "<", ">=", "=~", "!~"));
      List<String> values = VALUES.get(field);
      String value = pick(values);
      String other = pick(values);
      Predicate<Map<String, String>> first = one(field, operator, value);
      return random.nextInt(3) > 0
          ? new DerivedResources(FIELDS.get(field) + " " + operator + quoted(value), first, true)
          : new DerivedResources(
              FIELDS.get(field) + operator + "(" + quoted(value) + " OR -" + quoted(other) + ")",
              first.or(one(field, operator, other).negate()),
              true);
    }

    private static String quoted(String value) {
      return "\"" + value + "\"";
    }

    private static Predicate<Map<String, String>> one(String field, String operator, String value) {
      return entry ->
          Optional.ofNullable(entry.get(field))
              .filter(found -> holds(field, found, operator, value))
              .isPresent();
    }

    private static boolean holds(String field, String found, String operator, String value) {
      int order =
          field.equals("severity")
              ? SEVERITIES.indexOf(found) - SEVERITIES.indexOf(value)
              : field.equals("jsonPayload.n")
                  ? Integer.parseInt(found) - Integer.parseInt(value)
                  : found.compareToIgnoreCase(value);
      return switch (operator) {
        case "=" -> order == 0;
        case "!=" -> order != 0;
        case ":" -> field.equals("severity") ? order == 0 : has(found, value);
        case "<" -> order < 0;
        case ">=" -> order >= 0;
        case "=~" -> Pattern.compile(value).matcher(found).find();
        case "!~" -> !Pattern.compile(value).matcher(found).find();
        default -> throw new AssertionError(operator);
      };
    }

    private static boolean has(String value, String part) {
      return value.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private <T> T pick(List<T> values) {
      return values.get(random.nextInt(values.size()));
    }
  }

  static Stream<Arguments> logic() {
    return Stream.of(
        Arguments.of(List.of(), Ternary.YES, Ternary.NO),
        Arguments.of(List.of(Ternary.YES, Ternary.UNKNOWN), Ternary.UNKNOWN, Ternary.YES),
        Arguments.of(List.of(Ternary.NO, Ternary.UNKNOWN), Ternary.NO, Ternary.UNKNOWN),
        Arguments.of(List.of(Ternary.NO, Ternary.YES), Ternary.NO, Ternary.YES));
  }

  @ParameterizedTest
  @MethodSource("logic")
  void truthIsDecidedByOneOrStaysUnknown(List<Ternary> parts, Ternary all, Ternary any) {
    assertThat(Ternary.all(parts.stream())).isEqualTo(all);
    assertThat(Ternary.any(parts.stream())).isEqualTo(any);
  }
}
