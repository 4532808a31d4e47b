package dev.bqgovernance.model;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Month;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A schedule's text and what it says of the minutes of its runs.
 *
 * @param period the minutes between two runs; 0 where days are picked by the calendar
 * @param isCounted whether it says a distance alone, so that the minutes are left open
 * @param isOnTheHour whether a run may fall on a full hour
 */
record ScheduleText(String canonical, int period, boolean isCounted, boolean isOnTheHour) {
  static final int MINIMUM_DISTANCE = 5;

  /** In minutes, like all numbers here. */
  static final int DAY = (int) Duration.ofDays(1).toMinutes();

  private static final List<List<String>> ORDINALS =
      List.of(
          List.of("1st", "first"),
          List.of("2nd", "second"),
          List.of("3rd", "third"),
          List.of("4th", "fourth"),
          List.of("5th", "fifth"));
  private static final List<List<String>> DAYS_OF_WEEK = abbreviated(DayOfWeek.values());
  private static final List<List<String>> MONTHS = abbreviated(Month.values());
  private static final List<List<String>> DAYS_OF_MONTH =
      IntStream.rangeClosed(1, 31).mapToObj(day -> List.of(String.valueOf(day))).toList();
  private static final Pattern INTERVAL =
      Pattern.compile("every (?:(\\d{1,4}) )?(hours?|min(?:ute)?s?)(?: (.+))?");
  private static final Pattern WINDOW = Pattern.compile("from (\\S+) to (\\S+)");
  private static final Pattern MONTH_DAYS = Pattern.compile("([\\d,]+) of (.+) (\\S+)");
  private static final Pattern WEEKDAYS = Pattern.compile("(\\S+) (\\S+)(?: of (.+?))? (\\S+)");
  private static final Pattern QUARTER_MONTHS = Pattern.compile("(\\S+) month of quarter");
  private static final Pattern NAMED_MONTHS = Pattern.compile("[a-z]{3}(,[a-z]{3})*");
  private static final String WEEKDAY = "a weekday such as mon";
  private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-3]):([0-5]\\d)");

  static ScheduleText parse(String text) {
    String folded =
        text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").replaceAll(" ?, ?", ",");
    try {
      return read(folded);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.format(
              "\"%s\" is not a valid schedule: %s; examples: \"every 1 hours\" or \"every mon,wed 09:17\""
                  + " (UTC)",
              text, e.getMessage()),
          e);
    }
  }

  /** Every so many minutes, counted from whenever the service begins. */
  static ScheduleText counted(int period) {
    return new ScheduleText(every(period), period, true, true);
  }

  /**
   * Every so many minutes from one minute of the day up to another, which may be on the next day.
   */
  static ScheduleText window(int period, int from, int to) {
    int span = Math.floorMod(to - from, DAY);
    boolean onTheHour =
        IntStream.rangeClosed(0, span / period).anyMatch(i -> (from + i * period) % 60 == 0);
    String canonical = every(period) + " from " + time(from) + " to " + time(to);
    return new ScheduleText(canonical, period, false, onTheHour);
  }

  static ScheduleText daily(int minute) {
    return new ScheduleText("every day " + time(minute), DAY, false, minute % 60 == 0);
  }

  /** The minutes from the last run of a window of that length to the first of the next day. */
  static int gapAtMidnight(int period, int span) {
    return DAY - span / period * period;
  }

  private static ScheduleText read(String text) {
    Matcher interval = INTERVAL.matcher(text);
    Matcher monthDays = MONTH_DAYS.matcher(text);
    Matcher weekdays = WEEKDAYS.matcher(text);
    if (text.startsWith("every hour on ")) {
      String days = list(text.substring(14), DAYS_OF_WEEK, WEEKDAY);
      return new ScheduleText("every hour on " + days, 0, false, true);
    } else if (interval.matches()) {
      return interval(interval);
    } else if (monthDays.matches()) {
      String days = list(monthDays.group(1), DAYS_OF_MONTH, "a day from 1 to 31");
      String months = months(monthDays.group(2));
      requireDayExists(days, months);
      return calendar(days + " of " + months, monthDays.group(3));
    } else if (weekdays.matches()) {
      return weekdays(weekdays);
    }
    throw new IllegalArgumentException(
        "expected \"every\" and a distance or weekdays, or days of a month, and a time of day");
  }

  private static ScheduleText interval(Matcher interval) {
    Rules.require(
        interval.group(1) != null || interval.group(2).equals("hour"),
        "expected a number between \"every\" and \"%s\"",
        interval.group(2));
    int number = Optional.ofNullable(interval.group(1)).map(Integer::parseInt).orElse(1);
    int period = interval.group(2).startsWith("hour") ? number * 60 : number;
    Rules.require(
        period >= MINIMUM_DISTANCE, "expected at least %d minutes between runs", MINIMUM_DISTANCE);
    String rest = Optional.ofNullable(interval.group(3)).orElse("");
    if (rest.isEmpty()) {
      return counted(period);
    } else if (rest.equals("synchronized")) {
      Rules.require(
          DAY % period == 0, "expected a distance that divides a day evenly before synchronized");
      return new ScheduleText(every(period) + " synchronized", period, false, true);
    }
    Matcher window = WINDOW.matcher(rest);
    Rules.require(
        window.matches(), "expected \"from HH:MM to HH:MM\" or \"synchronized\" or nothing more");
    int from = minute(window.group(1));
    int to = minute(window.group(2));
    int gap = gapAtMidnight(period, Math.floorMod(to - from, DAY));
    Rules.require(
        gap >= MINIMUM_DISTANCE,
        "expected at least %d minutes from a day's last run to the next day's first, found %d: end"
            + " earlier",
        MINIMUM_DISTANCE,
        gap);
    return window(period, from, to);
  }

  private static ScheduleText weekdays(Matcher text) {
    boolean every = text.group(1).equals("every");
    Optional<String> months = Optional.ofNullable(text.group(3)).map(ScheduleText::months);
    boolean daily = text.group(2).equals("day");
    Rules.require(
        every || !daily,
        "expected a weekday such as mon after \"%s\"; for a day of the month say \"1 of month"
            + " 09:17\"",
        text.group(1));
    String days = daily ? "day" : list(text.group(2), DAYS_OF_WEEK, WEEKDAY);
    if (every && months.filter(m -> !m.equals("month")).isEmpty()) {
      return daily ? daily(minute(text.group(4))) : calendar("every " + days, text.group(4));
    }
    String which =
        every ? "every" : list(text.group(1), ORDINALS, "\"every\" or an ordinal such as 1st");
    return calendar(which + " " + days + " of " + months.orElse("month"), text.group(4));
  }

  private static ScheduleText calendar(String days, String time) {
    int minute = minute(time);
    return new ScheduleText(days + " " + time(minute), 0, false, minute % 60 == 0);
  }

  private static String months(String text) {
    Matcher ofQuarter = QUARTER_MONTHS.matcher(text);
    if (ofQuarter.matches()) {
      return list(ofQuarter.group(1), ORDINALS.subList(0, 3), "1st, 2nd or 3rd")
          + " month of quarter";
    }
    return text.equals("month") || text.equals("quarter")
        ? text
        : list(text, MONTHS, "\"month\", \"quarter\" or a month such as jan");
  }

  /** As the service does, refuses a day that none of the months has. */
  private static void requireDayExists(String days, String months) {
    int day = Integer.parseInt(days.split(",", 2)[0]);
    Rules.require(
        Arrays.stream(Month.values())
            .filter(month -> month.maxLength() >= day)
            .map(month -> MONTHS.get(month.getValue() - 1).get(0))
            .anyMatch(month -> months.contains(month) || !NAMED_MONTHS.matcher(months).matches()),
        "expected a day that exists; %s has no day %d",
        months,
        day);
  }

  /** Spells each word of a list as its vocabulary does first, in the vocabulary's order. */
  private static String list(String text, List<List<String>> vocabulary, String expected) {
    List<String> words = List.of(text.split(",", -1));
    for (String word : words) {
      Rules.require(
          vocabulary.stream().anyMatch(spellings -> spellings.contains(word)),
          "expected %s, found \"%s\"",
          expected,
          word);
    }
    return vocabulary.stream()
        .filter(spellings -> spellings.stream().anyMatch(words::contains))
        .map(spellings -> spellings.get(0))
        .collect(Collectors.joining(","));
  }

  private static List<List<String>> abbreviated(Enum<?>[] names) {
    return Arrays.stream(names)
        .map(name -> name.name().toLowerCase(Locale.ROOT))
        .map(name -> List.of(name.substring(0, 3), name))
        .toList();
  }

  private static int minute(String time) {
    Matcher parts = TIME.matcher(time);
    Rules.require(
        parts.matches(), "expected a time of day from 00:00 to 23:59, found \"%s\"", time);
    return Integer.parseInt(parts.group(1)) * 60 + Integer.parseInt(parts.group(2));
  }

  private static String time(int minute) {
    return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
  }

  private static String every(int period) {
    return period % 60 == 0 ? "every " + period / 60 + " hours" : "every " + period + " minutes";
  }
}
