package dev.bqgovernance.files;

import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.json.Utf8Text;
import dev.bqgovernance.model.Place;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refuses values that look like secrets: a value in Git stays in its history. */
final class SecretDetector {
  /**
   * Private keys in PEM, access keys of AWS, API keys and OAuth secrets of Google, tokens of Git
   * hosts.
   */
  private static final Pattern VALUE =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----"
              + "|\\b(AKIA|ASIA)[0-9A-Z]{16}\\b"
              + "|\\bAIza[0-9A-Za-z_-]{35}"
              + "|\\bGOCSPX-[0-9A-Za-z_-]{20,}"
              + "|\\bya29\\.[0-9A-Za-z_-]{20,}"
              + "|\\bgh[pousr]_[0-9A-Za-z]{36}"
              + "|\\bxox[abprs]-[0-9A-Za-z-]{10,}");

  /** No pattern fits a shorter text: most texts need no search. */
  private static final int SHORTEST = 14;

  private static final Set<String> KEYS =
      Set.of(
          "password",
          "passwd",
          "passphrase",
          "privatekey",
          "secretkey",
          "secretaccesskey",
          "clientsecret",
          "apikey",
          "accesstoken",
          "authtoken",
          "refreshtoken",
          "servicekey");

  private static final String MESSAGE = " looks like a secret, which must not be in Git.";
  private static final String FIX =
      "Remove it, keep it in a secret store, and replace it there: treat it as leaked.";

  private SecretDetector() {}

  /** Notes all secrets in a JSON value. */
  static void check(LocatedJson value, Problems problems) {
    if (value instanceof LocatedJson.Str text && isSecret(text.value())) {
      note(text.place(), "this value", problems);
    } else if (value instanceof LocatedJson.Arr list) {
      list.elements().forEach(element -> check(element, problems));
    } else if (value instanceof LocatedJson.Obj object) {
      object.members().forEach(member -> check(member, problems));
    }
  }

  private static void check(LocatedJson.Member member, Problems problems) {
    String folded = member.key().toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    if (isSecret(member.key())) {
      note(member.keyPlace(), "this key", problems);
    } else if (KEYS.contains(folded) && isPlain(member.value())) {
      problems.secret(
          member.keyPlace(),
          "the value of \"" + member.key() + "\"" + MESSAGE,
          "Write env:NAME, such as env:APP_DB_PASSWORD, and keep the secret in the environment"
              + " variable of that name; replace it too: treat it as leaked.");
      problems.hide(member.value().place());
    } else {
      check(member.value(), problems);
    }
  }

  private static boolean isSecret(String text) {
    return text.length() >= SHORTEST && VALUE.matcher(text).find();
  }

  private static boolean isPlain(LocatedJson value) {
    return value instanceof LocatedJson.Num
        || (value instanceof LocatedJson.Str text && !text.value().startsWith("env:"));
  }

  /** Whether a text holds no secret; if it does, that is noted. */
  static boolean isFree(String text, String source, Problems problems) {
    Matcher matcher = VALUE.matcher(text);
    if (!matcher.find()) {
      return true;
    }
    note(Utf8Text.placeOf(text, matcher.start(), source), "this value", problems);
    return false;
  }

  private static void note(Place place, String what, Problems problems) {
    problems.secret(place, what + MESSAGE, FIX);
  }
}
