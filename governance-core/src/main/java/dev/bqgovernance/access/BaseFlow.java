package dev.bqgovernance.access;

import dev.bqgovernance.sql.Flow;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A flow from a base table's column into a view's result.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param output the path of the view's column that it reaches; empty for what decides which rows
 *     appear
 * @param flow what reaches it, with a column of a base table as its source
 * @param isPrecise false if it is only taken to be so, since a text on the way was not understood
 */
@API(status = Status.INTERNAL)
public record BaseFlow(Optional<String> output, Flow flow, boolean isPrecise) {}
