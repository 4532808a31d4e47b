package dev.bqgovernance.testkit.access;

import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.TableId;
import java.time.Instant;

/** The condition of a grant as its maker knows it, of which the expression is one rendering. */
sealed interface Cel {
  /** The expression. */
  String expression();

  /** Whether it holds for a resource at an instant. */
  Certainty holds(DatasetScopedId resource, Instant now);

  /** Until an instant. */
  record Before(Instant end) implements Cel {
    @Override
    public String expression() {
      return "request.time < timestamp(\"" + end + "\")";
    }

    @Override
    public Certainty holds(DatasetScopedId resource, Instant now) {
      return now.isBefore(end) ? Certainty.YES : Certainty.NO;
    }
  }

  /** From an instant on. */
  record From(Instant start) implements Cel {
    @Override
    public String expression() {
      return "request.time >= timestamp('" + start + "')";
    }

    @Override
    public Certainty holds(DatasetScopedId resource, Instant now) {
      return now.isBefore(start) ? Certainty.NO : Certainty.YES;
    }
  }

  /** For resources whose names start like this. */
  record Prefix(String prefix) implements Cel {
    @Override
    public String expression() {
      return "resource.name.startsWith(\"" + prefix + "\")";
    }

    @Override
    public Certainty holds(DatasetScopedId resource, Instant now) {
      return nameOf(resource).startsWith(prefix) ? Certainty.YES : Certainty.NO;
    }
  }

  /** For tables and views only. */
  record TablesOnly() implements Cel {
    @Override
    public String expression() {
      return "resource.type == \"bigquery.googleapis.com/Table\"";
    }

    @Override
    public Certainty holds(DatasetScopedId resource, Instant now) {
      return resource instanceof TableId ? Certainty.YES : Certainty.NO;
    }
  }

  /** Both of two. */
  record Both(Cel one, Cel other) implements Cel {
    @Override
    public String expression() {
      return "(" + one.expression() + ") && " + other.expression();
    }

    @Override
    public Certainty holds(DatasetScopedId resource, Instant now) {
      return one.holds(resource, now).and(other.holds(resource, now));
    }
  }

  /** One of two. */
  record Either(Cel one, Cel other) implements Cel {
    @Override
    public String expression() {
      return one.expression() + " || " + other.expression();
    }

    @Override
    public Certainty holds(DatasetScopedId resource, Instant now) {
      return one.holds(resource, now).or(other.holds(resource, now));
    }
  }

  /** Something that is beyond what is understood: it may hold, and is taken not to. */
  record Riddle() implements Cel {
    @Override
    public String expression() {
      return "request.auth.claims.level.matches('.*')";
    }

    @Override
    public Certainty holds(DatasetScopedId resource, Instant now) {
      return Certainty.ASSUMED_NO;
    }
  }

  /** https://docs.cloud.google.com/bigquery/docs/conditions. */
  private static String nameOf(DatasetScopedId id) {
    String[] parts = id.toString().split("\\.", -1);
    return "projects/"
        + parts[0]
        + "/datasets/"
        + parts[1]
        + (id instanceof TableId ? "/tables/" : "/routines/")
        + parts[2];
  }
}
