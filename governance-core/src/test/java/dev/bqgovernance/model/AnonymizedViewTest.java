package dev.bqgovernance.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.View.Anonymization;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The anonymised view of a table is plain SQL that follows from its columns' sensitivities. */
class AnonymizedViewTest {
  private static final TableId USERS = TableId.of("acme-data", "raw__db", "users");
  private static final TableId ANON = TableId.of("acme-data", "anon__db", "users");

  private static Column column(String name, ColumnType type, Sensitivity sensitivity) {
    return Column.builder(name, type).sensitivity(sensitivity).build();
  }

  private static final Table TABLE =
      Table.builder(USERS)
          .column("id", ColumnType.INTEGER, Sensitivity.CONFIDENTIAL)
          .column("organization_id", ColumnType.INTEGER, Sensitivity.INTERNAL)
          .column("email", ColumnType.STRING, Sensitivity.PII)
          .column("comment", ColumnType.STRING, Sensitivity.PII)
          .column("birth_date", ColumnType.DATE, Sensitivity.PII)
          .column("last_seen", ColumnType.TIMESTAMP, Sensitivity.PII)
          .column("home", ColumnType.GEOGRAPHY, Sensitivity.PII)
          .column("salary", ColumnType.NUMERIC, Sensitivity.CONFIDENTIAL)
          .column("order", ColumnType.INTEGER, Sensitivity.PUBLIC)
          .column("created_at", ColumnType.TIMESTAMP)
          .addColumns(
              Column.builder("address", ColumnType.RECORD)
                  .addFields(
                      column("city", ColumnType.STRING, Sensitivity.INTERNAL),
                      column("street", ColumnType.STRING, Sensitivity.PII))
                  .build(),
              Column.builder("plan", ColumnType.RECORD)
                  .sensitivity(Sensitivity.PUBLIC)
                  .addFields(Column.of("name", ColumnType.STRING))
                  .build(),
              Column.builder("phones", ColumnType.STRING)
                  .mode(Column.Mode.REPEATED)
                  .sensitivity(Sensitivity.PII)
                  .build(),
              Column.builder("logins", ColumnType.RECORD)
                  .mode(Column.Mode.REPEATED)
                  .addFields(
                      column("at", ColumnType.TIMESTAMP, Sensitivity.INTERNAL),
                      column("ip", ColumnType.STRING, Sensitivity.PII))
                  .build())
          .build();

  private static View view(UnaryOperator<AnonymizedView> details) {
    return details.apply(AnonymizedView.of(ANON, TABLE)).toView();
  }

  @Test
  void followsFromSensitivities() {
    View view = view(v -> v.keyedBy("raw__keys.pseudonym_keys.key_material", "purpose = 'user'"));

    assertThat(view.query())
        .isEqualTo(
            """
            -- Left out: comment, home.
            -- Left out, since nobody said how sensitive it is: created_at.
            SELECT
              TO_HEX(SHA256(CONCAT(k.key_material, ':', CAST(t.id AS STRING)))) AS id_key,
              t.organization_id,
              TO_HEX(SHA256(CONCAT(k.key_material, ':', t.email))) AS email_key,
              DIV(EXTRACT(YEAR FROM t.birth_date), 10) * 10 AS birth_date_decade,
              TIMESTAMP_TRUNC(t.last_seen, MONTH) AS last_seen_month,
              t.salary,
              t.order,
              STRUCT(t.address.city, TO_HEX(SHA256(CONCAT(k.key_material, ':', t.address.street))) AS street_key) AS address,
              t.plan,
              ARRAY(SELECT TO_HEX(SHA256(CONCAT(k.key_material, ':', e0))) FROM UNNEST(t.phones) AS e0 WITH OFFSET AS i0 ORDER BY i0) AS phones_key,
              ARRAY(SELECT AS STRUCT e0.at, TO_HEX(SHA256(CONCAT(k.key_material, ':', e0.ip))) AS ip_key FROM UNNEST(t.logins) AS e0 WITH OFFSET AS i0 ORDER BY i0) AS logins
            FROM `raw__db.users` AS t
            CROSS JOIN (
              SELECT key_material AS key_material
              FROM `raw__keys.pseudonym_keys`
              WHERE purpose = 'user'
            ) AS k
            """);
    assertThat(view.anonymizes())
        .hasSize(9)
        .containsEntry(USERS.column("id"), Anonymization.KEYED_HASH)
        .containsEntry(USERS.column("email"), Anonymization.KEYED_HASH)
        .containsEntry(USERS.column("comment"), Anonymization.DROP)
        .containsEntry(USERS.column("birth_date"), Anonymization.GENERALIZE)
        .containsEntry(USERS.column("last_seen"), Anonymization.GENERALIZE)
        .containsEntry(USERS.column("home"), Anonymization.DROP)
        .containsEntry(USERS.column("address.street"), Anonymization.KEYED_HASH)
        .containsEntry(USERS.column("phones"), Anonymization.KEYED_HASH)
        .containsEntry(USERS.column("logins.ip"), Anonymization.KEYED_HASH);
  }

  @Test
  void whatIsSaidCounts() {
    View view =
        view(
            v ->
                v.keyedBy("raw__keys.user_key.secret")
                    .hashedWith("dwh__common.pseudonym")
                    .keyedHash("ID", "user_key")
                    .hash("email")
                    .generalize("birth_date", "DATE_TRUNC(t.birth_date, YEAR)")
                    .generalize("salary", "ROUND(t.salary, -3)")
                    .drop("address", "phones", "logins", "last_seen", "plan", "organization_id")
                    .keep("created_at"));

    assertThat(view.query())
        .isEqualTo(
            """
            -- Left out: organization_id, comment, last_seen, home, address, plan, phones, logins.
            SELECT
              `dwh__common.pseudonym`(CAST(t.id AS STRING), k.key_material) AS user_key,
              TO_HEX(SHA256(t.email)) AS email_hash,
              DATE_TRUNC(t.birth_date, YEAR) AS birth_date,
              ROUND(t.salary, -3) AS salary,
              t.order,
              t.created_at
            FROM `raw__db.users` AS t
            CROSS JOIN (
              SELECT secret AS key_material
              FROM `raw__keys.user_key`
            ) AS k
            """);
  }

  @Test
  void aTableWithoutSecretsNeedsNoKey_andOtherProjectsAreNamed() {
    Table skills =
        Table.builder(TableId.of("other-co", "raw__db", "skills"))
            .column("name", ColumnType.STRING, Sensitivity.PUBLIC)
            .build();

    assertThat(AnonymizedView.of(ANON, skills).toView().query())
        .isEqualTo("SELECT\n  t.name\nFROM `other-co.raw__db.skills` AS t\n");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(v -> v, "no key is given"),
        mistake(v -> v.drop("emial"), "has no column emial"),
        mistake(v -> v.drop("address.town"), "has no column address.town"),
        mistake(v -> v.keyedBy("k.k.k").keep("email"), "cannot be kept as it is"),
        mistake(v -> v.keyedBy("k.k.k").keep("address"), "cannot be kept as it is"),
        mistake(v -> v.keyedBy("raw__db.users.id"), "comes from another table"),
        mistake(v -> v.keyedBy("users.id"), "expected dataset.table.column"),
        mistake(v -> v.keyedBy("k.k.k").generalize("home"), "give the expression"),
        mistake(v -> v.keyedBy("k.k.k").hash("address"), "cannot be hashed"),
        mistake(v -> v.generalize("address.city", "x"), "is a field of a record"),
        mistake(v -> v.keyedBy("k.k.k").keyedHash("email", "salary"), "would be named salary"));
  }

  private static Arguments mistake(UnaryOperator<AnonymizedView> details, String message) {
    return Arguments.of(details, message);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeSaysWhatIsWrong(UnaryOperator<AnonymizedView> details, String message) {
    assertThatThrownBy(() -> view(details))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void thePlatformDeclaresItBehindItsTable() {
    DataPlatformBuilder builder = DataPlatform.in("acme-data", "US").dataset("raw__db", d -> d);

    assertThatThrownBy(() -> builder.anonymizedView("anon__db.users", "raw__db.users", v -> v))
        .hasMessageContaining("declare it before");
    assertThat(
            builder
                .dataset("anon__db", d -> d)
                .add(TABLE, Place.ofFile("x"))
                .anonymizedView("anon__db.users", "raw__db.users", v -> v.keyedBy("k.k.k"))
                .build()
                .views()
                .get(ANON))
        .isEqualTo(view(v -> v.keyedBy("k.k.k")));
  }
}
