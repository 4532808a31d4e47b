package dev.bqgovernance.testkit;

import static dev.bqgovernance.testkit.Acme.ADMIN;
import static dev.bqgovernance.testkit.Acme.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bqgovernance.json.JsonText;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitoringTest {
  private static final String POLICIES = "/v3/projects/acme-data/alertPolicies";
  private static final String CHANNELS = "/v3/projects/acme-data/notificationChannels";
  private final Acme acme = Acme.create();

  @BeforeEach
  void allow() {
    acme.grant("roles/monitoring.editor", ADMIN);
  }

  private static String condition(String... more) {
    return "{'displayName':'errors','conditionThreshold':{'filter':'metric.type=\\'logging.googleapis.com/exports/error_count\\'"
        + " AND resource.type=\\'logging_sink\\'','comparison':'COMPARISON_GT','thresholdValue':0,'duration':'0s',"
        + "'aggregations':[{'alignmentPeriod':'300s','perSeriesAligner':'ALIGN_SUM'}],'trigger':{'count':1}}"
        + String.join("", more)
        + "}";
  }

  private static String policy(String... more) {
    return "{'displayName':'Sink errors','combiner':'OR','userLabels':{'managed':'yes','empty':''},'conditions':["
        + condition()
        + "]"
        + String.join("", more)
        + "}";
  }

  private static String path(JsonNode resource) {
    return "/v3/" + resource.path("name").asText();
  }

  private JsonNode channel(String type, String labels) {
    return acme.post(CHANNELS, "{'type':'" + type + "','labels':{" + labels + "}}").ok().json();
  }

  private JsonNode mail() {
    return channel("email", "'email_address':'ops@acme.com'");
  }

  // Policies

  @Test
  void lifeOfAPolicy() {
    JsonNode made = acme.post(POLICIES, policy(",'name':'mine','validity':{}")).ok().json();
    assertThat(path(made)).matches(POLICIES + "/[0-9]{19}");
    assertThat(made.at("/conditions/0/name").asText())
        .matches(made.path("name").asText() + "/conditions/[0-9]{19}");
    assertThat(made.path("enabled").asBoolean()).as("said even when not asked for").isTrue();
    assertThat(made.at("/userLabels/empty").isTextual()).isTrue();
    assertThat(made.at("/conditions/0/conditionThreshold").has("thresholdValue"))
        .as("a zero is not written out")
        .isFalse();
    assertThat(made.at("/creationRecord/mutatedBy").asText())
        .isEqualTo("ci@acme-data.iam.gserviceaccount.com");
    assertThat(acme.get(path(made)).json()).isEqualTo(made);
    JsonNode twin = acme.post(POLICIES, policy()).ok().json();
    assertThat(path(twin)).as("two creates make two policies").isNotEqualTo(path(made));
    JsonNode page = acme.get(POLICIES, "pageSize=1").ok().json();
    assertThat(page.path("totalSize").asInt()).isEqualTo(2);
    assertThat(
            acme.get(POLICIES, "pageToken=" + page.path("nextPageToken").asText())
                .json()
                .path("alertPolicies"))
        .hasSize(1);
    acme.get(POLICIES, "filter=user_labels.managed='yes'")
        .rejected(501, "UNIMPLEMENTED", "query parameter filter");
    acme.delete(path(made)).ok();
    acme.get(path(made)).rejected(404, "NOT_FOUND", "alertPolicies");
    acme.delete(path(made)).rejected(404, "NOT_FOUND", "");
    acme.patch(path(made), policy()).rejected(404, "NOT_FOUND", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'displayName':'Sink errors', | | 400 | displayName is required",
        "'OR' | 'XOR' | 400 | Invalid combiner",
        "'combiner':'OR', | | 400 | Invalid combiner",
        "'managed':'yes' | 'Managed':'yes' | 400 | userLabels has an invalid entry",
        "'managed':'yes' | '1st':'yes' | 400 | userLabels has an invalid entry",
        "'managed':'yes' | 'managed':'a.b' | 400 | userLabels has an invalid entry",
        "metric.type= | metric.kind= | 400 | must name metric.type",
        "resource.type= | resource.label= | 400 | must name metric.type and resource.type",
        "metric.type=\\'logging | \\'metric.type=\\' AND x:\\'logging | 400 | must name metric.type",
        "AND resource | AND (resource | 400 | bracket is not closed",
        "COMPARISON_GT | COMPARISON_GE | 400 | Only COMPARISON_GT and COMPARISON_LT",
        "'0s' | '90s' | 400 | multiple of a minute",
        "'0s' | '1m' | 400 | no duration",
        "'thresholdValue':0 | 'thresholdValue':'0' | 400 | thresholdValue is no number",
        "'300s' | '30s' | 400 | at least 60 seconds",
        "ALIGN_SUM | SUM | 400 | Unknown aligner",
        "{'count':1} | {'count':1,'percent':5} | 400 | not both",
        "'conditionThreshold' | 'conditionAbsent' | 501 | field conditionAbsent",
        "'duration' | 'denominatorFilter':'x','duration' | 501 | field denominatorFilter",
        "'combiner' | 'severity':'BAD','combiner' | 400 | Invalid severity",
        "'combiner' | 'documentation':{'mimeType':'text/plain'},'combiner' | 400 | text/markdown",
        "'combiner' | 'alertStrategy':{'autoClose':'60s'},'combiner' | 400 | at least 30 minutes",
        "'combiner' | 'alertStrategy':{'notificationPrompts':[]},'combiner' | 501 | notificationPrompts",
        "'combiner' | 'notificationChannels':['projects/acme-data/notificationChannels/1'],'combiner' | 400 | does not exist",
        "'combiner' | 'colour':1,'combiner' | 501 | field colour of a policy",
      })
  void badPolicies_areRefused(String good, String bad, int status, String message) {
    assertThat(policy()).contains(good);
    Acme.Reply reply = acme.post(POLICIES, policy().replace(good, bad == null ? "" : bad));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(status);
    assertThat(reply.json().at("/error/message").asText()).contains(message);
  }

  @Test
  void limits() {
    acme.post(POLICIES, policy().replace("Sink errors", "x".repeat(512))).ok();
    acme.post(POLICIES, policy().replace("Sink errors", "x".repeat(513)))
        .rejected(400, "INVALID_ARGUMENT", "longer than 512");
    acme.post(POLICIES, policy(",'documentation':{'content':'" + "x".repeat(8193) + "'}"))
        .rejected(400, "INVALID_ARGUMENT", "longer than 8192");
    acme.post(POLICIES, policy().replace("AND", "AND " + "x".repeat(2048) + " AND"))
        .rejected(400, "INVALID_ARGUMENT", "longer than 2048");
    String six = String.join(",", Collections.nCopies(6, condition()));
    acme.post(POLICIES, policy().replace(condition(), six)).ok();
    acme.post(POLICIES, policy().replace(condition(), six + "," + condition()))
        .rejected(400, "INVALID_ARGUMENT", "1 to 6 conditions");
    acme.post(POLICIES, policy().replace(condition(), ""))
        .rejected(400, "INVALID_ARGUMENT", "1 to 6 conditions");
    acme.post(POLICIES, policy().replace("'managed':'yes'", labels(63))).ok();
    acme.post(POLICIES, policy().replace("'managed':'yes'", labels(64)))
        .rejected(400, "INVALID_ARGUMENT", "more than 64");
  }

  private static String labels(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'k" + i + "':'v'")
        .collect(Collectors.joining(","));
  }

  @Test
  void withoutAMask_thePolicyIsReplaced_andKeepsItsId() {
    JsonNode made = acme.post(POLICIES, policy(",'severity':'ERROR','enabled':false")).ok().json();
    assertThat(made.path("enabled").isBoolean() && !made.path("enabled").asBoolean()).isTrue();
    acme.cloud.clock().advance(Duration.ofMinutes(1));
    JsonNode after = acme.patch(path(made), policy()).ok().json();
    assertThat(after.path("name")).isEqualTo(made.path("name"));
    assertThat(after.has("severity")).isFalse();
    assertThat(after.path("enabled").asBoolean()).isTrue();
    assertThat(after.at("/conditions/0/name"))
        .as("a condition without a name is a new one")
        .isNotEqualTo(made.at("/conditions/0/name"));
    assertThat(after.path("creationRecord")).isEqualTo(made.path("creationRecord"));
    assertThat(after.at("/mutationRecord/mutateTime").asText()).isEqualTo("2026-01-01T00:01:00Z");
  }

  @Test
  void withAMask_onlyItsFieldsChange_andNamedConditionsStay() {
    JsonNode made = acme.post(POLICIES, policy(",'severity':'ERROR'")).ok().json();
    String id = made.at("/conditions/0/name").asText();
    JsonNode after =
        acme.patch(
                path(made),
                "updateMask=conditions,user_labels",
                "{'displayName':'ignored','conditions':["
                    + condition(",'name':'" + id + "'")
                    + ","
                    + condition()
                    + "]}")
            .ok()
            .json();
    assertThat(after.at("/conditions/0/name").asText()).isEqualTo(id);
    assertThat(after.at("/conditions/1/name").asText()).isNotEqualTo(id).isNotEmpty();
    assertThat(after.has("userLabels")).isFalse();
    assertThat(after.path("severity").asText()).isEqualTo("ERROR");
    assertThat(after.path("displayName").asText()).isEqualTo("Sink errors");
    acme.patch(
            path(made),
            "updateMask=conditions",
            "{'conditions':[" + condition(",'name':'" + id + "9'") + "]}")
        .rejected(400, "INVALID_ARGUMENT", "no such condition");
    acme.patch(path(made), "updateMask=creationRecord", "{}")
        .rejected(400, "INVALID_ARGUMENT", "cannot be updated");
    acme.patch(path(made), "updateMask=colour", "{}")
        .rejected(400, "INVALID_ARGUMENT", "has no field colour");
  }

  // Channels

  @Test
  void lifeOfAChannel() {
    JsonNode made = mail();
    assertThat(path(made)).matches(CHANNELS + "/[0-9]{19}");
    assertThat(made.path("enabled").asBoolean()).isTrue();
    assertThat(made.has("verificationStatus")).isFalse();
    assertThat(path(mail())).isNotEqualTo(path(made));
    assertThat(acme.get(CHANNELS, "pageSize=1").json().path("totalSize").asInt()).isEqualTo(2);
    JsonNode after =
        acme.patch(
                path(made),
                "updateMask=displayName,enabled",
                "{'displayName':'Ops','enabled':false,'description':'ignored'}")
            .ok()
            .json();
    assertThat(after.path("displayName").asText()).isEqualTo("Ops");
    assertThat(after.path("enabled").asBoolean(true)).isFalse();
    assertThat(after.has("description")).isFalse();
    assertThat(after.path("labels")).isEqualTo(made.path("labels"));
    acme.patch(path(made), "updateMask=verificationStatus", "{}")
        .rejected(400, "INVALID_ARGUMENT", "cannot be updated");
    assertThat(acme.get(path(made)).ok().json()).isEqualTo(after);
    acme.delete(path(made)).ok();
    acme.get(path(made)).rejected(404, "NOT_FOUND", "notificationChannels");
    acme.delete(path(made)).rejected(404, "NOT_FOUND", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'type':'pigeon' | 400 | Unknown notification channel type",
        "'type':'hipchat' | 501 | channels of type hipchat",
        "'labels':{} | 400 | Unknown notification channel type",
        "'type':'email' | 400 | label email_address is missing",
        "'type':'email','labels':{'email_address':'ops'} | 400 | missing or malformed",
        "'type':'email','labels':{'email_address':'a@b.c','x':'y'} | 400 | Unknown label of this channel type: x",
        "'type':'slack','labels':{'channel_name':'#ops'} | 400 | label auth_token is missing",
        "'type':'pagerduty','labels':{} | 400 | label service_key is missing",
        "'type':'webhook_tokenauth','labels':{'url':'ftp://x'} | 400 | label url is missing or malformed",
        "'type':'pubsub','labels':{'topic':'t'} | 400 | label topic is missing or malformed",
        "'type':'sms','labels':{'number':'call me'} | 400 | label number is missing or malformed",
        "'type':'email','labels':{'email_address':'a@b.c'},'userLabels':{'A':'b'} | 400 | userLabels",
        "'type':'email','sensitiveLabels':{} | 501 | field sensitiveLabels",
      })
  void badChannels_areRefused(String fields, int status, String message) {
    acme.post(CHANNELS, "{" + fields + "}")
        .rejected(status, status == 400 ? "INVALID_ARGUMENT" : "UNIMPLEMENTED", message);
  }

  @Test
  void texts_areLimited() {
    String mail = "{'type':'email','labels':{'email_address':'a@b.c'},";
    acme.post(CHANNELS, mail + "'displayName':'" + "x".repeat(513) + "'}")
        .rejected(400, "INVALID_ARGUMENT", "longer than 512");
    acme.post(CHANNELS, mail + "'description':'" + "x".repeat(1025) + "'}")
        .rejected(400, "INVALID_ARGUMENT", "longer than 1024");
  }

  @Test
  void secrets_areMasked_everywhere() {
    String token = "xoxb-0123456789";
    JsonNode slack = channel("slack", "'channel_name':'#ops','auth_token':'" + token + "'");
    assertThat(slack.at("/labels/auth_token").asText()).isEqualTo("***********6789");
    assertThat(channel("pagerduty", "'service_key':'short'").at("/labels/service_key").asText())
        .isEqualTo("*****");
    acme.patch(path(slack), "updateMask=displayName", "{'displayName':'x'}").ok();
    assertThat(acme.get(path(slack)).json().path("labels")).isEqualTo(slack.path("labels"));
    assertThat(JsonText.compact(acme.cloud.toJson()) + acme.cloud.journal().entries())
        .doesNotContain(token);
  }

  @Test
  void aTextMessage_needsVerification() {
    assertThat(channel("sms", "'number':'+49 30 1234'").path("verificationStatus").asText())
        .isEqualTo("UNVERIFIED");
  }

  @Test
  void aUsedChannel_goesOnlyByForce() {
    JsonNode first = mail();
    JsonNode second = mail();
    String uses =
        ",'notificationChannels':['%s','%s']"
            .formatted(first.path("name").asText(), second.path("name").asText());
    JsonNode policy = acme.post(POLICIES, policy(uses)).ok().json();
    acme.delete(path(first)).rejected(400, "FAILED_PRECONDITION", "is used by alert policies");
    acme.delete(path(first), "force=true").ok();
    assertThat(acme.get(path(policy)).json().path("notificationChannels"))
        .isEqualTo(Acme.parse("[\"" + second.path("name").asText() + "\"]"));
    acme.delete(path(second), "force=true").ok();
    assertThat(acme.get(path(policy)).json().has("notificationChannels")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "roles/viewer, 200, 403, 200, 403",
    "roles/editor, 200, 200, 200, 200",
    "roles/monitoring.admin, 200, 200, 200, 200",
    "roles/monitoring.alertPolicyEditor, 200, 200, 403, 403",
    "roles/monitoring.notificationChannelEditor, 403, 403, 200, 200",
    "roles/bigquery.admin, 403, 403, 403, 403",
  })
  void rights(String role, int readPolicy, int writePolicy, int readChannel, int writeChannel) {
    acme.grant(role, BOB);
    JsonNode policy = acme.post(POLICIES, policy()).ok().json();
    JsonNode mail = mail();
    assertThat(acme.call(BOB, "GET", POLICIES).status()).isEqualTo(readPolicy);
    assertThat(acme.call(BOB, "GET", path(policy)).status()).isEqualTo(readPolicy);
    assertThat(acme.call(BOB, "POST", POLICIES, policy()).status()).isEqualTo(writePolicy);
    assertThat(acme.call(BOB, "PATCH", path(policy), policy()).status()).isEqualTo(writePolicy);
    assertThat(acme.call(BOB, "DELETE", path(policy)).status()).isEqualTo(writePolicy);
    String channel = "{'type':'email','labels':{'email_address':'a@b.c'}}";
    assertThat(acme.call(BOB, "GET", CHANNELS).status()).isEqualTo(readChannel);
    assertThat(acme.call(BOB, "GET", path(mail)).status()).isEqualTo(readChannel);
    assertThat(acme.call(BOB, "POST", CHANNELS, channel).status()).isEqualTo(writeChannel);
    assertThat(acme.call(BOB, "PATCH", path(mail), channel).status()).isEqualTo(writeChannel);
    assertThat(acme.call(BOB, "DELETE", path(mail)).status()).isEqualTo(writeChannel);
  }
}
