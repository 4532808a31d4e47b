package dev.bqgovernance.files;

import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * One reading of a tree: what the classes of the file kinds share.
 *
 * @param problems what is wrong so far
 * @param overlay what the environment makes of names
 * @param layers the layers that the platform and this library know
 */
record ReadContext(Problems problems, EnvironmentOverlay overlay, Set<Layer> layers) {

  /** The dataset that a reference names. */
  Optional<DatasetId> dataset(JsonMembers reference) {
    Optional<LocatedJson.Str> project =
        reference.requiredText("projectId", overlay.declared().value());
    Optional<LocatedJson.Str> dataset = reference.requiredText("datasetId", "my_dataset");
    Optional<ProjectId> projectId =
        project.flatMap(p -> problems.checked(p.place(), () -> overlay.project(p.value())));
    return projectId.flatMap(
        id ->
            dataset.flatMap(d -> problems.checked(d.place(), () -> new DatasetId(id, d.value()))));
  }

  /** The table or view that a reference names. */
  Optional<TableId> table(JsonMembers reference) {
    return part(reference, "tableId", "my_view", DatasetId::table);
  }

  /** The routine that a reference names. */
  Optional<RoutineId> routine(JsonMembers reference) {
    return part(reference, "routineId", "my_function", DatasetId::routine);
  }

  private <T> Optional<T> part(
      JsonMembers reference, String key, String example, BiFunction<DatasetId, String, T> of) {
    Optional<DatasetId> dataset = dataset(reference);
    Optional<LocatedJson.Str> name = reference.requiredText(key, example);
    return dataset.flatMap(
        d -> name.flatMap(n -> problems.checked(n.place(), () -> of.apply(d, n.value()))));
  }

  /**
   * Checks that a reference, which the service answers, names what the file's path names.
   *
   * @param names the names after the project: dataset, then table, then policy
   */
  void checkReference(JsonMembers file, String key, FileKeys shape, List<String> names) {
    file.object(key, shape)
        .ifPresent(
            reference -> {
              for (int i = 0; i < shape.keys().size(); i++) {
                String expected = i == 0 ? overlay.declared().value() : names.get(i - 1);
                reference
                    .text(shape.keys().get(i))
                    .filter(text -> !text.value().equals(expected))
                    .ifPresent(
                        text ->
                            problems.error(
                                "wrong-reference",
                                text.place(),
                                String.format(
                                    "\"%s\" disagrees with the file's path: expected \"%s\".",
                                    text.value(), expected),
                                String.format(
                                    "Remove \"%s\", or move the file to where it belongs.", key)));
              }
            });
  }

  /**
   * Checks that a name which the service answers is that of the file.
   *
   * @param isSame whether the answered name is the file's
   * @param expected the file's name as the service would write it
   */
  void checkName(JsonMembers file, String key, Predicate<String> isSame, String expected) {
    file.text(key)
        .filter(text -> !isSame.test(text.value()))
        .ifPresent(
            text ->
                problems.error(
                    "wrong-reference",
                    text.place(),
                    String.format(
                        "\"%s\" disagrees with the file: expected \"%s\".", text.value(), expected),
                    String.format("Remove \"%s\", or correct the file's name or content.", key)));
  }
}
