package dev.bqgovernance.testkit.internal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.Json;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The users, service accounts, groups and domains that exist. Group membership nests to any depth,
 * and circles are tolerated. Not thread-safe.
 */
public final class Directory {
  /** The first of the invented unique ids, which look like Google's 21 digits. */
  private static final long FIRST_UID = 1_000_000_000_000_000_000L;

  private final TreeMap<String, Long> accounts = new TreeMap<>();
  private final TreeMap<String, List<String>> groups = new TreeMap<>();
  private final TreeSet<String> domains = new TreeSet<>();
  private final TreeSet<String> tombstones = new TreeSet<>();
  private long nextUid = FIRST_UID;

  /** Direct membership inverted: member to groups; null until needed. */
  private @Nullable Map<String, Set<String>> groupsOf;

  /** An independent copy. */
  public Directory copy() {
    Directory copy = new Directory();
    copy.accounts.putAll(accounts);
    copy.groups.putAll(groups);
    copy.domains.addAll(domains);
    copy.tombstones.addAll(tombstones);
    copy.nextUid = nextUid;
    return copy;
  }

  /** Adds a user, a service account or a domain; does nothing if it exists. */
  public void add(Member member) {
    if (member.kind().equals("domain")) {
      domains.add(member.id());
      return;
    }
    requireMail(member);
    String other = member.kind().equals("user") ? "serviceAccount" : "user";
    if (accounts.containsKey(Member.of(other, member.id()).toString())
        || groups.containsKey(member.id())) {
      throw new IllegalArgumentException(
          member.id() + " is already another kind of principal in this world.");
    }
    if (!accounts.containsKey(member.toString())) {
      accounts.put(member.toString(), nextUid++);
      domains.add(domainOf(member.id()));
    }
    groupsOf = null;
  }

  /** Adds a group or replaces its members; members that do not exist yet are added. */
  public void putGroup(String email, Collection<String> members) {
    Member group = Member.of("group", email);
    requireMail(group);
    if (existingAccount(group.id()).isPresent()) {
      throw new IllegalArgumentException(group.id() + " is an account, not a group.");
    }
    TreeSet<String> canonical = new TreeSet<>();
    for (String text : members) {
      Member member = Member.parse(text);
      if (member.kind().equals("group")) {
        requireMail(member);
      } else if (!member.isAccount()) {
        throw new IllegalArgumentException(
            "A group has users, service accounts and groups as members, not " + text + ".");
      }
      canonical.add(member.toString());
    }
    if (!groups.containsKey(group.id())) {
      groups.put(group.id(), List.of());
      domains.add(domainOf(group.id()));
    }
    for (String text : canonical) {
      Member member = Member.parse(text);
      if (member.isAccount()) {
        add(member);
      } else if (!groups.containsKey(member.id())) {
        putGroup(member.id(), List.of());
      }
    }
    groups.put(group.id(), List.copyOf(canonical));
    groupsOf = null;
  }

  /**
   * Removes a principal.
   *
   * @return the member that replaces it in policies, for example {@code
   *     deleted:user:a@example.com?uid=1}
   * @throws IllegalArgumentException if there is no such user, service account or group
   */
  public String remove(Member member) {
    boolean group = member.kind().equals("group");
    Long uid = group ? Long.valueOf(nextUid++) : accounts.remove(member.toString());
    if (uid == null || (group && groups.remove(member.id()) == null)) {
      throw new IllegalArgumentException(member + " does not exist in this world.");
    }
    groups.replaceAll(
        (name, members) ->
            members.stream().filter(each -> !each.equals(member.toString())).toList());
    groupsOf = null;
    String tombstone = "deleted:" + member + "?uid=" + uid;
    tombstones.add(tombstone);
    return tombstone;
  }

  /**
   * Whether a member may be named in a policy: special members always, the others if they exist.
   */
  public boolean exists(Member member) {
    return switch (member.kind()) {
      case "user", "serviceAccount" -> accounts.containsKey(member.toString());
      case "group" -> groups.containsKey(member.id());
      case "domain" -> domains.contains(member.id());
      case "deleted" -> tombstones.contains(member.toString());
      default -> true;
    };
  }

  /** The user or service account of an e-mail address. */
  public Optional<Member> existingAccount(String email) {
    String lower = email.toLowerCase(Locale.ROOT);
    return List.of(Member.of("user", lower), Member.of("serviceAccount", lower)).stream()
        .filter(this::exists)
        .findFirst();
  }

  /**
   * Every member that an account counts as: itself, its groups at any depth, its domain, and
   * everybody.
   */
  Set<String> identities(Member account) {
    Set<String> identities = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(account.toString()));
    Map<String, Set<String>> parents = parents();
    while (!open.isEmpty()) {
      String member = open.remove();
      if (identities.add(member)) {
        open.addAll(parents.getOrDefault(member, Set.of()));
      }
    }
    identities.add("domain:" + domainOf(account.id()));
    identities.add("allAuthenticatedUsers");
    identities.add("allUsers");
    return identities;
  }

  private Map<String, Set<String>> parents() {
    if (groupsOf == null) {
      groupsOf = new HashMap<>();
      for (Map.Entry<String, List<String>> group : groups.entrySet()) {
        for (String member : group.getValue()) {
          groupsOf.computeIfAbsent(member, key -> new HashSet<>()).add("group:" + group.getKey());
        }
      }
    }
    return groupsOf;
  }

  private static String domainOf(String email) {
    return email.substring(email.indexOf('@') + 1);
  }

  private static void requireMail(Member member) {
    if (!member.id().matches("[^@\\s:?]+@[^@\\s:?]+")) {
      throw new IllegalArgumentException(
          "A principal is named by its e-mail address, for example alice@example.com, not \""
              + member.id()
              + "\".");
    }
  }

  /** The saved form. */
  public ObjectNode save() {
    ObjectNode json = Json.object();
    ObjectNode savedAccounts = json.putObject("accounts");
    accounts.forEach(savedAccounts::put);
    ObjectNode savedGroups = json.putObject("groups");
    groups.forEach((name, members) -> savedGroups.set(name, Json.array(members)));
    json.set("domains", Json.array(domains));
    json.set("deleted", Json.array(tombstones));
    json.put("nextUid", nextUid);
    return json;
  }

  /** The directory of a saved form. */
  public static Directory load(JsonNode json) {
    Directory directory = new Directory();
    json.path("accounts")
        .properties()
        .forEach(each -> directory.accounts.put(each.getKey(), each.getValue().asLong()));
    for (Map.Entry<String, JsonNode> group : json.path("groups").properties()) {
      directory.groups.put(group.getKey(), Json.strings(group.getValue()));
    }
    directory.domains.addAll(Json.strings(json.path("domains")));
    directory.tombstones.addAll(Json.strings(json.path("deleted")));
    directory.nextUid = json.path("nextUid").asLong(FIRST_UID);
    return directory;
  }
}
