package dev.bqgovernance.policy;

import dev.bqgovernance.compile.Compilation;
import dev.bqgovernance.compile.SqlReferences.Circle;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rule {@code circle-of-views}: no view or routine reads itself, directly or through others. */
final class CircleOfViews {
  private CircleOfViews() {}

  static List<Finding> findings(Compilation compilation) {
    return compilation.references().circles().stream().map(CircleOfViews::finding).toList();
  }

  private static Finding finding(Circle circle) {
    String hops = circle.readers().stream().map(id -> id + " > ").collect(Collectors.joining());
    return new Finding(
        Severity.ERROR,
        "circle-of-views",
        circle.place(),
        "these read each other in a circle: " + hops + circle.readers().get(0) + ".",
        Optional.of("Let one of them read a table instead."));
  }
}
