package dev.bqgovernance.testkit.internal.bigquery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Opaque texts that look like the service's own. */
final class Etags {
  private Etags() {}

  /** An etag: 24 characters, base64 of 16 bytes. */
  static String of(String revision) {
    return Base64.getEncoder()
        .encodeToString(Arrays.copyOf(digest(revision.getBytes(StandardCharsets.UTF_8)), 16));
  }

  /** The first bytes of a digest in hexadecimal. */
  static String hex(byte[] content, int bytes) {
    return HexFormat.of().formatHex(digest(content), 0, bytes);
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
