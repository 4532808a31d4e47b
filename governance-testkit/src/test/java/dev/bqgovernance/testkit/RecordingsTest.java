package dev.bqgovernance.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Replays conversations with the real service and compares what the fake answers: status, error
 * reason and message, the fields present, and the kind and text of their values. Identifiers, times
 * and sizes are masked in the recordings.
 */
class RecordingsTest {
  private static final List<String> CONVERSATIONS =
      List.of(
          "bigquerydataset__basicbigquerydataset",
          "bigquerydataset__bigquerydatasetnochangeupdate",
          "bigquerydataset__fullybigquerydataset",
          "bigquerytable-labels",
          "bigquerytable-view-schema",
          "bigqueryroutine__");

  /**
   * Fields that the fake refuses to keep: taken out of requests and expected answers, and counted.
   */
  private static final Set<String> REFUSED_FIELDS =
      Set.of("defaultEncryptionConfiguration", "encryptionConfiguration", "isCaseInsensitive");

  /** Values that the recorder replaced. */
  private static final Set<String> MASKED =
      Set.of("etag", "id", "creationTime", "lastModifiedTime", "selfLink", "expirationTime");

  /** Where the fake knowingly differs; every other difference fails. */
  private static final Map<String, String> KNOWN_DIFFERENCES =
      Map.of(
          "access: [READER domain=google.com, OWNER specialGroup=projectOwners, OWNER specialGroup=projectOwners, OWNER userByEmail=user@google.com]",
          "the recording repeats a duplicate entry, the fake merges it",
          "missing schema of a view",
          "columns of a view need an SQL engine");

  private static final ProjectId PROJECT = ProjectId.of("project-1");
  private static final Principal USER = Principal.user("user@google.com");
  private static final String IN_2100 = "4102444800000";

  private final Map<String, Integer> counts = new TreeMap<>();
  private final Set<String> differences = new TreeSet<>();

  private record Exchange(String method, String url, String requestBody, int status, String body) {}

  @Test
  void recordedConversations_areAnsweredAlike(TestReporter reporter) throws IOException {
    Optional<Path> folder = recordings();
    assumeTrue(
        folder.isPresent(),
        "skipped: no folder ../shared/conformance/recordings beside the repository");
    try (Stream<Path> files = Files.list(folder.orElseThrow())) {
      files
          .filter(file -> CONVERSATIONS.stream().anyMatch(file.getFileName().toString()::contains))
          .sorted()
          .forEach(this::replay);
    }
    counts.forEach((what, count) -> reporter.publishEntry(what, count.toString()));
    assertThat(differences).isSubsetOf(KNOWN_DIFFERENCES.keySet());
    assertThat(counts.get("compared")).isGreaterThan(100);
  }

  private static Optional<Path> recordings() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolveSibling("shared").resolve("conformance").resolve("recordings");
      if (Files.isDirectory(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  private void replay(Path file) {
    Acme acme = Acme.around(FakeCloud.create());
    acme.cloud.principals().add(USER);
    acme.cloud.projects().add(PROJECT).grant(PROJECT, Role.of("roles/bigquery.admin"), USER);
    String dataset = "";
    for (Exchange exchange : exchanges(file)) {
      if (!exchange.url().startsWith("https://bigquery.googleapis.com/bigquery/v2/")) {
        count("skipped: other service");
        continue;
      }
      JsonNode named = Acme.parse(exchange.requestBody()).at("/datasetReference/datasetId");
      dataset = named.isMissingNode() ? dataset : named.asText();
      if (dataset.isEmpty()) {
        dataset = Acme.parse(exchange.body()).at("/error/message").asText().replaceAll(".*:", "");
      }
      compare(acme, exchange, dataset);
      // The recorder's client waited between its writes.
      acme.cloud.clock().advance(Duration.ofSeconds(5));
    }
  }

  private static List<Exchange> exchanges(Path file) {
    List<Exchange> exchanges = new ArrayList<>();
    String text;
    try {
      text =
          Files.readString(file, UTF_8)
              .replace("${projectId}", "project-1")
              .replace("${uniqueId}", "u1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String block : text.split("\n---\n", -1)) {
      List<String> lines = Arrays.asList(block.strip().split("\n", -1));
      int status = 1;
      while (!lines.get(status).matches("[1-5][0-9][0-9] .*")) {
        status++;
      }
      String[] request = lines.get(0).split(" ", -1);
      exchanges.add(
          new Exchange(
              request[0],
              request[1],
              body(lines.subList(0, status)),
              Integer.parseInt(lines.get(status).substring(0, 3)),
              body(lines.subList(status, lines.size()))));
    }
    return exchanges;
  }

  private static String body(List<String> message) {
    int blank = message.indexOf("");
    return blank < 0 ? "" : String.join("\n", message.subList(blank, message.size())).strip();
  }

  private void compare(Acme acme, Exchange exchange, String dataset) {
    String[] url =
        exchange
            .url()
            .replace("${datasetID}", dataset)
            .substring("https://bigquery.googleapis.com".length())
            .split("\\?", -1);
    JsonNode body = withoutRefused(Acme.parse(exchange.requestBody()));
    if (body.has("expirationTime")) {
      ((ObjectNode) body).put("expirationTime", IN_2100); // The recorder masked it.
    }
    ApiRequest request =
        body.isEmpty()
            ? ApiRequest.of(exchange.method(), url[0])
            : ApiRequest.of(exchange.method(), url[0], body.toString());
    for (String parameter : url[1].split("&", -1)) {
      request = request.with(parameter.replaceAll("=.*", ""), parameter.replaceAll(".*=", ""));
    }
    Acme.Reply reply = acme.call(USER, request);
    count("compared");
    String where = exchange.method() + " " + url[0];
    assertThat(reply.status()).as("%s: %s", where, reply.json()).isEqualTo(exchange.status());
    compareTree(where, withoutRefused(Acme.parse(exchange.body())), reply.json());
  }

  private JsonNode withoutRefused(JsonNode json) {
    JsonNode copy = json.deepCopy();
    if (copy instanceof ObjectNode object) {
      for (String field : REFUSED_FIELDS) {
        boolean honoured = json.path(field).isBoolean() && !json.path(field).booleanValue();
        if (!honoured && object.remove(field) != null) {
          count("taken out: " + field);
        }
      }
    }
    return copy;
  }

  private void compareTree(String where, JsonNode recorded, JsonNode answered) {
    assertThat(answered.getNodeType()).as(where).isEqualTo(recorded.getNodeType());
    if (recorded instanceof ObjectNode) {
      Set<String> missing = names(recorded);
      missing.removeAll(names(answered));
      Set<String> surplus = names(answered);
      surplus.removeAll(names(recorded));
      if (missing.equals(Set.of("schema")) && recorded.path("type").asText().equals("VIEW")) {
        note("missing schema of a view");
      } else {
        assertThat(missing).as("%s: missing", where).isEmpty();
      }
      assertThat(surplus).as("%s: not in the recording", where).isEmpty();
      for (Map.Entry<String, JsonNode> field : recorded.properties()) {
        if (field.getKey().equals("access")) {
          compareAccess(recorded, answered);
        } else if (MASKED.contains(field.getKey())) {
          assertThat(answered.path(field.getKey()).isTextual()).as(where + field).isTrue();
        } else if (answered.has(field.getKey())) {
          compareTree(where + " " + field.getKey(), field.getValue(), answered.get(field.getKey()));
        }
      }
    } else if (recorded instanceof ArrayNode) {
      if (where.endsWith("schema fields") && answered.size() < recorded.size()) {
        note("missing schema of a view");
        return;
      }
      assertThat(answered).as(where).hasSameSizeAs(recorded);
      for (int i = 0; i < recorded.size(); i++) {
        compareTree(where + " " + i, recorded.get(i), answered.get(i));
      }
    } else {
      assertThat(answered.asText()).as(where).isEqualTo(recorded.asText());
    }
  }

  /** As sets: the recorder sorted the entries. */
  private void compareAccess(JsonNode recorded, JsonNode answered) {
    List<String> expected = new Acme.Reply(200, Map.of(), recorded).access();
    List<String> actual = new Acme.Reply(200, Map.of(), answered).access();
    if (expected.size() != actual.size()) {
      note("access: " + expected);
    }
    assertThat(Set.copyOf(actual)).isEqualTo(Set.copyOf(expected));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private void note(String difference) {
    differences.add(difference);
    count("known difference: " + KNOWN_DIFFERENCES.getOrDefault(difference, "none: " + difference));
  }
}
