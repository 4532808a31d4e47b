package dev.bqgovernance.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The open questions about what BigQuery does: Google's documentation does not answer them, or
 * contradicts itself. Each has a default, by which the access analysis and the in-memory cloud
 * decide until it is settled.
 *
 * <p>The defaults refuse when unsure. The analysis reports what is refused only by an assumption as
 * {@link Certainty#ASSUMED_NO}: something that may be readable.
 */
public enum Assumption {
  /** Whether an authorization of the outermost view covers the views in between. */
  OUTER_VIEW(
      "11.1",
      "authorizing the outermost view helps a view in between that is not authorized",
      "no: each reference needs its own authorization",
      Decider.ANALYSIS,
      "https://docs.cloud.google.com/bigquery/docs/authorized-views"),
  /** Whether a replaced view or routine stays authorized. */
  REPLACED_READER(
      "11.2",
      "a routine that was replaced is still authorized",
      "no for a routine; yes for a view whose query was changed in place",
      Decider.BOTH,
      "https://docs.cloud.google.com/bigquery/docs/authorized-routines"),
  /** Whether a view that was dropped and created again is still authorized. */
  RECREATED_READER(
      "11.3",
      "a view that was recreated is still authorized",
      "no: its authorization is dead, though still listed",
      Decider.BOTH,
      "https://docs.cloud.google.com/bigquery/docs/authorized-views"),
  /** Which error an authorization of a missing view yields. */
  MISSING_VIEW(
      "11.4",
      "an authorization of a view that does not exist is accepted",
      "no: 404 notFound; what was listed before is kept",
      Decider.FAKE,
      "https://docs.cloud.google.com/bigquery/docs/authorized-views"),
  /** Whether a plain table can be authorized as a view. */
  AUTHORIZED_TABLE(
      "11.5",
      "an authorization of a view may name a table",
      "no: 400 invalid",
      Decider.FAKE,
      "https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/datasets"),
  /** Whether an access list needs an OWNER. */
  NO_OWNER(
      "11.6",
      "an access list without an OWNER is accepted",
      "no: 400 invalid, except for a list of authorizations only",
      Decider.FAKE,
      "https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/datasets"),
  /** What a PUT without an access list does. */
  PUT_WITHOUT_ACCESS(
      "11.7",
      "a PUT without access resets the access list",
      "no: the list stays, with a warning",
      Decider.FAKE,
      "https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/datasets/update"),
  /** Whether owners can remove themselves. */
  OWN_OWNER(
      "11.8",
      "a caller can remove its own OWNER entry",
      "no: 400 invalid",
      Decider.FAKE,
      "https://docs.cloud.google.com/bigquery/docs/control-access-to-resources-iam"),
  /** Whether duplicate entries are refused. */
  DUPLICATE_ENTRIES(
      "11.9",
      "duplicate entries of a principal are refused",
      "no: they are merged",
      Decider.FAKE,
      "https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/datasets"),
  /** Where entries without a role are listed. */
  ORDER_OF_ENTRIES(
      "11.10",
      "entries without a role have a fixed place in an access list",
      "after the entries with a role; lists are compared as sets",
      Decider.FAKE,
      "https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/datasets"),
  /** How many entries an access list may have. */
  ENTRY_LIMIT(
      "11.11",
      "an access list has a limit beside that of authorized resources",
      "1,500 principals, of which 250 groups and domains",
      Decider.FAKE,
      "https://docs.cloud.google.com/iam/quotas"),
  /** Which error an unknown group yields. */
  UNKNOWN_GROUP(
      "11.12",
      "a grant to a group that does not exist is answered by 400 or by 404",
      "400 invalid",
      Decider.FAKE,
      "https://docs.cloud.google.com/bigquery/docs/control-access-to-resources-iam"),
  /** Whether a group's address is accepted as a person's. */
  GROUP_AS_USER(
      "11.13",
      "a group's address in userByEmail is taken for the group",
      "no: 400 invalid",
      Decider.FAKE,
      "https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/datasets"),
  /** Whether views may read their own dataset for readers of the view alone. */
  SAME_DATASET(
      "11.14",
      "a view may read its own dataset's tables for somebody who may read only the view",
      "no: the caller needs a right on the table, or the view an authorization",
      Decider.ANALYSIS,
      "https://docs.cloud.google.com/bigquery/docs/authorized-views"),
  /** Whether a dataset can authorize itself. */
  DATASET_ITSELF(
      "11.15",
      "a dataset can authorize itself",
      "yes: its views may then read its own tables",
      Decider.BOTH,
      "https://docs.cloud.google.com/bigquery/docs/authorized-datasets"),
  /** What beside plain views an authorized dataset covers. */
  AUTHORIZED_DATASET(
      "11.16",
      "an authorized dataset covers materialized views and functions",
      "materialized views yes, functions no",
      Decider.ANALYSIS,
      "https://docs.cloud.google.com/bigquery/docs/authorized-datasets"),
  /** What somebody gets with a fine-grained and a masked right on one tag. */
  RAW_AND_MASKED(
      "11.17",
      "who may read a tag both raw and masked gets raw values",
      "yes, if the right to read it raw is on that tag",
      Decider.ANALYSIS,
      "https://docs.cloud.google.com/bigquery/docs/column-data-masking-intro"),
  /** When a script's rights are checked. */
  SCRIPT_CHECK(
      "11.18",
      "the rights of a script's caller are checked once or at each statement",
      "at the start of each statement",
      Decider.NOBODY,
      "https://docs.cloud.google.com/bigquery/docs/multi-statement-queries"),
  /** How the refusal of a view is worded. */
  REFUSAL_TEXT(
      "11.19",
      "the message of a refused view has a fixed wording",
      "no: compare the reason",
      Decider.NOBODY,
      "https://docs.cloud.google.com/bigquery/docs/error-messages"),
  /** Whether a job shows the tables below an authorized view. */
  REFERENCED_TABLES(
      "11.20",
      "a job shows the base tables of an authorized view to its reader",
      "yes",
      Decider.NOBODY,
      "https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/Job"),
  /** How a job reports a refusal. */
  JOB_ERRORS(
      "11.21",
      "a refused job is an HTTP error or a job that failed",
      "an HTTP error of jobs.query and dry runs, a failed job of jobs.insert",
      Decider.NOBODY,
      "https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/jobs"),
  /** How roles with a condition are spelled. */
  CONDITIONAL_ROLE(
      "11.22",
      "a role with a condition is listed by its short name",
      "yes: READER, WRITER, OWNER; the comparison accepts both",
      Decider.FAKE,
      "https://docs.cloud.google.com/bigquery/docs/conditions"),
  /** Whether a column with a policy tag is refused where it only filters. */
  FILTERING_COLUMN(
      "11.23",
      "a query is refused that uses a column with a tag only to decide what is seen",
      "yes: it counts as read",
      Decider.ANALYSIS,
      "https://docs.cloud.google.com/bigquery/docs/column-level-security-intro"),
  /** Whether a materialized view shows rows that a policy hides by now. */
  STALE_MATERIALIZED_VIEW(
      "11.24",
      "a materialized view applies the row policies of its base tables at once",
      "yes: it is evaluated as a view",
      Decider.ANALYSIS,
      "https://docs.cloud.google.com/bigquery/docs/using-row-level-security-with-features"),
  /** How soon a change of a group's members works. */
  GROUP_PROPAGATION(
      "11.25",
      "a change of a group's members works at once",
      "at once in the in-memory cloud; a real cloud takes minutes to hours",
      Decider.FAKE,
      "https://docs.cloud.google.com/iam/docs/access-change-propagation");

  /** Who decides by an assumption. */
  public enum Decider {
    /** The access analysis. */
    ANALYSIS,
    /** The in-memory cloud. */
    FAKE,
    /** The access analysis and the in-memory cloud. */
    BOTH,
    /** Nobody yet: nothing in this library depends on it. */
    NOBODY
  }

  private final String number;
  private final String question;
  private final String choice;
  private final Decider decider;
  private final String documentation;

  Assumption(String number, String question, String choice, Decider decider, String documentation) {
    this.number = number;
    this.question = question;
    this.choice = choice;
    this.decider = decider;
    this.documentation = documentation;
  }

  /** The number by which answers and messages name it, such as {@code 11.1}. */
  public String number() {
    return number;
  }

  /** What Google does not say: a clause that continues "Google does not say whether". */
  public String question() {
    return question;
  }

  /** The answer that this library assumes. */
  public String choice() {
    return choice;
  }

  /** Who decides by it. */
  public Decider decider() {
    return decider;
  }

  /** The page of Google's documentation that leaves it open. */
  public String documentation() {
    return documentation;
  }

  /**
   * All assumptions as the rows of a Markdown table, for documentation: number, question, answer,
   * who decides by it, and the page that leaves it open.
   */
  public static List<String> toMarkdown() {
    return Arrays.stream(values())
        .map(
            assumption ->
                String.format(
                    "| %s | whether %s | %s | %s | [source](%s) |",
                    assumption.number,
                    assumption.question,
                    assumption.choice,
                    assumption.decider.name().toLowerCase(Locale.ROOT),
                    assumption.documentation))
        .toList();
  }

  /** The number. */
  @Override
  public String toString() {
    return number;
  }
}
