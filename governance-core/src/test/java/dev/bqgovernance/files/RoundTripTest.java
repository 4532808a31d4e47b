package dev.bqgovernance.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bqgovernance.files.PlatformFiles.ReadResult;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.InvalidPlatformException;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.RandomPlatform;
import dev.bqgovernance.model.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read back, and what is read is written as it was. */
class RoundTripTest {
  @TempDir Path root;

  @Test
  void everyPlatformIsReadBackAsItWas() throws IOException {
    for (long seed = 0; seed < 60; seed++) {
      DataPlatform platform = RandomPlatform.of(seed);
      PlatformFiles.write(platform, root);
      ReadResult read = PlatformFiles.read(root);
      assertThat(read.findings())
          .filteredOn(finding -> !finding.rule().equals("unknown-layer")) // Names are random.
          .as("seed %d", seed)
          .isEmpty();
      assertThat(read.orThrow()).as("seed %d", seed).isEqualTo(platform);
      assertThat(PlatformFiles.render(read.orThrow()))
          .as("seed %d", seed)
          .isEqualTo(PlatformFiles.render(platform))
          .isEqualTo(filesOf(root));
    }
  }

  @Test
  void theExampleIsReadWithoutFindings_andWrittenStably() throws IOException {
    Path example = Path.of("../examples/platform");
    for (ReadResult read :
        new ReadResult[] {
          PlatformFiles.read(example), PlatformFiles.read(example, Optional.of("dev"))
        }) {
      assertThat(read.findings()).isEmpty();
      PlatformFiles.write(read.orThrow(), root);
      assertThat(PlatformFiles.read(root).orThrow()).isEqualTo(read.orThrow());
    }
    assertThat(WorldFile.read(example.resolve("world.json")).findings()).isEmpty();
  }

  @Test
  void entriesAreOneLineEach_inTheSameOrderWhateverTheOrderOfTheDeclaration() {
    DataPlatform platform =
        DataPlatform.in("acme-data", "US")
            .dataset(
                "mart",
                d ->
                    d.grant(Role.WRITER, Principal.group("b@acme.com"))
                        .grant(Role.READER, Principal.group("c@acme.com"))
                        .grant(Role.READER, Principal.group("a@acme.com")))
            .build();

    assertThat(PlatformFiles.render(platform).get("datasets/mart/access.json"))
        .isEqualTo(
            """
            [
              {"role": "READER", "groupByEmail": "a@acme.com"},
              {"role": "READER", "groupByEmail": "c@acme.com"},
              {"role": "WRITER", "groupByEmail": "b@acme.com"}
            ]
            """);
  }

  @Test
  void writingKeepsWhatIsNotOfThePlatform_andDeletesWhatIsGone() throws IOException {
    PlatformFiles.write(platform("old"), root);
    Files.writeString(root.resolve("README.md"), "notes");
    Files.writeString(root.resolve("world.json"), "{}");
    Files.writeString(root.resolve("datasets/.keep"), "");

    PlatformFiles.write(platform("new"), root);

    assertThat(filesOf(root).keySet())
        .containsExactly(
            "README.md",
            "datasets/.keep",
            "datasets/new/access.json",
            "datasets/new/views/v.sql",
            "platform.json",
            "sinks/new.json",
            "sync_jobs/new.json",
            "sync_jobs/new.sql",
            "world.json");
    assertThat(root.resolve("datasets/old")).doesNotExist();
  }

  @Test
  void writingRefusesADirectoryOfSomethingElse() throws IOException {
    Files.writeString(root.resolve("thesis.txt"), "years of work");

    assertThatThrownBy(() -> PlatformFiles.write(platform("d"), root))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds files but no platform.json");
    assertThat(filesOf(root).keySet()).containsExactly("thesis.txt");
  }

  @Test
  void writingDoesNotFollowALinkOutOfTheTree() throws IOException {
    Path outside = Files.createDirectory(root.resolve("outside"));
    Path tree = Files.createDirectory(root.resolve("tree"));
    PlatformFiles.write(DataPlatform.in("acme-data", "US").build(), tree);
    Files.createSymbolicLink(tree.resolve("datasets"), outside);

    assertThatThrownBy(() -> PlatformFiles.write(platform("d"), tree))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a symbolic link leads away");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void writingRefusesHalfACharacter() {
    DataPlatform broken =
        DataPlatform.in("acme-data", "US")
            .dataset("d", d -> d)
            .view("d.v", "SELECT '\ud800'")
            .build();

    assertThatThrownBy(() -> PlatformFiles.write(broken, root))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("datasets/d/views/v.sql");
  }

  @Test
  void aPlatformWithProblemsIsNone() {
    ReadResult read = PlatformFiles.read(root.resolve("gone"));

    assertThatThrownBy(read::orThrow)
        .isInstanceOfSatisfying(
            InvalidPlatformException.class,
            e -> assertThat(e.findings()).isEqualTo(read.findings()));
  }

  private static DataPlatform platform(String dataset) {
    return DataPlatform.in("acme-data", "US")
        .dataset(dataset, d -> d)
        .view(dataset + ".v", "SELECT 1")
        .syncJob(
            dataset,
            j ->
                j.connection("us.db")
                    .query("SELECT *\nFROM t")
                    .into(dataset + ".t")
                    .schedule("every 1 hours"))
        .sink(dataset, s -> s.into(dataset))
        .build();
  }

  private static SortedMap<String, String> filesOf(Path root) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(path).toString(), Files.readString(path));
      }
    }
    return files;
  }
}
