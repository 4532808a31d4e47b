package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;

/** The guardrail behind each built-in rule. The class of a rule has its name. */
final class BuiltInGuardrails {
  private BuiltInGuardrails() {}

  static Guardrail of(BuiltInRule rule) {
    return switch (rule) {
      case PII_LEAVES_RAW_ONLY_ANONYMIZED -> new PiiLeavesRawOnlyAnonymized();
      case ANONYMIZATION_NOT_CONFIRMED -> new AnonymizationNotConfirmed();
      case REVERSIBLE_HASH -> new ReversibleHash();
      case MART_YIELDS_STATISTICS_ONLY -> new MartYieldsStatisticsOnly();
      case NO_PUBLIC_ACCESS -> new NoPublicAccess();
      case SINK_ERROR_TABLE_AS_RAW -> new SinkErrorTableAsRaw();
      case GROUPS_ONLY -> new GroupsOnly();
      case OWNERS_REMAIN -> new OwnersRemain();
      case TEMPORARY_GRANTS_END -> new TemporaryGrantsEnd();
      case LAYER_RULES -> new LayerRules();
      case AUTHORIZED_RESOURCES_LIMIT -> new AuthorizedResourcesLimit();
      case ANALYSTS_CANNOT_RUN_JOBS -> new AnalystsCannotRunJobs();
      case EXTERNAL_QUERY_IN_VIEW -> new ExternalQueryInView();
      case PARTITION_COLUMN_LOST -> new PartitionColumnLost();
    };
  }
}
