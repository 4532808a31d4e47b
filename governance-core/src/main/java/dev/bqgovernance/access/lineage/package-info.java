/**
 * Lineage of columns: what the text of a view or routine passes through, composed over the views
 * below it down to base tables. Knows nothing of principals and rights.
 */
@API(status = Status.INTERNAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.access.lineage;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
