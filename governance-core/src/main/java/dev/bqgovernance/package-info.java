/** An analytics platform on BigQuery as typed values: described, reviewed, applied. */
@NullMarked
@CheckReturnValue
package dev.bqgovernance;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
