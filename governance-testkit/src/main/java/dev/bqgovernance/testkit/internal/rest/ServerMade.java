package dev.bqgovernance.testkit.internal.rest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Generates etags and ids. They look like the service's own and are derived from their input, so
 * they are the same in every run.
 */
public final class ServerMade {
  private ServerMade() {}

  /** An etag: 24 characters, base64 of 16 bytes. */
  public static String etag(String revision) {
    return Base64.getEncoder()
        .encodeToString(Arrays.copyOf(digest(revision.getBytes(StandardCharsets.UTF_8)), 16));
  }

  /** The first bytes of a digest in hexadecimal. */
  public static String hex(byte[] content, int bytes) {
    return HexFormat.of().formatHex(digest(content), 0, bytes);
  }

  /** An id like those of transfer configs: 8-4-4-4-12 hexadecimal digits. */
  public static String uuid(String resource) {
    String hex = hex(resource.getBytes(StandardCharsets.UTF_8), 16);
    return hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }

  /** An id like those of alert policies: 19 decimal digits. */
  public static String number(String resource) {
    long bits = ByteBuffer.wrap(digest(resource.getBytes(StandardCharsets.UTF_8))).getLong();
    return Long.toString(1_000_000_000_000_000_000L + (bits >>> 4));
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
