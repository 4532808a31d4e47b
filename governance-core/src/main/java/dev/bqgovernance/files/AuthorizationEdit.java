package dev.bqgovernance.files;

import dev.bqgovernance.json.JsonEdit;
import dev.bqgovernance.json.JsonFormat;
import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Corrects the authorizations of datasets in the files of a platform.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class AuthorizationEdit {
  private final DataPlatform platform;
  private final Path root;
  private final SortedMap<String, String> texts = new TreeMap<>();

  AuthorizationEdit(DataPlatform platform, Path root) {
    this.platform = platform;
    this.root = root;
  }

  List<String> correct(Map<DatasetId, ? extends Set<AuthorizedResource>> wanted)
      throws IOException {
    for (Map.Entry<DatasetId, ? extends Set<AuthorizedResource>> entry : wanted.entrySet()) {
      Dataset dataset = platform.datasets().get(entry.getKey());
      if (dataset != null) {
        correct(dataset, entry.getValue());
      }
    }
    new TreeWriter(root).replace(texts);
    return List.copyOf(texts.keySet());
  }

  private void correct(Dataset dataset, Set<AuthorizedResource> wanted) throws IOException {
    Set<AuthorizedResource> removed = new TreeSet<>(dataset.authorized());
    removed.removeAll(wanted);
    // From the end on, so that the places of what comes before stay right.
    List<Place> places =
        removed.stream()
            .flatMap(reader -> platform.origins().of(dataset.id(), reader).stream())
            .sorted(Comparator.reverseOrder())
            .toList();
    for (Place place : places) {
      texts.put(place.source(), JsonEdit.remove(text(place.source()), place));
    }
    Set<AuthorizedResource> added = new TreeSet<>(wanted);
    added.removeAll(dataset.authorized());
    if (!added.isEmpty()) {
      add(FileKind.AUTHORIZED_VIEWS.path(dataset.id().name()), added);
    }
  }

  private void add(String path, Collection<AuthorizedResource> added) throws IOException {
    List<Map<String, Object>> entries = AccessFile.authorized(added);
    if (!texts.containsKey(path) && !Files.exists(root.resolve(path))) {
      texts.put(path, JsonFormat.print(entries));
      return;
    }
    String text = text(path);
    List<LocatedJson> elements =
        LocatedJson.parse(text.getBytes(StandardCharsets.UTF_8), path)
            .root()
            .map(list -> ((LocatedJson.Arr) list).elements())
            .orElse(List.of());
    boolean isEmpty = elements.isEmpty();
    Place last = isEmpty ? Place.ofFile(path) : elements.get(elements.size() - 1).place();
    List<String> lines = entries.stream().map(JsonFormat::oneLine).toList();
    texts.put(path, JsonEdit.append(text, last, isEmpty, lines));
  }

  private String text(String path) throws IOException {
    try {
      return texts.computeIfAbsent(path, this::read);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private String read(String path) {
    try {
      String text = Files.readString(root.resolve(path));
      return text.startsWith("\uFEFF") ? text.substring(1) : text; // As places count.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
