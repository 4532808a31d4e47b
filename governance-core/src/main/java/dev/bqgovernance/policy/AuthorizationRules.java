package dev.bqgovernance.policy;

import dev.bqgovernance.compile.Authorizations;
import dev.bqgovernance.compile.Authorizations.Excess;
import dev.bqgovernance.compile.Authorizations.Missing;
import dev.bqgovernance.compile.Compilation;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatform.AuthorizationMode;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ServiceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Rules {@code missing-authorization}, {@code stale-authorization}, {@code redundant-authorization}
 * and {@code authorized-dataset}: datasets authorize the views and routines that must read them,
 * and no others.
 */
final class AuthorizationRules {
  private static final int MAX_NAMES = 5;

  private AuthorizationRules() {}

  static List<Finding> findings(Compilation compilation) {
    DataPlatform platform = compilation.platform();
    Authorizations authorizations = compilation.authorizations();
    List<Finding> findings = new ArrayList<>();
    authorizations
        .collapsed()
        .forEach((dataset, readers) -> findings.add(collapsed(dataset, readers, platform)));
    for (Dataset dataset : platform.datasets().values()) {
      if (platform.authorizations() == AuthorizationMode.DECLARED) {
        authorizations.missing(dataset).stream()
            .map(missing -> missing(dataset.id(), missing, compilation))
            .forEach(findings::add);
      }
      for (AuthorizedResource authorized : new TreeSet<>(dataset.authorized())) {
        authorizations
            .excess(dataset, authorized)
            .map(excess -> superfluous(dataset.id(), authorized, excess, platform))
            .ifPresent(findings::add);
      }
    }
    return findings;
  }

  private static Finding collapsed(DatasetId dataset, int readers, DataPlatform platform) {
    return new Finding(
        Severity.INFO,
        "authorized-dataset",
        platform.origins().of(dataset),
        String.format(
            Locale.ROOT,
            "%,d views and routines have to read %s, and a dataset authorizes at most %,d: whole"
                + " datasets are authorized instead where they hold most of them.",
            readers,
            dataset.name(),
            ServiceLimits.MAX_AUTHORIZED_RESOURCES),
        Optional.of(
            "Every view that is added to such a dataset may read " + dataset.name() + " too."));
  }

  private static Finding missing(DatasetId dataset, Missing missing, Compilation compilation) {
    DatasetScopedId reader = missing.reader();
    String refused = inWords(missing.refused());
    return new Finding(
        Severity.WARNING,
        "missing-authorization",
        compilation
            .references()
            .place(reader, dataset)
            .or(() -> compilation.platform().origins().of(reader)),
        String.format(
            "%s reads %s, and %s may read the one but not the other: the query would be refused.",
            reader, dataset.name(), refused),
        Optional.of(
            String.format(
                "Let %s authorize %s (check --fix writes it), or grant READER on %s to %s.",
                dataset.name(),
                missing.authorized().resource(),
                dataset.name(),
                missing.refused().size() <= 1 ? refused : "them")));
  }

  private static String inWords(List<Principal> refused) {
    List<Principal> known = refused.stream().limit(MAX_NAMES).toList();
    if (known.isEmpty() || known.contains(Principal.SpecialGroup.ALL_AUTHENTICATED_USERS)) {
      return "whoever may read it";
    }
    List<String> names = known.stream().map(Principal::member).collect(Collectors.toList());
    if (refused.size() > MAX_NAMES) {
      names.add((refused.size() - MAX_NAMES) + " more");
    }
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  private static Finding superfluous(
      DatasetId dataset, AuthorizedResource authorized, Excess excess, DataPlatform platform) {
    DatasetScopedId resource = authorized.resource();
    return new Finding(
        excess == Excess.READS_NOTHING ? Severity.WARNING : Severity.INFO,
        excess == Excess.READS_NOTHING ? "stale-authorization" : "redundant-authorization",
        platform.origins().of(dataset, authorized),
        switch (excess) {
          case READS_NOTHING ->
              String.format(
                  "%s authorizes %s, which reads nothing there; anybody who edits it could.",
                  dataset.name(), resource);
          case DATASET_AUTHORIZED ->
              String.format(
                  "%s need not authorize %s: its whole dataset is authorized.",
                  dataset.name(), resource);
          case NOBODY_REFUSED ->
              String.format(
                  "%s need not authorize %s: whoever reads through it, if anybody, may read %s"
                      + " anyway.",
                  dataset.name(), resource, dataset.name());
        },
        Optional.of("Remove the entry (check --fix does)."));
  }
}
