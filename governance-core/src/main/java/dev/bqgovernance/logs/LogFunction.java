package dev.bqgovernance.logs;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The functions of the query language that are conditions. */
enum LogFunction {
  LOG_ID("log_id(\"stdout\")", 1, 1),
  SOURCE("source(projects/acme-data)", 1, 1),
  SAMPLE("sample(insertId, 0.1)", 2, 2),
  IP_IN_NET("ip_in_net(jsonPayload.ip, \"10.0.0.0/8\")", 2, 2),
  SEARCH("SEARCH(\"text\") or SEARCH(textPayload, \"text\")", 1, 2);

  /** One argument of a call: as a text, and as a path of fields. */
  record Argument(String text, List<String> path) {}

  private static final List<String> LOG_NAME = List.of("logName");
  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern ADDRESS =
      Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}|(?=.*:)[\\da-fA-F:][\\da-fA-F:.]*");
  private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final String example;
  private final int least;
  private final int most;

  LogFunction(String example, int least, int most) {
    this.example = example;
    this.least = least;
    this.most = most;
  }

  /** The function of a name, in any case. */
  static Optional<LogFunction> find(String name) {
    return List.of(values()).stream().filter(f -> f.name().equalsIgnoreCase(name)).findFirst();
  }

  String example() {
    return example;
  }

  /** The condition that a call expresses; empty if the arguments do not fit. */
  Optional<LogFilter> call(List<Argument> arguments) {
    if (arguments.size() < least || arguments.size() > most) {
      return Optional.empty();
    }
    Argument first = arguments.get(0);
    Argument last = arguments.get(arguments.size() - 1);
    return switch (this) {
      case LOG_ID -> Optional.of(onField(LOG_NAME, name -> hasId(name, first.text())));
      case SOURCE -> Optional.of(onField(LOG_NAME, name -> isFrom(name, first.text())));
      case SAMPLE -> fraction(last.text()).map(share -> sample(first.path(), share));
      case IP_IN_NET -> Network.of(last.text()).map(net -> onField(first.path(), net::contains));
      case SEARCH ->
          Optional.of(search(arguments.size() == 1 ? List.of() : first.path(), last.text()));
    };
  }

  private static LogFilter onField(List<String> path, Function<String, Ternary> condition) {
    return entry ->
        entry
            .value(path)
            .map(condition)
            .orElse(entry.isComplete(path) ? Ternary.NO : Ternary.UNKNOWN);
  }

  /** The id is the part of the name after {@code /logs/}, URL-decoded. */
  private static Ternary hasId(String logName, String id) {
    String encoded = logName.substring(logName.indexOf("/logs/") + "/logs/".length());
    return Ternary.of(URLDecoder.decode(encoded, StandardCharsets.UTF_8).equalsIgnoreCase(id));
  }

  /** The folder, organization and number of the project are unknown. */
  private static Ternary isFrom(String logName, String source) {
    return logName.startsWith(source + "/logs/") ? Ternary.YES : Ternary.UNKNOWN;
  }

  private static Optional<Double> fraction(String text) {
    return text.matches("[01](\\.\\d{1,99})?|\\.\\d{1,99}")
        ? Optional.of(Double.valueOf(text)).filter(share -> share <= 1)
        : Optional.empty();
  }

  /** A sample is taken by a hash of the field that only the service knows. */
  private static LogFilter sample(List<String> path, double share) {
    return share == 0
        ? entry -> Ternary.NO
        : onField(path, value -> share == 1 ? Ternary.YES : Ternary.UNKNOWN);
  }

  /** The service splits texts into words by its own rules: only a mismatch is certain. */
  private static LogFilter search(List<String> path, String text) {
    List<String> words = List.of(WORDS.split(text.toLowerCase(Locale.ROOT), -1));
    return entry -> {
      List<String> values = entry.valuesWithin(path);
      if (values.stream().anyMatch(text::equalsIgnoreCase)) {
        return Ternary.YES;
      }
      return !entry.isComplete(path)
              || words.stream()
                  .allMatch(word -> values.stream().anyMatch(v -> LogComparison.contains(v, word)))
          ? Ternary.UNKNOWN
          : Ternary.NO;
    };
  }

  private record Network(InetAddress address, int bits) {
    static Optional<Network> of(String text) {
      String[] parts = text.split("/", -1);
      return parts.length == 2 && parts[1].matches("\\d{1,3}")
          ? address(parts[0])
              .map(address -> new Network(address, Integer.parseInt(parts[1])))
              .filter(network -> network.bits <= network.address.getAddress().length * 8)
          : Optional.empty();
    }

    Ternary contains(String value) {
      return Ternary.of(address(value).filter(this::contains).isPresent());
    }

    private boolean contains(InetAddress other) {
      byte[] prefix = address.getAddress();
      byte[] bytes = other.getAddress();
      return prefix.length == bytes.length
          && IntStream.range(0, bits)
              .allMatch(i -> ((prefix[i / 8] ^ bytes[i / 8]) >> (7 - i % 8) & 1) == 0);
    }

    /** Accepts addresses only: a name would cause a DNS lookup. */
    private static Optional<InetAddress> address(String text) {
      try {
        return ADDRESS.matcher(text).matches()
            ? Optional.of(InetAddress.getByName(text))
            : Optional.empty();
      } catch (UnknownHostException e) {
        return Optional.empty();
      }
    }
  }
}
