package dev.bqgovernance.sql;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIf;

/** A test of what is left where there is no GoogleSQL engine; skipped where there is one. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@DisabledIf(
    value = "dev.bqgovernance.sql.EngineCondition#isThere",
    disabledReason = "there is a GoogleSQL engine here")
public @interface WithoutEngine {}
