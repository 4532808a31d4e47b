package dev.bqgovernance.plan;

import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A hash of resources that does not depend on the order of members or access entries. */
final class Fingerprint {
  private final MessageDigest digest;

  private Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The hash of desired resources, sorted by name. */
  static String ofDesired(Collection<Resource> sorted) {
    Fingerprint fingerprint = new Fingerprint();
    sorted.forEach(resource -> fingerprint.add(resource, Optional.of(resource)));
    return fingerprint.hex();
  }

  /**
   * The hash of what the live resources have where the desired ones, sorted by name, have fields.
   */
  static String ofCompared(
      Collection<Resource> desired, Function<Resource, Optional<Resource>> live) {
    Fingerprint fingerprint = new Fingerprint();
    desired.forEach(resource -> fingerprint.add(resource, live.apply(resource)));
    return fingerprint.hex();
  }

  /** The hash of a text. */
  static String ofText(String text) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.text(text);
    return fingerprint.hex();
  }

  private void add(Resource desired, Optional<Resource> live) {
    text(desired.id().kind() + " " + desired.id());
    if (live.isEmpty()) {
      text("absent");
      return;
    }
    StringBuilder canonical = new StringBuilder();
    for (String member : desired.body().members().keySet()) {
      canonical.append(member).append('=');
      live.get().body().get(member).ifPresent(value -> append(canonical, value));
    }
    text(canonical.toString());
    live.get()
        .access()
        .ifPresent(
            list -> {
              // A sum of hashes does not depend on the order, and needs no sorting.
              long sum = 0;
              for (AccessEntry entry : list) {
                sum += hash(key(entry));
              }
              text(Long.toHexString(sum) + ":" + list.size());
            });
  }

  private static String key(AccessEntry entry) {
    if (entry instanceof RoleEntry role) {
      String condition =
          role.condition()
              .map(c -> "\n" + c.expression() + "\n" + c.title() + c.description())
              .orElse("");
      return role.role().name() + "\n" + role.principal().member() + condition;
    }
    if (entry instanceof AuthorizationEntry authorization) {
      return authorization.reader().resource().kind() + "\n" + authorization.reader().resource();
    }
    StringBuilder raw = new StringBuilder();
    append(raw, ((OpaqueEntry) entry).raw());
    return raw.toString();
  }

  /** FNV-1a over the characters, 64 bits, with a final mix. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash ^= hash >>> 32;
    return hash * 0xd6e8feb86659fd93L;
  }

  private static void append(StringBuilder to, Json value) {
    if (value instanceof Json.Obj object) {
      to.append('{');
      object.members().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              member -> {
                to.append(member.getKey()).append(':');
                append(to, member.getValue());
              });
      to.append('}');
    } else if (value instanceof Json.Arr array) {
      to.append('[');
      array
          .elements()
          .forEach(
              element -> {
                append(to, element);
                to.append(',');
              });
      to.append(']');
    } else if (value instanceof Json.Str string) {
      to.append('"').append(string.value()).append('"');
    } else if (value instanceof Json.Num number) {
      to.append(number.text());
    } else {
      to.append(value);
    }
  }

  private void text(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
