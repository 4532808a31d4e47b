package dev.bqgovernance.files;

import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatform.AuthorizationMode;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** platform.json and its overlays platform.&lt;env&gt;.json: what holds for all datasets. */
final class SettingsFile {
  private final JsonMembers file;
  private final Problems problems;

  private SettingsFile(JsonMembers file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * The settings of a file; invalid ones are reported and left out.
   *
   * @param project the project
   * @param location the default location of datasets
   * @param locationPlace the place of the location
   * @param layers the layers and the patterns of their datasets, in order
   * @param owners the list of owners, still to be read
   * @param applier who applies the plans
   * @param authorizations where authorized views come from
   * @param collapseAtPercent how full a list of authorizations may get before it is collapsed
   * @param principals e-mail addresses and what an environment has in their place, in lower case
   * @param principalPlaces the place of each of these addresses
   */
  record Settings(
      Optional<ProjectId> project,
      Optional<Location> location,
      Optional<Place> locationPlace,
      Map<Layer, List<String>> layers,
      Optional<LocatedJson> owners,
      Optional<Principal> applier,
      AuthorizationMode authorizations,
      Optional<Integer> collapseAtPercent,
      Map<String, String> principals,
      Map<String, Place> principalPlaces) {
    /** Sets nothing. */
    static final Settings NONE =
        new Settings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            AuthorizationMode.DECLARED,
            Optional.empty(),
            Map.of(),
            Map.of());
  }

  /** The settings of platform.json. */
  static Settings read(LocatedJson json, Problems problems) {
    return JsonMembers.of(json, FileKeys.SETTINGS, problems)
        .map(
            file -> {
              file.require("project", "\"my-project\"");
              file.require("location", "\"asia-northeast1\"");
              return new SettingsFile(file, problems).settings();
            })
        .orElse(Settings.NONE);
  }

  /** The settings of an overlay. */
  static Settings readOverlay(LocatedJson json, Problems problems) {
    return JsonMembers.of(json, FileKeys.OVERLAY, problems)
        .map(file -> new SettingsFile(file, problems).settings())
        .orElse(Settings.NONE);
  }

  private Settings settings() {
    Map<String, String> principals = new HashMap<>();
    Map<String, Place> places = new HashMap<>();
    readPrincipals(principals, places);
    return new Settings(
        file.text("project")
            .flatMap(text -> problems.checked(text.place(), () -> ProjectId.of(text.value()))),
        file.text("location")
            .flatMap(text -> problems.checked(text.place(), () -> Location.of(text.value()))),
        file.value("location").map(LocatedJson::place),
        layers(),
        file.value("owners"),
        file.text("applier").flatMap(this::principal),
        authorizations(),
        collapseAtPercent(),
        principals,
        places);
  }

  /** An e-mail address of a user or service account, or an IAM member. */
  private Optional<Principal> principal(LocatedJson.Str text) {
    return problems.checked(
        text.place(),
        () ->
            text.value().contains("@") && !text.value().contains(":")
                ? Principal.user(text.value())
                : Principal.ofMember(text.value()));
  }

  private Map<Layer, List<String>> layers() {
    Map<Layer, List<String>> layers = new LinkedHashMap<>();
    for (LocatedJson.Member member : file.free("layers")) {
      List<String> patterns =
          JsonMembers.texts(member.value(), member.key(), problems).stream()
              .map(LocatedJson.Str::value)
              .toList();
      problems
          .checked(member.keyPlace(), () -> Layer.of(member.key()))
          .ifPresent(layer -> layers.put(layer, patterns));
    }
    return layers;
  }

  private AuthorizationMode authorizations() {
    List<String> words = Arrays.stream(AuthorizationMode.values()).map(SettingsFile::word).toList();
    return file.word("authorizedViews", words)
        .map(text -> AuthorizationMode.valueOf(text.value().toUpperCase(Locale.ROOT)))
        .orElse(AuthorizationMode.DECLARED);
  }

  private Optional<Integer> collapseAtPercent() {
    return file.whole("collapseAuthorizationsAtPercent")
        .filter(
            percent -> {
              boolean isShare = percent.value() >= 1 && percent.value() <= 100;
              if (!isShare) {
                problems.error(
                    "invalid-value",
                    percent.place(),
                    percent.value() + " is not a valid percentage: expected 1 to 100 percent.",
                    "Write 80, or remove the key.");
              }
              return isShare;
            })
        .map(percent -> (int) percent.value());
  }

  private void readPrincipals(Map<String, String> principals, Map<String, Place> places) {
    for (JsonMembers.Entry entry : file.entries("principals")) {
      String from = entry.key().toLowerCase(Locale.ROOT);
      String to = entry.value().value().toLowerCase(Locale.ROOT);
      problems
          .checked(entry.keyPlace(), () -> Principal.user(from))
          .flatMap(sound -> problems.checked(entry.value().place(), () -> Principal.user(to)))
          .ifPresent(
              sound -> {
                principals.put(from, to);
                places.put(from, entry.keyPlace());
              });
    }
  }

  private static String word(AuthorizationMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /** The content of platform.json for a platform. */
  static Map<String, Object> json(DataPlatform platform) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("project", platform.project().value());
    json.put("location", platform.location().value());
    if (!platform.layers().isEmpty()) {
      Map<String, Object> layers = new LinkedHashMap<>();
      platform.layers().forEach((layer, patterns) -> layers.put(layer.name(), patterns));
      json.put("layers", layers);
    }
    if (!platform.owners().isEmpty()) {
      json.put("owners", AccessFile.grants(platform.owners()));
    }
    platform.applier().ifPresent(applier -> json.put("applier", address(applier)));
    if (platform.authorizations() != AuthorizationMode.DECLARED) {
      json.put("authorizedViews", word(platform.authorizations()));
    }
    if (platform.collapseAuthorizationsAtPercent() != 80) {
      json.put("collapseAuthorizationsAtPercent", platform.collapseAuthorizationsAtPercent());
    }
    return json;
  }

  private static String address(Principal applier) {
    if (applier instanceof Principal.User user) {
      return user.email();
    }
    return applier instanceof Principal.ServiceAccount account ? account.email() : applier.member();
  }
}
