package dev.bqgovernance.policy;

import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.compile.Compilation;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.policy.Guardrail.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * All findings about a platform: the declarations that cannot work, the guardrails that are broken,
 * and the SQL that could not be analyzed, each problem once.
 *
 * <p>This class has no state and is thread-safe.
 */
@API(status = Status.INTERNAL)
public final class PlatformCheck {
  private PlatformCheck() {}

  /**
   * The findings about a platform as it is declared.
   *
   * @param world the world that consists of the declared state alone
   * @return ordered by place
   */
  public static List<Finding> ofDeclared(
      World world, Compilation compilation, Guardrails guardrails) {
    return findings(world, compilation, guardrails, Severity.ERROR);
  }

  /**
   * The findings about a platform that a plan applies. SQL that could not be analyzed is at most a
   * warning: BigQuery decides whether it is valid when it is written.
   *
   * @param world the world as it will be after the plan
   * @param delta the change in what people can see
   * @param unchecked the rules that may pass without a check
   * @return ordered by place
   */
  public static List<Finding> ofPlanned(
      World world,
      Compilation compilation,
      Guardrails guardrails,
      AccessDelta delta,
      Set<String> unchecked) {
    return UncheckedRules.block(
        findings(world, compilation, guardrails, Severity.WARNING),
        compilation.platform(),
        delta,
        unchecked);
  }

  private static List<Finding> findings(
      World world, Compilation compilation, Guardrails guardrails, Severity mostOfAnalysis) {
    List<Finding> declarations = ofDeclarations(compilation);
    List<Finding> findings = new ArrayList<>(declarations);
    findings.addAll(guardrails.check(world));
    Set<Optional<String>> explained = explained(compilation.platform(), declarations);
    boolean isSound = explained.isEmpty();
    for (Finding finding : world.access().findings()) {
      // Where declarations are wrong, an uncertainty may be a mere consequence of that.
      boolean isCause = isSound || finding.isError();
      if (isCause && (finding.place().isEmpty() || !explained.contains(source(finding.place())))) {
        findings.add(Breach.atMost(mostOfAnalysis, finding));
      }
    }
    findings.sort(Finding.BY_PLACE);
    return List.copyOf(findings);
  }

  /**
   * The findings about the declarations alone, which need neither guardrails nor an analysis of
   * access.
   *
   * @return ordered by place
   */
  public static List<Finding> ofDeclarations(Compilation compilation) {
    return Stream.of(
            compilation.findings(),
            SqlTextRules.findings(compilation),
            ReferenceRules.findings(compilation),
            NestedViews.findings(compilation),
            CircleOfViews.findings(compilation),
            AuthorizationRules.findings(compilation),
            SyncJobRules.findings(compilation),
            SinkRules.findings(compilation))
        .flatMap(List::stream)
        .sorted(Finding.BY_PLACE)
        .toList();
  }

  /** The files for which a finding already explains why their SQL cannot be analyzed. */
  private static Set<Optional<String>> explained(
      DataPlatform platform, List<Finding> declarations) {
    Stream<Optional<Place>> wrong =
        declarations.stream().filter(Finding::isError).map(Finding::place);
    Stream<Optional<Place>> external =
        ExternalQueryInView.readers(platform).stream()
            .map((ResourceId reader) -> platform.origins().of(reader));
    return Stream.concat(wrong, external).map(PlatformCheck::source).collect(Collectors.toSet());
  }

  private static Optional<String> source(Optional<Place> place) {
    return place.map(Place::source);
  }
}
