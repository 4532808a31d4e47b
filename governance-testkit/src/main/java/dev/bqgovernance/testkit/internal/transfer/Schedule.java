package dev.bqgovernance.testkit.internal.transfer;

import dev.bqgovernance.testkit.internal.rest.ApiError;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The schedule of a transfer config, in UTC. Sources:
 * https://docs.cloud.google.com/bigquery/docs/scheduling-queries and
 * https://cloud.google.com/appengine/docs/flexible/python/scheduling-jobs-with-cron-yaml.
 */
sealed interface Schedule {
  /**
   * The first run after an instant; empty if there is none in the next years.
   *
   * @param start the start of intervals
   */
  Optional<Instant> next(Instant start, Instant after);

  /** Runs at an interval in minutes, from a start or during a window of each day. */
  record Interval(long minutes, Optional<Window> window) implements Schedule {
    @Override
    public Optional<Instant> next(Instant start, Instant after) {
      if (window.isPresent()) {
        Window daily = window.get();
        return daysFrom(after)
            .flatMap(day -> daily.runs(day, minutes))
            .filter(run -> run.isAfter(after) && !run.isBefore(start))
            .findFirst();
      }
      long past = Math.max(0, Duration.between(start, after).toMinutes());
      Instant next = start.plus(past / minutes * minutes, ChronoUnit.MINUTES);
      return Optional.of(next.isAfter(after) ? next : next.plus(minutes, ChronoUnit.MINUTES));
    }
  }

  /** The part of each day in which an interval runs; it may end on the next day. */
  record Window(LocalTime from, LocalTime to) {
    Stream<Instant> runs(LocalDate day, long minutes) {
      Instant first = day.atTime(from).toInstant(ZoneOffset.UTC);
      long length = Math.floorMod(Duration.between(from, to).toMinutes(), 24 * 60L);
      return LongStream.rangeClosed(0, length / minutes)
          .mapToObj(i -> first.plus(i * minutes, ChronoUnit.MINUTES));
    }
  }

  /**
   * On certain days.
   *
   * @param ordinals which occurrences of the weekday in a month; empty for all
   */
  record Calendar(
      Set<Integer> ordinals, Set<DayOfWeek> days, Set<Month> months, List<LocalTime> times)
      implements Schedule {
    @Override
    public Optional<Instant> next(Instant start, Instant after) {
      return daysFrom(after)
          .filter(this::isMet)
          .flatMap(day -> times.stream().map(time -> day.atTime(time).toInstant(ZoneOffset.UTC)))
          .filter(run -> run.isAfter(after) && !run.isBefore(start))
          .findFirst();
    }

    private boolean isMet(LocalDate day) {
      return days.contains(day.getDayOfWeek())
          && months.contains(day.getMonth())
          && (ordinals.isEmpty() || ordinals.contains((day.getDayOfMonth() - 1) / 7 + 1));
    }
  }

  /** The days of five years, starting with yesterday because its window may reach into today. */
  private static Stream<LocalDate> daysFrom(Instant after) {
    LocalDate first = LocalDate.ofInstant(after, ZoneOffset.UTC).minusDays(1);
    return IntStream.range(0, 5 * 366).mapToObj(first::plusDays);
  }

  /**
   * Reads a schedule.
   *
   * @throws ApiError 400 if it has none of the documented forms, or is more frequent than allowed
   */
  static Schedule parse(String text) {
    return Parser.parse(text);
  }

  /** The forms of a schedule. */
  final class Parser {
    private static final long MIN_MINUTES = 5;
    private static final String TIME = "([01]?[0-9]|2[0-3]):([0-5][0-9])";
    private static final Pattern INTERVAL =
        Pattern.compile(
            "every ([0-9]{1,5}) (hours?|minutes?|mins?)(?: from "
                + TIME
                + " to "
                + TIME
                + "| (synchronized))?");
    private static final Pattern HOURLY = Pattern.compile("every hour on ([a-z,]+)");
    private static final Pattern DAYS =
        Pattern.compile("(every|[0-9a-z,]+) (day|[a-z,]+?)(?: of ([a-z,]+))? " + TIME);
    private static final Map<String, Integer> ORDINALS =
        Map.of(
            "1st", 1, "first", 1, "2nd", 2, "second", 2, "3rd", 3, "third", 3, "4th", 4, "fourth",
            4, "5th", 5, "fifth", 5);

    private final String text;

    private Parser(String text) {
      this.text = text;
    }

    static Schedule parse(String text) {
      String words = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
      return new Parser(text).read(words.replaceAll(" ?, ?", ","));
    }

    private Schedule read(String words) {
      Matcher interval = INTERVAL.matcher(words);
      if (interval.matches()) {
        return interval(interval);
      }
      Matcher hourly = HOURLY.matcher(words);
      if (hourly.matches()) {
        return new Calendar(
            Set.of(),
            days(hourly.group(1)),
            EnumSet.allOf(Month.class),
            IntStream.range(0, 24).mapToObj(hour -> LocalTime.of(hour, 0)).toList());
      }
      Matcher days = DAYS.matcher(words);
      if (days.matches()) {
        return new Calendar(
            days.group(1).equals("every") ? Set.of() : ordinals(days.group(1)),
            days(days.group(2)),
            months(days.group(3) == null ? "month" : days.group(3)),
            List.of(time(days, 4)));
      }
      throw invalid();
    }

    private Schedule interval(Matcher match) {
      long minutes =
          Long.parseLong(match.group(1)) * (match.group(2).startsWith("hour") ? 60L : 1L);
      if (minutes < MIN_MINUTES) {
        throw ApiError.invalid(
            "The schedule \"" + text + "\" is too frequent: the minimum interval is 5 minutes.");
      }
      if (match.group(7) != null) {
        return new Interval(
            minutes, Optional.of(new Window(LocalTime.MIDNIGHT, LocalTime.of(23, 59))));
      }
      return new Interval(
          minutes,
          match.group(3) == null
              ? Optional.empty()
              : Optional.of(new Window(time(match, 3), time(match, 5))));
    }

    private static LocalTime time(Matcher match, int group) {
      return LocalTime.of(
          Integer.parseInt(match.group(group)), Integer.parseInt(match.group(group + 1)));
    }

    private Set<Integer> ordinals(String list) {
      Set<Integer> ordinals = new TreeSet<>();
      for (String word : list.split(",", -1)) {
        Integer ordinal = ORDINALS.get(word);
        if (ordinal == null) {
          throw invalid();
        }
        ordinals.add(ordinal);
      }
      return ordinals;
    }

    private Set<DayOfWeek> days(String list) {
      return list.equals("day")
          ? EnumSet.allOf(DayOfWeek.class)
          : EnumSet.copyOf(named(list, DayOfWeek.values()));
    }

    private Set<Month> months(String list) {
      return switch (list) {
        case "month" -> EnumSet.allOf(Month.class);
        case "quarter" -> EnumSet.of(Month.JANUARY, Month.APRIL, Month.JULY, Month.OCTOBER);
        default -> EnumSet.copyOf(named(list, Month.values()));
      };
    }

    /** The values that a list names in full or by three-letter abbreviations. */
    private <T extends Enum<T>> List<T> named(String list, T[] values) {
      List<T> named = new ArrayList<>();
      for (String word : list.split(",", -1)) {
        int before = named.size();
        for (T value : values) {
          String name = value.name().toLowerCase(Locale.ROOT);
          if (word.equals(name) || word.equals(name.substring(0, 3))) {
            named.add(value);
          }
        }
        if (named.size() == before) {
          throw invalid();
        }
      }
      return named;
    }

    private ApiError invalid() {
      return ApiError.invalid("Invalid schedule: \"" + text + "\".");
    }
  }
}
