package dev.bqgovernance.sql;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** A test that is skipped where there is no GoogleSQL engine. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "dev.bqgovernance.sql.EngineCondition#isThere",
    disabledReason = "there is no GoogleSQL engine here")
public @interface NeedsEngine {}
