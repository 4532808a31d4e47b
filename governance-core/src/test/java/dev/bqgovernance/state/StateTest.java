package dev.bqgovernance.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateTest {
  private static final DatasetId RAW = DatasetId.of("acme-data", "raw");
  private static final DatasetId DWH = DatasetId.of("acme-data", "dwh");
  private static final TableId T = RAW.table("t");

  private static Resource resource(TableId id, String member, String value) {
    return Resource.of(id, Json.build().put(member, value).toObject());
  }

  // --- worlds

  @Test
  void world_isAValue() {
    Resource dataset = Resource.of(RAW, Json.object());
    Resource table = resource(T, "a", "1");
    State state = State.of(List.of(table, dataset));
    assertThat(state.sorted()).containsExactly(dataset, table);
    assertThat(state.find(T)).contains(table);
    assertThat(state.find(DWH)).isEmpty();
    State changed = state.with(resource(T, "a", "2"));
    assertThat(changed).isNotEqualTo(state);
    assertThat(changed.with(table)).isEqualTo(state).hasSameHashCodeAs(state);
    assertThat(state.with(Resource.of(DWH, Json.object())).resources()).hasSize(3);
    assertThat(state).hasToString("State of 2 resources");
    assertThat(state.equals(null)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> State.of(List.of(table, table)))
        .withMessageContaining("two resources are named acme-data.raw.t");
  }

  @Test
  void withoutAResource_nothingIsLeftInIt() {
    State state = State.empty();
    for (var id :
        List.of(
            RAW,
            T,
            T.rowPolicy("p"),
            RAW.table("tt"),
            RAW.table("tt").rowPolicy("p"),
            RAW.routine("f"),
            DWH,
            DWH.table("t"))) {
      state = state.with(Resource.of(id, Json.object()));
    }
    assertThat(state.without(T).sorted())
        .extracting(r -> r.id().toString())
        .containsExactlyInAnyOrder(
            "acme-data.raw",
            "acme-data.raw.tt",
            "acme-data.raw.tt.p",
            "acme-data.raw.f",
            "acme-data.dwh",
            "acme-data.dwh.t");
    assertThat(state.without(RAW).resources()).hasSize(2);
    assertThat(state.without(RAW.routine("f")).resources()).hasSize(7);
    assertThat(state.without(T.rowPolicy("p")).resources()).hasSize(7);
  }

  @Test
  void projectRoles_areKeptThroughChanges() {
    Map<String, Set<String>> roles = Map.of("roles/owner", Set.of("user:a@acme.com"));
    State state = State.empty().withProjectRoles(RAW.project(), roles);
    assertThat(State.empty().projectRoles(RAW.project())).isEmpty();
    assertThat(state.with(resource(T, "a", "1")).without(T).projectRoles(RAW.project()))
        .contains(roles);
    assertThat(state).isNotEqualTo(State.empty());
  }

  @Test
  void conditionalProjectRoles_areKeptThroughChanges() {
    Set<RoleEntry> roles =
        Set.of(
            new RoleEntry(
                Role.OWNER,
                Principal.user("a@acme.com"),
                Optional.of(Condition.of("true", "always"))));
    State state = State.empty().withConditionalProjectRoles(RAW.project(), roles);
    assertThat(State.empty().conditionalProjectRoles(RAW.project())).isEmpty();
    assertThat(
            state
                .with(resource(T, "a", "1"))
                .without(T)
                .withProjectRoles(RAW.project(), Map.of())
                .withProjectNumber(RAW.project(), "1")
                .conditionalProjectRoles(RAW.project()))
        .isEqualTo(roles);
    assertThat(state).isNotEqualTo(State.empty());
    assertThat(state.withConditionalProjectRoles(RAW.project(), Set.of())).isEqualTo(State.empty());
  }

  // --- resources

  @ParameterizedTest
  @CsvSource({
    "view,             false, true",
    "materializedView, true,  true",
    "other,            false, false",
  })
  void kindOfAView_isToldByItsFields(String member, boolean isMaterialized, boolean isView) {
    Json.Obj body =
        Json.build().put(member, Json.build().put("query", "SELECT 1").toObject()).toObject();
    Resource resource = Resource.of(T, body);
    assertThat(resource.isMaterializedView()).isEqualTo(isMaterialized);
    assertThat(resource.isView()).isEqualTo(isView);
    assertThat(resource.viewQuery()).isEqualTo(isView ? Optional.of("SELECT 1") : Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({"VIEW, false, true", "MATERIALIZED_VIEW, true, true", "TABLE, false, false"})
  void kindOfAListedView_isToldByItsType(String type, boolean isMaterialized, boolean isView) {
    Resource resource = resource(T, "type", type);
    assertThat(resource.isMaterializedView()).isEqualTo(isMaterialized);
    assertThat(resource.isView()).isEqualTo(isView);
  }

  @Test
  void times_areReadWhereTheyAreNumbers() {
    Resource dated =
        Resource.of(
            T, Json.build().put("creationTime", "1000").put("lastModifiedTime", "2").toObject());
    assertThat(dated.created()).contains(Instant.ofEpochSecond(1));
    assertThat(dated.modified()).contains(Instant.ofEpochMilli(2));
    assertThat(resource(T, "creationTime", "soon").created()).isEmpty();
    assertThat(resource(T, "creationTime", "1".repeat(30)).created()).isEmpty();
    assertThat(resource(T, "a", "b").modified()).isEmpty();
  }

  @Test
  void copies_changeOnePart() {
    Resource resource =
        new Resource(RAW, Json.object(), Optional.of(Set.of()), Optional.of("etag"));
    RoleEntry entry = RoleEntry.of(Role.READER, Principal.group("a@acme.com"));
    assertThat(resource.withAccess(Set.of(entry)))
        .isEqualTo(
            new Resource(RAW, Json.object(), Optional.of(Set.of(entry)), Optional.of("etag")));
    Json.Obj body = Json.build().put("a", "b").toObject();
    assertThat(resource.withBody(body).body()).isEqualTo(body);
    assertThat(resource.withBody(body).etag()).contains("etag");
  }

  @ParameterizedTest
  @CsvSource({"managed, true, false", "deletable, true, true", "x, true, false", ", false, false"})
  void marker_isALabel(String value, boolean isOn, boolean allowsDeletion) {
    Json.Builder labels = Json.build().put("team", "x");
    Resource resource =
        Resource.of(
            T,
            Json.build()
                .put(
                    "labels", (value == null ? labels : labels.put(Marker.LABEL, value)).toObject())
                .toObject());
    assertThat(Marker.isOn(resource)).isEqualTo(isOn);
    assertThat(Marker.allowsDeletion(resource)).isEqualTo(allowsDeletion);
    assertThat(Marker.isOn(Resource.of(T, Json.object()))).isFalse();
  }

  // --- desired worlds

  @Test
  void desired_tellsWhatStandsBesideTheWorld() {
    RoleEntry entry = RoleEntry.of(Role.READER, Principal.group("a@acme.com"));
    RoleEntry other = RoleEntry.of(Role.READER, Principal.group("b@acme.com"));
    Place dataset = Place.of("access.json", 1, 1);
    Place line = Place.of("access.json", 3, 5);
    DesiredState.Builder builder = DesiredState.at(Instant.EPOCH);
    builder.add(Resource.of(RAW, Json.object()), Optional.of(dataset));
    builder.add(Resource.of(T.rowPolicy("p"), Json.object()), Optional.empty());
    builder.additive(RAW);
    builder.initialOwner(entry);
    builder.place(RAW, entry, line);
    builder.place(RAW, entry, dataset);
    builder.references(T, Set.of(DWH.table("x")));
    builder.applier(Optional.of(Principal.user("a@acme.com")));
    DesiredState desired = builder.build();
    assertThat(desired.instant()).isEqualTo(Instant.EPOCH);
    assertThat(desired.state().resources()).hasSize(2);
    assertThat(desired.isAdditive(RAW)).isTrue();
    assertThat(desired.isAdditive(DWH)).isFalse();
    assertThat(desired.initialOwners()).containsExactly(entry);
    assertThat(desired.policedTables()).containsExactly(T);
    assertThat(desired.references(T)).containsExactly(DWH.table("x"));
    assertThat(desired.references(RAW.table("other"))).isEmpty();
    assertThat(desired.applier()).contains(Principal.user("a@acme.com"));
    assertThat(desired.place(RAW)).contains(dataset);
    assertThat(desired.place(RAW, entry)).as("the first place stays").contains(line);
    assertThat(desired.place(RAW, other)).contains(dataset);
    assertThat(desired.place(T.rowPolicy("p"))).isEmpty();
  }

  // --- JSON

  private static Json.Obj obj(String name, Json value) {
    return Json.build().put(name, value).toObject();
  }

  @Test
  void objects_areEqualInWhateverOrder() {
    Json.Obj ab = Json.build().put("a", "1").put("b", true).toObject();
    assertThat(ab).isEqualTo(Json.build().put("b", true).put("a", "1").toObject());
    assertThat(ab.members().keySet()).containsExactly("a", "b");
    assertThat(ab.get("a")).contains(Json.of("1"));
    assertThat(ab.get("c")).isEmpty();
    assertThat(ab.with("a", Json.of(2)).get("a")).contains(new Json.Num("2"));
    assertThat(ab.without("a")).isEqualTo(obj("b", Json.of(true)));
    assertThat(ab.without("c")).isSameAs(ab);
    assertThat(Json.object().isEmpty()).isTrue();
    assertThat(ab.isEmpty()).isFalse();
  }

  @Test
  void paths_neverFail() {
    Json.Obj nested = obj("a", obj("b", Json.of("x")));
    assertThat(nested.text("a", "b")).contains("x");
    assertThat(nested.text("a")).isEmpty();
    assertThat(nested.text("a", "b", "c")).isEmpty();
    assertThat(nested.text("z", "b")).isEmpty();
    assertThat(nested.object("a")).isEqualTo(obj("b", Json.of("x")));
    assertThat(nested.object("z")).isEqualTo(Json.object());
    Json.Obj list = obj("l", Json.array(List.of(Json.of("x"))));
    assertThat(list.array("l")).containsExactly(Json.of("x"));
    assertThat(list.array("z")).isEmpty();
    assertThat(nested.array("a")).isEmpty();
  }

  /** RFC 7396, appendix A, as far as objects go. */
  @Test
  void merge_followsTheRfc() {
    Json.Obj target =
        Json.build()
            .put("title", "Goodbye!")
            .put("author", obj("givenName", Json.of("John")).with("familyName", Json.of("Doe")))
            .put("tags", Json.array(List.of(Json.of("example"))))
            .put("content", "This will be unchanged")
            .toObject();
    Json.Obj patch =
        Json.build()
            .put("title", "Hello!")
            .put("phone", "1")
            .put("author", obj("familyName", Json.Null.NULL))
            .put("tags", Json.array(List.of()))
            .toObject();
    assertThat(target.merge(patch))
        .isEqualTo(
            Json.build()
                .put("title", "Hello!")
                .put("author", obj("givenName", Json.of("John")))
                .put("tags", Json.array(List.of()))
                .put("content", "This will be unchanged")
                .put("phone", "1")
                .toObject());
    assertThat(obj("a", Json.of("b")).merge(obj("a", obj("c", Json.Null.NULL))))
        .isEqualTo(obj("a", Json.object()));
  }

  @Test
  void builder_leavesOutWhatIsAbsent() {
    assertThat(
            Json.build()
                .put("a", Optional.of("1"))
                .put("b", Optional.empty())
                .putNonEmpty("c", Json.object())
                .putNonEmpty("d", Json.array(List.of()))
                .putNonEmpty("e", Json.of(true))
                .putTexts("f", List.of())
                .putTexts("g", List.of("x"))
                .putTexts("h", Map.of())
                .putTexts("i", Map.of("k", "v"))
                .toObject())
        .isEqualTo(
            Json.build()
                .put("a", "1")
                .put("e", true)
                .put("g", Json.array(List.of(Json.of("x"))))
                .put("i", obj("k", Json.of("v")))
                .toObject());
  }
}
