package dev.bqgovernance.json;

import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A text file as people hand it in: UTF-8, perhaps with a byte-order mark, which is dropped.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param text the text; empty if the bytes are not UTF-8
 * @param finding what is wrong with the bytes; empty if nothing is
 */
public record Utf8Text(Optional<String> text, Optional<Finding> finding) {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** Decodes bytes; {@code source} names them in the finding. */
  public static Utf8Text decode(byte[] bytes, String source) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      return new Utf8Text(Optional.empty(), Optional.of(notUtf8(in, text, source)));
    }
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return new Utf8Text(Optional.of(marked ? text.substring(1) : text), Optional.empty());
  }

  private static Finding notUtf8(ByteBuffer in, String before, String source) {
    return Finding.error(
            "not-utf-8",
            placeOf(before, before.length(), source),
            String.format(
                "byte %d (0x%02X) is not UTF-8: expected a text file in UTF-8.",
                in.position() + 1, in.get(in.position())))
        .withFix("Save the file again with the encoding UTF-8.");
  }

  /** The place of a character of a text: lines end with a line feed. */
  public static Place placeOf(String text, int offset, String source) {
    int line = 1;
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
      line++;
      start = end + 1;
    }
    return Place.of(source, line, offset - start + 1);
  }
}
