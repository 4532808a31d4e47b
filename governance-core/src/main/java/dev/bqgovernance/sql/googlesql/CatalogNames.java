package dev.bqgovernance.sql.googlesql;

import java.util.Locale;

/**
 * Names in the engine's flat catalog: the full name as one identifier. The engine ignores case
 * there and BigQuery does not, so a name with capitals gets a suffix.
 */
final class CatalogNames {
  private static final char MARK = '#';

  private CatalogNames() {}

  static String of(String fullName) {
    return fullName.equals(fullName.toLowerCase(Locale.ROOT))
        ? fullName
        : fullName + MARK + Integer.toHexString(fullName.hashCode());
  }

  /** Whether a name was created here, and is not one of the engine's own. */
  static boolean isOurs(String name) {
    return name.indexOf('.') >= 0 || name.indexOf(' ') >= 0;
  }

  /** An identifier in backticks. */
  static String quoted(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }
}
