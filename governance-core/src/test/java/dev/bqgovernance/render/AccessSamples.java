package dev.bqgovernance.render;

import static dev.bqgovernance.render.World.dataset;

import dev.bqgovernance.access.Access;
import dev.bqgovernance.access.Access.Sight;
import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.AccessDelta.ColumnChange;
import dev.bqgovernance.access.AccessMatrix;
import dev.bqgovernance.access.AccessMatrix.Exposure;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.access.Explanation;
import dev.bqgovernance.model.Assumption;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Doubt;
import dev.bqgovernance.model.Hop;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Plans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Answers about access that the golden files show. */
final class AccessSamples {
  private static final Principal ANALYSTS = Principal.group("analysts@acme.com");
  private static final Principal SALES = Principal.group("sales@acme.com");
  private static final Principal EVE = Principal.user("eve@acme.com");
  private static final Access NOTHING =
      new Access(Sight.NO, Optional.empty(), Set.of(), Certainty.NO, List.of(), true);
  private static final TableId USERS = dataset("raw__db").table("users");
  private static final TableId EVENTS = dataset("raw__log").table("event");
  private static final TableId MEMBER = dataset("dwh__org").table("member");
  private static final TableId SIGNUPS = dataset("mart__kpi").table("signups");
  private static final TableId ANON_USERS = dataset("anon__db").table("users");

  private AccessSamples() {}

  static Access value(Transformation transformation) {
    return new Access(
        Sight.VALUE, Optional.of(transformation), Set.of(), Certainty.YES, List.of(), true);
  }

  private static Access influence() {
    return new Access(
        Sight.INFLUENCE,
        Optional.of(Transformation.IDENTITY),
        Set.of(),
        Certainty.YES,
        List.of(),
        true);
  }

  private static Access assumed(Transformation transformation) {
    return new Access(
        Sight.VALUE,
        Optional.of(transformation),
        Set.of(),
        Certainty.ASSUMED_NO,
        List.of(Doubt.of(Assumption.OUTER_VIEW)),
        true);
  }

  private static Access wholeTable() {
    return new Access(
        Sight.VALUE,
        Optional.of(Transformation.IDENTITY),
        Set.of(),
        Certainty.YES,
        List.of(),
        false);
  }

  private static ColumnChange change(
      Principal who,
      TableId table,
      String column,
      Access before,
      Access after,
      DatasetScopedId... path) {
    Optional<Sensitivity> sensitivity =
        switch (column) {
          case "email", "full_name" -> Optional.of(Sensitivity.PII);
          case "id" -> Optional.of(Sensitivity.CONFIDENTIAL);
          case "role" -> Optional.of(Sensitivity.INTERNAL);
          default -> Optional.empty();
        };
    return new ColumnChange(
        who,
        table.column(column),
        sensitivity,
        before,
        after,
        Arrays.asList(path),
        Optional.empty());
  }

  /** What a reviewer is to see of everything that can happen. */
  static AccessDelta delta(Random order) {
    Access hashed = value(Transformation.KEYED_HASH);
    Access whole = value(Transformation.IDENTITY);
    return AccessDelta.of(
        List.of(
            change(ANALYSTS, USERS, "email", NOTHING, hashed, SIGNUPS, MEMBER, ANON_USERS, USERS),
            change(SALES, USERS, "email", NOTHING, hashed, SIGNUPS, MEMBER, ANON_USERS, USERS),
            change(EVE, USERS, "email", hashed, whole, USERS),
            change(EVE, USERS, "full_name", NOTHING, assumed(Transformation.IDENTITY), USERS),
            change(SALES, USERS, "full_name", whole, NOTHING, USERS),
            change(ANALYSTS, USERS, "full_name", whole, hashed, USERS),
            change(ANALYSTS, USERS, "id", NOTHING, influence(), SIGNUPS, MEMBER, ANON_USERS, USERS),
            change(
                ANALYSTS, USERS, "created_at", NOTHING, whole, SIGNUPS, MEMBER, ANON_USERS, USERS),
            change(ANALYSTS, USERS, "role", NOTHING, whole, SIGNUPS, MEMBER, ANON_USERS, USERS),
            change(ANALYSTS, EVENTS, "payload", NOTHING, wholeTable(), SIGNUPS, EVENTS),
            change(EVE, EVENTS, "payload", assumed(Transformation.IDENTITY), whole, EVENTS),
            change(SALES, USERS, "role", influence(), NOTHING, SIGNUPS, USERS)),
        List.of(),
        List.of());
  }

  static AccessDelta emptyDelta(Random order) {
    return AccessDelta.none();
  }

  /** More than a screen: many tables, and many columns of each. */
  static AccessDelta longDelta(Random order) {
    List<ColumnChange> changes = new ArrayList<>();
    for (int table = 0; table < 40; table++) {
      TableId id = dataset("raw__db").table(String.format("table_%02d", table));
      for (int column = 0; column < 12; column++) {
        changes.add(
            change(
                ANALYSTS,
                id,
                String.format("column_%02d", column),
                NOTHING,
                value(Transformation.IDENTITY),
                id));
      }
    }
    return AccessDelta.of(changes, List.of(), List.of());
  }

  /** Two tables of one name, another project, and names that want to be more than text. */
  static AccessDelta hostileDelta(Random order) {
    Principal odd = Principal.ofMember("principalSet://a`b|c<d>@e\u200B");
    TableId users = TableId.of("other-project", "anon__db", "users");
    TableId spaced = dataset("raw__db").table("two words");
    return AccessDelta.of(
        List.of(
            change(odd, USERS, "email", NOTHING, value(Transformation.PARTIAL), USERS),
            change(odd, users, "email", NOTHING, value(Transformation.UNKEYED_HASH), users),
            change(
                Principal.ofMember("allUsers"),
                spaced,
                "x`|\u202E@root",
                NOTHING,
                value(Transformation.DERIVED),
                spaced)),
        List.of(),
        List.of());
  }

  /** A plan that changes what people can see. */
  static Plan planWithDelta(Random order) {
    return Plans.withAccess(Samples.change(order), delta(order));
  }

  /** A plan that changes nobody's access. */
  static Plan planWithoutDelta(Random order) {
    return Plans.withAccess(Samples.change(order), emptyDelta(order));
  }

  static AccessMatrix matrix(Random order) {
    return new AccessMatrix(
        List.of(Layer.RAW, Layer.ANONYMIZED, Layer.MART, Layer.of("lab")),
        List.of(
            new AccessMatrix.Row(
                ANALYSTS, Map.of(Layer.RAW, Exposure.PSEUDONYM, Layer.MART, Exposure.STATISTIC)),
            new AccessMatrix.Row(EVE, Map.of(Layer.RAW, Exposure.IDENTITY)),
            new AccessMatrix.Row(
                Principal.ofMember("principalSet://a`b|c\u200B"),
                Map.of(Layer.MART, Exposure.STATISTIC)),
            new AccessMatrix.Row(Principal.ofMember("allUsers"), Map.of())));
  }

  static Explanation yes(Random order) {
    return new Explanation(
        ANALYSTS,
        "acme-data.raw__db.users.email",
        new Access(
            Sight.VALUE,
            Optional.of(Transformation.KEYED_HASH),
            Set.of(dataset("raw__keys").table("keys").column("key")),
            Certainty.YES,
            List.of(),
            true),
        List.of(
            new Hop(
                SIGNUPS,
                "READER on dataset mart__kpi to group analysts@acme.com",
                Optional.of(Place.of("datasets/mart__kpi/access.json", 2, 3))),
            new Hop(
                ANON_USERS,
                "its dataset authorizes mart__kpi.signups",
                Optional.of(Place.of("datasets/anon__db/authorized_views.json", 3, 3))),
            new Hop(USERS, "its dataset authorizes anon__db.users", Optional.empty())),
        List.of());
  }

  static Explanation no(Random order) {
    return new Explanation(
        EVE,
        "acme-data.raw__db.users.email",
        NOTHING,
        List.of(),
        List.of(
            new Hop(USERS, "no grant on dataset raw__db", Optional.empty()),
            new Hop(
                ANON_USERS,
                "dataset raw__db does not authorize anon__db.users `x` @all",
                Optional.of(Place.of("datasets/raw__db/authorized_views.json", 1, 1)))));
  }

  static Explanation nobody(Random order) {
    return new Explanation(EVE, "acme-data.raw__db.users", NOTHING, List.of(), List.of());
  }

  /** An answer to who can read, and with the same answers to what can be read. */
  static List<ColumnAccess> answers() {
    return List.of(
        answer(ANALYSTS, "email", value(Transformation.KEYED_HASH), SIGNUPS, ANON_USERS, USERS),
        answer(ANALYSTS, "full_name", value(Transformation.KEYED_HASH), SIGNUPS, ANON_USERS, USERS),
        answer(ANALYSTS, "id", influence(), SIGNUPS, ANON_USERS, USERS),
        answer(EVE, "email", assumed(Transformation.IDENTITY), USERS),
        answer(EVE, "id", wholeTable(), USERS));
  }

  private static ColumnAccess answer(
      Principal who, String column, Access access, DatasetScopedId... path) {
    return new ColumnAccess(who, USERS.column(column), access, Arrays.asList(path));
  }

  static List<ColumnAccess> answersOf(Principal principal) {
    return answers().stream().filter(answer -> answer.principal().equals(principal)).toList();
  }

  /** Who is asked about in the samples. */
  static Principal analysts() {
    return ANALYSTS;
  }

  static String users() {
    return USERS.toString();
  }
}
