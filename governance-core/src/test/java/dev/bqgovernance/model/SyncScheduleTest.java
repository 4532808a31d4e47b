package dev.bqgovernance.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bqgovernance.model.SyncJob.SyncSchedule;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyncScheduleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          every 1 hours                               | every 1 hours                        | true
          ' EVERY  1   Hour '                         | every 1 hours                        | true
          every hour                                  | every 1 hours                        | true
          every 60 mins                               | every 1 hours                        | true
          every 24 hours                              | every 24 hours                       | true
          every 48 hours                              | every 48 hours                       | true
          every 5 min                                 | every 5 minutes                      | true
          every 30 mins from 9:05 to 17:00            | every 30 minutes from 09:05 to 17:00 | false
          every 30 mins from 9:30 to 9:59             | every 30 minutes from 09:30 to 09:59 | false
          every 30 mins from 9:30 to 10:00            | every 30 minutes from 09:30 to 10:00 | true
          every 30 mins from 22:30 to 1:10            | every 30 minutes from 22:30 to 01:10 | true
          every 30 mins from 22:31 to 1:10            | every 30 minutes from 22:31 to 01:10 | false
          every hour from 00:17 to 23:59              | every 1 hours from 00:17 to 23:59    | false
          every 2 hours from 10:00 to 10:00           | every 2 hours from 10:00 to 10:00    | true
          every 2 hours synchronized                  | every 2 hours synchronized           | true
          every day 9:03                              | every day 09:03                      | false
          every day 00:00                             | every day 00:00                      | true
          every day of month 09:03                    | every day 09:03                      | false
          every day of feb 09:03                      | every day of feb 09:03               | false
          every Monday 23:30                          | every mon 23:30                      | false
          every wed , fri of jan, June 13:15          | every wed,fri of jan,jun 13:15       | false
          every fri,wed,FRI of jun,jan 13:00          | every wed,fri of jan,jun 13:00       | true
          every mon of month 13:15                    | every mon 13:15                      | false
          every hour on wednesday,mon                 | every hour on mon,wed                | true
          third,1st monday of month 15:30             | 1st,3rd mon of month 15:30           | false
          first sunday of quarter 00:00               | 1st sun of quarter 00:00             | true
          2nd,fourth,5th tue,thu of march 17:05       | 2nd,4th,5th tue,thu of mar 17:05     | false
          1st monday 17:05                            | 1st mon of month 17:05               | false
          every monday of quarter 17:05               | every mon of quarter 17:05           | false
          1st mon of third month of quarter 17:05     | 1st mon of 3rd month of quarter 17:05 | false
          15,1,15 of month 07:10                      | 1,15 of month 07:10                  | false
          1 of jan,april,july,oct 00:00               | 1 of jan,apr,jul,oct 00:00           | true
          31 of feb,mar 10:10                         | 31 of feb,mar 10:10                  | false
          29 of feb 10:10                             | 29 of feb 10:10                      | false
          1 of first,second month of quarter 07:10    | 1 of 1st,2nd month of quarter 07:10  | false
          """)
  void readsEveryForm(String text, String canonical, boolean onTheHour) {
    SyncSchedule schedule = SyncSchedule.parse(text);
    assertThat(schedule.text()).isEqualTo(canonical).isEqualTo(schedule.toString());
    assertThat(SyncSchedule.parse(canonical)).isEqualTo(schedule).hasSameHashCodeAs(schedule);
    assertThat(schedule.isOnTheHour()).isEqualTo(onTheHour);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                | "every" and a distance or weekdays
          hourly                            | "every" and a distance or weekdays
          0 * * * *                         | "every" and a distance or weekdays
          every day                         | "every" and a distance or weekdays
          every 4 minutes                   | at least 5 minutes between runs
          every 0 hours                     | at least 5 minutes between runs
          every minute                      | a number between "every" and "minute"
          every hours                       | a number between "every" and "hours"
          every 12345 hours                 | a weekday such as mon, found "12345"
          every 7 hours synchronized        | divides a day evenly
          every 48 hours synchronized       | divides a day evenly
          every 5 minutes at noon           | "from HH:MM to HH:MM" or "synchronized"
          every 1 hours on mon              | "from HH:MM to HH:MM" or "synchronized"
          every 5 minutes from 00:01 to 24:00 | 00:00 to 23:59, found "24:00"
          every 359 minutes from 00:00 to 23:59 | the next day's first, found 4: end earlier
          every day 9                       | found "9"
          every day 9:60                    | found "9:60"
          every someday 09:17               | a weekday such as mon, found "someday"
          every mon,,tue 09:17              | a weekday such as mon, found ""
          every hour on                     | "from HH:MM to HH:MM" or "synchronized"
          every hour on day                 | a weekday such as mon, found "day"
          every mon of febr 09:17           | "month", "quarter" or a month such as jan, found "febr"
          sixth mon of month 09:17          | "every" or an ordinal such as 1st, found "sixth"
          first day of month 09:17          | for a day of the month say "1 of month 09:17"
          1st mon of 4th month of quarter 09:17 | 1st, 2nd or 3rd, found "4th"
          0 of month 09:17                  | a day from 1 to 31, found "0"
          32 of month 09:17                 | a day from 1 to 31, found "32"
          30,31 of feb 09:17                | feb has no day 30
          31 of apr,jun 09:17               | apr,jun has no day 31
          """)
  void refusesWhatIsNoSchedule(String text, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SyncSchedule.parse(text))
        .withMessageStartingWith("\"" + text + "\" is not a valid schedule: ")
        .withMessageContaining(expected)
        .withMessageEndingWith("; examples: \"every 1 hours\" or \"every mon,wed 09:17\" (UTC)");
  }

  @ParameterizedTest
  @CsvSource({
    "PT5M,every 5 minutes",
    "PT90M,every 90 minutes",
    "PT1H,every 1 hours",
    "PT24H,every 24 hours"
  })
  void everyTakesADistance(Duration distance, String text) {
    assertThat(SyncSchedule.every(distance)).isEqualTo(SyncSchedule.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT4M", "PT7M", "PT5M1S", "PT5M0.5S", "PT25H", "PT48H", "PT0S", "PT-5M"})
  void everyRefusesAnUnevenDistance(Duration distance) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SyncSchedule.every(distance))
        .withMessageContaining("divide a day evenly")
        .withMessageContaining("\"every mon,wed 09:17\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          every 1 hours                    | every 1 hours from 00:25 to 23:59
          every 24 hours                   | every day 00:25
          every 5 hours                    | every 5 hours from 00:25 to 23:59
          every 15 minutes                 | every 15 minutes from 00:05 to 23:59
          every 48 hours                   | every 48 hours
          every 7 minutes                  | every 7 minutes
          every 2 hours synchronized       | every 2 hours synchronized
          every 1 hours from 00:00 to 23:59 | every 1 hours from 00:00 to 23:59
          every hour on mon                | every hour on mon
          every day 00:00                  | every day 00:00
          1 of month 00:00                 | 1 of month 00:00
          """)
  void spreadMovesOnlyWhatSaysNoTime(String text, String spread) {
    SyncSchedule schedule = SyncSchedule.parse(text);
    assertThat(schedule.spread("users").text()).isEqualTo(spread);
    assertThat(schedule.unspread("users")).isEmpty();
  }

  @Test
  void unspreadKnowsTheName() {
    SyncSchedule hourly = SyncSchedule.parse("every 1 hours");
    assertThat(hourly.spread("users").unspread("orders")).isEmpty();
    assertThat(SyncSchedule.parse("every 1 hours from 00:25 to 23:58").unspread("users")).isEmpty();
  }

  @Test
  void spreadUsesManyMinutes() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      texts.add(SyncSchedule.parse("every 1 hours").spread("job" + i).text());
    }
    assertThat(new TreeSet<>(texts)).hasSizeGreaterThan(30);
  }

  static LongStream seeds() {
    return LongStream.range(0, 500);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void spread_isOffTheHour_keepsDistances_andComesBack(long seed) {
    Random random = new Random(seed);
    int period = random.nextBoolean() ? 5 + random.nextInt(1436) : 60 * (1 + random.nextInt(24));
    String name = "job" + random.nextInt();
    SyncSchedule plain = SyncSchedule.parse("every " + period + " minutes");
    SyncSchedule spread = plain.spread(name);
    if (spread.equals(plain)) {
      // Every minute of the hour is met, from wherever one starts.
      assertThat(BigInteger.valueOf(period).gcd(BigInteger.valueOf(60)))
          .as("seed %d: %s", seed, plain)
          .isEqualTo(1);
      return;
    }
    List<Integer> runs = runsOfADay(spread.text(), period);
    assertThat(runs).as("seed %d: %s", seed, spread).isNotEmpty();
    for (int i = 0; i < runs.size(); i++) {
      int next = i + 1 < runs.size() ? runs.get(i + 1) : runs.get(0) + 1440;
      assertThat(next - runs.get(i)).as("seed %d: %s", seed, spread).isGreaterThanOrEqualTo(5);
      assertThat(runs.get(i) % 60).as("seed %d: %s", seed, spread).isNotZero();
    }
    assertThat(spread.isOnTheHour()).as("seed %d: %s", seed, spread).isFalse();
    assertThat(spread.spread(name)).isEqualTo(spread);
    assertThat(spread.unspread(name)).as("seed %d: %s", seed, spread).contains(plain);
  }

  private static List<Integer> runsOfADay(String text, int period) {
    Matcher start = Pattern.compile("(\\d\\d):(\\d\\d)( to 23:59)?$").matcher(text);
    assertThat(start.find()).as(text).isTrue();
    List<Integer> runs = new ArrayList<>();
    int first = Integer.parseInt(start.group(1)) * 60 + Integer.parseInt(start.group(2));
    for (int run = first; run < 1440; run += period) {
      runs.add(run);
    }
    return runs;
  }
}
