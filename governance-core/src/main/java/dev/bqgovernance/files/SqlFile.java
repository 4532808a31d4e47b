package dev.bqgovernance.files;

/**
 * SQL in a file of its own: the text and one line break behind it. Whatever the text, what is
 * written is read back.
 */
final class SqlFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private SqlFile() {}

  /** The SQL of a file's text. */
  static String query(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /** The text of a file with this SQL. */
  static String text(String query) {
    String mark = query.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    return mark + query + (query.endsWith("\r") ? "\r\n" : "\n");
  }
}
