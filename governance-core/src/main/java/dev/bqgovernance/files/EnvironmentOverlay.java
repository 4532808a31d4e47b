package dev.bqgovernance.files;

import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of an environment in place of those in the files.
 *
 * @param declared the project that the files name
 * @param actual the project of the environment
 * @param principals e-mail addresses and what the environment has in their place
 * @param met gets those of the addresses that the files have named so far
 */
record EnvironmentOverlay(
    ProjectId declared, ProjectId actual, Map<String, String> principals, Set<String> met) {
  EnvironmentOverlay(ProjectId declared, ProjectId actual, Map<String, String> principals) {
    this(declared, actual, Map.copyOf(principals), new HashSet<>());
  }

  ProjectId project(String written) {
    return written.equals(declared.value()) ? actual : ProjectId.of(written);
  }

  Principal principal(Principal written) {
    if (written instanceof Principal.Group group) {
      return Principal.group(email(group.email()));
    } else if (written instanceof Principal.User user) {
      return Principal.user(email(user.email()));
    } else if (written instanceof Principal.ServiceAccount account) {
      return Principal.user(email(account.email()));
    } else if (written instanceof Principal.IamMember member) {
      String ofProject = ":" + declared.value();
      return member.member().startsWith("project") && member.member().endsWith(ofProject)
          ? Principal.ofMember(member.member().replace(ofProject, ":" + actual.value()))
          : written;
    }
    return written;
  }

  Principal.ServiceAccount serviceAccount(String written) {
    return Principal.serviceAccount(email(written));
  }

  /** An address that is reached, not granted anything. */
  String email(String written) {
    String folded = written.toLowerCase(Locale.ROOT);
    met.add(folded);
    return principals.getOrDefault(folded, written);
  }

  /** A custom role of the declared project is one of the environment's project. */
  Role role(Role written) {
    String path = path(written.name());
    return path.equals(written.name()) ? written : Role.of(path);
  }

  /** Resources of the declared project, {@code projects/…/}, belong to the environment's. */
  String path(String written) {
    String prefix = "projects/" + declared.value() + "/";
    return written.startsWith(prefix)
        ? "projects/" + actual.value() + "/" + written.substring(prefix.length())
        : written;
  }

  /** A resource's full name or a principal, {@code *} standing for any characters. */
  String name(String written) {
    if (written.startsWith(declared + ".")) {
      return actual + written.substring(declared.value().length());
    }
    int colon = written.indexOf(':');
    return List.of("group", "user", "serviceAccount")
            .contains(written.substring(0, Math.max(0, colon)))
        ? written.substring(0, colon + 1) + email(written.substring(colon + 1))
        : written;
  }

  /** Warns of a text that names the declared project, since texts are not rewritten. */
  void checkText(String text, Place place, Problems problems) {
    if (declared.equals(actual)) {
      return;
    }
    Matcher matcher =
        Pattern.compile("(?<![A-Za-z0-9_:-])" + Pattern.quote(declared.value()) + "(?=`?\\.|/|`)")
            .matcher(text);
    if (matcher.find()) {
      problems.warning(
          "project-in-text",
          place,
          String.format(
              "this text names the project %s, but the environment is in %s: texts stay as they"
                  + " are.",
              declared, actual),
          "If the environment has its own, leave the project out: dataset.table in SQL, log_id(…) in"
              + " a filter.");
    }
  }
}
