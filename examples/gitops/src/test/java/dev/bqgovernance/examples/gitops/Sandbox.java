package dev.bqgovernance.examples.gitops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.testkit.FakeCloud;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A directory with a small platform, a saved in-memory cloud, and the runner to try on both. */
final class Sandbox {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T00:00:00Z"), ZoneOffset.UTC);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  final Path root;
  final Path tree;
  final Path state;

  /** What a run of the runner gave. */
  record Run(int status, String out, String err) {
    List<String> errors() {
      return err.lines().filter(line -> line.contains(": error: ")).toList();
    }
  }

  Sandbox(Path root) {
    this.root = root;
    this.tree = root.resolve("platform");
    this.state = root.resolve("cloud.json");
    write(
        "platform.json",
        """
        {"project": "acme-data", "location": "EU",
         "owners": [{"role": "OWNER", "groupByEmail": "admins@acme.com"}],
         "applier": "governance@acme-data.iam.gserviceaccount.com"}
        """);
    write("policies.json", "{\"rules\": {\"groups-only\": \"off\"}}");
    write(
        "datasets/raw/access.json", "[{\"role\": \"WRITER\", \"userByEmail\": \"eve@acme.com\"}]");
    write(
        "datasets/raw/authorized_views.json",
        "[{\"view\": {\"projectId\": \"acme-data\", \"datasetId\": \"mart\", \"tableId\": \"users\"}},]");
    write(
        "datasets/raw/tables/users.json",
        "{\"schema\": {\"fields\": [{\"name\": \"id\", \"type\": \"INTEGER\"}]}}");
    write(
        "datasets/mart/access.json",
        "[{\"role\": \"READER\", \"groupByEmail\": \"analysts@acme.com\"}]");
    write("datasets/mart/views/users.sql", "SELECT id FROM raw.users\n");
  }

  Path file(String name) {
    return root.resolve(name);
  }

  void write(String path, String text) {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  void write(String path, byte[] bytes) {
    try {
      Path file = tree.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command on the platform and the saved cloud. */
  Run run(String command, String... options) {
    List<String> arguments = new ArrayList<>(List.of(command, tree.toString()));
    arguments.add("--state=" + state);
    arguments.addAll(List.of(options));
    return raw(arguments.toArray(String[]::new));
  }

  /** Runs the runner with exactly these arguments. */
  static Run raw(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        new Main(CLOCK)
            .run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Changes the saved cloud behind the runner's back. */
  void inCloud(Consumer<FakeCloud> change) {
    try {
      FakeCloud cloud = FakeCloud.fromJson((Json.Obj) JsonText.parse(Files.readString(state)));
      change.accept(cloud);
      Files.writeString(state, JsonText.pretty(cloud.toJson()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String stateText() {
    return text(state);
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
