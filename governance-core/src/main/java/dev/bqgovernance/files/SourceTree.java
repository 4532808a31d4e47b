package dev.bqgovernance.files;

import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.json.Utf8Text;
import dev.bqgovernance.model.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files below one folder, read with care: nothing outside the folder, nothing that is not a
 * regular file, nothing that is too big, nothing that looks like a secret.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class SourceTree {
  private static final int MEGABYTE = 1024 * 1024;
  private static final int MAX_BYTES = 5 * MEGABYTE;

  private final Path root;
  private final Path realRoot;
  private final Problems problems;

  private SourceTree(Path root, Path realRoot, Problems problems) {
    this.root = root;
    this.realRoot = realRoot;
    this.problems = problems;
  }

  /** The tree below a folder; empty, with the problem recorded, if it is not valid. */
  static Optional<SourceTree> open(Path root, Problems problems) {
    Place place = Place.ofFile(".");
    if (!Files.exists(root)) {
      problems.error(
          "no-directory",
          place,
          String.format("the directory %s does not exist.", root),
          "Name the directory that holds platform.json.");
      return Optional.empty();
    }
    if (!Files.isDirectory(root)) {
      problems.error(
          "no-directory",
          place,
          String.format("%s is a file: expected a directory.", root),
          "Name the directory that holds platform.json.");
      return Optional.empty();
    }
    if (!Files.exists(root.resolve(FileKind.SETTINGS.path()))) {
      problems.error(
          "no-platform",
          Place.ofFile(FileKind.SETTINGS.path()),
          String.format("the directory %s has no platform.json.", root),
          "Name the directory of a platform, or add platform.json with"
              + " {\"project\": \"my-project\", \"location\": \"asia-northeast1\"}.");
      return Optional.empty();
    }
    try {
      return Optional.of(new SourceTree(root, root.toRealPath(), problems));
    } catch (IOException e) {
      problems.error(
          "unreadable",
          place,
          String.format("the directory %s cannot be read.", root),
          "Check its permissions.");
      return Optional.empty();
    }
  }

  /** All files of the platform, by path; what does not belong is noted. */
  List<FileKind.Slot> files() {
    List<FileKind.Slot> files = new ArrayList<>();
    collect(root, "", files);
    files.sort(Comparator.comparing(FileKind.Slot::path));
    return files;
  }

  private void collect(Path folder, String prefix, List<FileKind.Slot> files) {
    List<Path> entries;
    try (Stream<Path> children = Files.list(folder)) {
      entries = children.sorted().toList();
    } catch (IOException e) {
      unreadable(prefix.isEmpty() ? "." : prefix.substring(0, prefix.length() - 1));
      return;
    }
    for (Path entry : entries) {
      String name = String.valueOf(entry.getFileName());
      String path = prefix + name;
      if (isIgnored(name)) {
        continue;
      }
      if (Files.isSymbolicLink(entry) && !staysInside(entry, path)) {
        continue;
      }
      if (Files.isDirectory(entry)) {
        if (FileKind.isFolder(path)) {
          collect(entry, path + "/", files);
        } else {
          misplaced(path, "folder");
        }
      } else if (Files.isRegularFile(entry)) {
        FileKind.of(path).ifPresentOrElse(files::add, () -> misplaced(path, "file"));
      } else {
        problems.error(
            "no-plain-file",
            Place.ofFile(path),
            path + " is not a regular file: expected a file or a folder.",
            "Remove it.");
      }
    }
  }

  /** Every repository has dot-files and notes. */
  static boolean isIgnored(String name) {
    return name.startsWith(".") || name.toLowerCase(Locale.ROOT).endsWith(".md");
  }

  private void misplaced(String path, String what) {
    problems.error(
        "unknown-file",
        Place.ofFile(path),
        String.format("%s is not a %s of a platform.", path, what),
        FileKind.suggest(path));
  }

  private boolean staysInside(Path link, String path) {
    try {
      if (link.toRealPath().startsWith(realRoot)) {
        return true;
      }
      problems.error(
          "symbolic-link",
          Place.ofFile(path),
          path + " is a symbolic link that leaves the tree.",
          "Put the file itself here.");
    } catch (IOException e) {
      problems.error(
          "symbolic-link",
          Place.ofFile(path),
          path + " is a symbolic link that leads nowhere.",
          "Put the file itself here, or remove the link.");
    }
    return false;
  }

  /** A file's JSON; empty, with the reason noted, if it has none. */
  Optional<LocatedJson> json(FileKind.Slot file) {
    return json(root.resolve(file.path()), file.path(), problems);
  }

  /** A file's text without its last line break; empty, with the reason noted, if it has none. */
  Optional<String> sql(FileKind.Slot file) {
    return bytes(root.resolve(file.path()), file.path(), problems)
        .flatMap(
            bytes -> {
              Utf8Text decoded = Utf8Text.decode(bytes, file.path());
              problems.addAll(decoded.finding().stream().toList());
              return decoded.text();
            })
        .filter(text -> SecretDetector.isFree(text, file.path(), problems))
        .map(SqlFile::query);
  }

  /** The JSON of any file; empty, with the reason noted, if it has none. */
  static Optional<LocatedJson> json(Path file, String source, Problems problems) {
    return bytes(file, source, problems)
        .flatMap(
            bytes -> {
              LocatedJson.Parsed parsed = LocatedJson.parse(bytes, source);
              problems.addAll(parsed.findings());
              parsed.root().ifPresent(root -> SecretDetector.check(root, problems));
              return parsed.root();
            });
  }

  private static Optional<byte[]> bytes(Path file, String source, Problems problems) {
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        tooBig(source, size, problems);
        return Optional.empty();
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          tooBig(source, bytes.length, problems);
          return Optional.empty();
        }
        return Optional.of(bytes);
      }
    } catch (IOException e) {
      unreadable(source, problems);
      return Optional.empty();
    }
  }

  private static void tooBig(String source, long size, Problems problems) {
    problems.error(
        "too-big",
        Place.ofFile(source),
        String.format(
            Locale.ROOT,
            "the file has %.1f MB: expected at most %d MB.",
            (double) size / MEGABYTE,
            MAX_BYTES / MEGABYTE),
        "A platform's files are small: is this one meant to be here?");
  }

  private void unreadable(String path) {
    unreadable(path, problems);
  }

  private static void unreadable(String path, Problems problems) {
    problems.error(
        "unreadable", Place.ofFile(path), path + " cannot be read.", "Check its permissions.");
  }
}
