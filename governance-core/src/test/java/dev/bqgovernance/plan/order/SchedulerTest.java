package dev.bqgovernance.plan.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.order.Operation.Kind;
import dev.bqgovernance.plan.order.Reason.Rule;
import dev.bqgovernance.plan.order.Schedule.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private static final DatasetId RAW = DatasetId.of("acme-data", "raw");
  private static final DatasetId DWH = DatasetId.of("acme-data", "dwh");

  private final List<Operation> operations = new ArrayList<>();

  private Operation operation(Kind kind, ResourceId target) {
    Operation operation = Operation.on(target, operations.size(), kind, Set.of());
    operations.add(operation);
    return operation;
  }

  private record Edge(Operation earlier, Operation later, Reason reason) {}

  private static Edge edge(Rule rule, Operation earlier, Operation later) {
    return new Edge(earlier, later, Reason.of(rule, earlier + " before " + later));
  }

  private Schedule schedule(Edge... edges) {
    OperationGraph.Builder graph = new OperationGraph.Builder(operations);
    for (Edge edge : edges) {
      graph.precede(edge.earlier(), edge.later(), edge.reason());
    }
    return Scheduler.schedule(graph.build());
  }

  private static List<List<Operation>> batches(Schedule schedule) {
    return schedule.batches().stream().map(Batch::operations).toList();
  }

  @Test
  void freeOperations_runByKindThenByName() {
    Operation grant = operation(Kind.GRANT, RAW);
    Operation later = operation(Kind.CREATE, RAW.table("z"));
    Operation first = operation(Kind.CREATE, RAW.table("a"));
    assertThat(batches(schedule())).containsExactly(List.of(first), List.of(later), List.of(grant));
  }

  @Test
  void partsOfOneAccessList_shareARequest() {
    Operation grant = operation(Kind.GRANT, RAW);
    Operation revoke = operation(Kind.REVOKE, RAW);
    assertThat(batches(schedule(edge(Rule.AVAILABILITY, grant, revoke))))
        .containsExactly(List.of(grant, revoke));
  }

  @Test
  void partsThatAreKeptApart_areTwoRequestsWithTheReason() {
    Operation add = operation(Kind.GRANT, RAW);
    Operation remove = operation(Kind.REVOKE, RAW);
    Reason apart = Reason.apart("renewed");
    Schedule schedule = schedule(new Edge(remove, add, apart));
    assertThat(batches(schedule)).containsExactly(List.of(remove), List.of(add));
    assertThat(schedule.batches().get(1).after()).containsOnlyKeys(1).containsValue(apart);
  }

  @Test
  void partsAreSplit_whereAnotherOperationComesBetween() {
    Operation revoke = operation(Kind.REVOKE, DWH);
    Operation redefine = operation(Kind.REDEFINE, DWH.table("v"));
    Operation grant = operation(Kind.GRANT, DWH);
    Schedule schedule =
        schedule(edge(Rule.EXPOSURE, revoke, redefine), edge(Rule.EXPOSURE, redefine, grant));
    assertThat(batches(schedule))
        .containsExactly(List.of(revoke), List.of(redefine), List.of(grant));
    assertThat(schedule.gaps()).isEmpty();
  }

  @Test
  void newDataset_isCreatedWithTheAccessThatWaitsForNothingElse() {
    Operation create = operation(Kind.CREATE, DWH);
    Operation grant = operation(Kind.GRANT, DWH);
    Operation late = operation(Kind.GRANT, DWH);
    Operation redefine = operation(Kind.REDEFINE, RAW.table("v"));
    Schedule schedule =
        schedule(
            edge(Rule.NECESSITY, create, grant),
            edge(Rule.NECESSITY, create, late),
            edge(Rule.EXPOSURE, redefine, late));
    assertThat(batches(schedule))
        .containsExactly(List.of(create, grant), List.of(redefine), List.of(late));
  }

  @Test
  void circle_givesUpAvailabilityAndReportsTheGap() {
    Operation redefine = operation(Kind.REDEFINE, DWH.table("v"));
    Operation revoke = operation(Kind.REVOKE, RAW);
    Schedule schedule =
        schedule(edge(Rule.AVAILABILITY, redefine, revoke), edge(Rule.EXPOSURE, revoke, redefine));
    assertThat(batches(schedule)).containsExactly(List.of(revoke), List.of(redefine));
    assertThat(schedule.gaps())
        .containsExactly(
            new Schedule.Gap(
                revoke, redefine, Reason.of(Rule.AVAILABILITY, redefine + " before " + revoke)));
    assertThat(schedule.batches().get(1).after().get(1))
        .isEqualTo(Reason.of(Rule.EXPOSURE, revoke + " before " + redefine));
  }

  @Test
  void circleThatNoRuleMayBreak_isAnError() {
    Operation redefine = operation(Kind.REDEFINE, DWH.table("v"));
    Operation revoke = operation(Kind.REVOKE, RAW);
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                schedule(
                    edge(Rule.NECESSITY, redefine, revoke), edge(Rule.EXPOSURE, revoke, redefine)))
        .withMessageContaining("circle");
  }

  @Test
  void firstReason_stays() {
    Operation first = operation(Kind.CREATE, RAW.table("t"));
    Operation second = operation(Kind.CREATE, DWH.table("v"));
    Schedule schedule =
        schedule(edge(Rule.NECESSITY, first, second), edge(Rule.EXPOSURE, first, second));
    assertThat(schedule.batches().get(1).after().get(1).rule()).isEqualTo(Rule.NECESSITY);
  }
}
