package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Severity;
import java.util.Optional;

/** Which code checks a built-in rule. */
final class BuiltInChecks {
  private BuiltInChecks() {}

  /** The rule's check; empty for what is found already when a platform is compiled. */
  static Optional<Guardrail> guardrail(BuiltInRule rule) {
    return switch (rule) {
      case NO_PUBLIC_ACCESS -> Optional.of(GrantRules::publicAccess);
      case GROUPS_ONLY -> Optional.of(GrantRules::persons);
      case OWNERS_REMAIN -> Optional.of(GrantRules::ownerless);
      case TEMPORARY_GRANTS_END -> Optional.of(GrantRules::endless);
      case ANALYSTS_CANNOT_RUN_JOBS -> Optional.of(GrantRules::readersWithoutJobs);
      case LAYER_RULES -> Optional.of(LayerRules::skippedLayers);
      case SINK_ERROR_TABLE_AS_RAW -> Optional.of(LayerRules::exposedErrors);
      case AUTHORIZED_RESOURCES_LIMIT -> Optional.of(GrantRules::manyAuthorizations);
      case PII_LEAVES_RAW_ONLY_ANONYMIZED -> Optional.of(AnonymizationRules::leaks);
      case ANONYMIZATION_NOT_CONFIRMED -> Optional.of(AnonymizationRules::unconfirmed);
      case REVERSIBLE_HASH -> Optional.of(AnonymizationRules::reversible);
      case MART_YIELDS_STATISTICS_ONLY -> Optional.of(AnonymizationRules::rowsInMarts);
      case EXTERNAL_QUERY_IN_VIEW, PARTITION_COLUMN_LOST -> Optional.empty();
    };
  }

  /** A breach of a rule. */
  static Finding breach(BuiltInRule rule, Optional<Place> place, String message, String fix) {
    return new Finding(Severity.ERROR, rule.ruleName(), place, message, Optional.of(fix));
  }
}
