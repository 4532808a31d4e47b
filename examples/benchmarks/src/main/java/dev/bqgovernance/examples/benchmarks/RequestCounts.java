package dev.bqgovernance.examples.benchmarks;

import dev.bqgovernance.Governance;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.testkit.FakeCloud;
import dev.bqgovernance.testkit.JournalEntry;
import java.util.List;

/**
 * The requests of one plan and its apply.
 *
 * @param datasets single datasets that were read
 * @param tables single tables and views that were read
 * @param pages pages of lists that were read
 * @param policies IAM policies that were read
 * @param writes write requests
 */
record RequestCounts(long datasets, long tables, long pages, long policies, long writes) {

  /** Plans and applies one more grant on each of the first datasets, and restores the cloud. */
  static RequestCounts ofWidening(AppliedEstate applied, int count) {
    FakeCloud cloud = applied.cloud();
    FakeCloud.Snapshot before = cloud.snapshot();
    cloud.journal().clear();
    Governance governance = Governance.of(cloud.backend());
    Plan plan = governance.plan(applied.estate().widened(count));
    governance.apply(plan).orThrow();
    RequestCounts counts = of(cloud.journal().entries());
    cloud.restore(before);
    cloud.journal().clear();
    return counts;
  }

  private static RequestCounts of(List<JournalEntry> journal) {
    return new RequestCounts(
        count(journal, "bigquery.datasets.get"),
        count(journal, "bigquery.tables.get"),
        journal.stream().filter(request -> request.methodId().endsWith(".list")).count(),
        journal.stream().filter(request -> request.methodId().endsWith("IamPolicy")).count(),
        journal.stream().filter(JournalEntry::isWrite).count());
  }

  private static long count(List<JournalEntry> journal, String methodId) {
    return journal.stream().filter(request -> request.methodId().equals(methodId)).count();
  }
}
