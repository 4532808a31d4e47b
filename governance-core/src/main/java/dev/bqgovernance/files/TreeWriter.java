package dev.bqgovernance.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes a directory hold a platform's files, and leaves other files alone.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class TreeWriter {
  private final Path root;

  TreeWriter(Path root) {
    this.root = root;
  }

  void write(SortedMap<String, String> files) throws IOException {
    SortedMap<String, byte[]> encoded = new TreeMap<>();
    for (var file : files.entrySet()) {
      encoded.put(file.getKey(), encode(file.getKey(), file.getValue()));
    }
    Files.createDirectories(root);
    requireOurs();
    for (var file : encoded.entrySet()) {
      replace(file.getKey(), file.getValue());
    }
    deleteStale(encoded);
  }

  /** Replaces the files whose text changes, and touches nothing else. */
  void replace(SortedMap<String, String> files) throws IOException {
    for (var file : files.entrySet()) {
      replace(file.getKey(), encode(file.getKey(), file.getValue()));
    }
  }

  private static byte[] encode(String path, String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "the text of " + path + " has half a character, which UTF-8 cannot write", e);
    }
  }

  /** A directory that holds something else is not ours to change. */
  private void requireOurs() throws IOException {
    try (Stream<Path> children = Files.list(root)) {
      boolean isEmpty =
          children.allMatch(child -> SourceTree.isIgnored(String.valueOf(child.getFileName())));
      if (!isEmpty && !Files.exists(root.resolve(FileKind.SETTINGS.path()))) {
        throw new IllegalArgumentException(
            "the directory "
                + root
                + " holds files but no platform.json: name an empty directory, or one that holds a"
                + " platform");
      }
    }
  }

  private void replace(String path, byte[] bytes) throws IOException {
    Path target = root.resolve(path);
    if (Files.isRegularFile(target) && Arrays.equals(Files.readAllBytes(target), bytes)) {
      return;
    }
    Path folder = target.resolveSibling("");
    requireInside(folder, path);
    Files.createDirectories(folder);
    Path written = folder.resolve(".writing.tmp");
    try {
      Files.write(written, bytes);
      Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private void requireInside(Path folder, String path) throws IOException {
    Path existing = folder;
    while (!Files.exists(existing)) {
      existing = existing.resolveSibling("");
    }
    if (!existing.toRealPath().startsWith(root.toRealPath())) {
      throw new IOException(path + " would be outside " + root + ": a symbolic link leads away");
    }
  }

  /** Deletes the files of resources that are gone, and the folders that this leaves empty. */
  private void deleteStale(SortedMap<String, byte[]> files) throws IOException {
    SourceTree tree = SourceTree.open(root, new Problems()).orElseThrow();
    for (FileKind.Slot file : tree.files()) {
      if (file.kind().goesWithContent() && !files.containsKey(file.path())) {
        Path stale = root.resolve(file.path());
        Files.delete(stale);
        deleteEmptyFolders(stale.resolveSibling(""));
      }
    }
  }

  private void deleteEmptyFolders(Path folder) throws IOException {
    for (Path empty = folder; !empty.equals(root); empty = empty.resolveSibling("")) {
      try {
        Files.delete(empty);
      } catch (DirectoryNotEmptyException inUse) {
        return;
      }
    }
  }
}
