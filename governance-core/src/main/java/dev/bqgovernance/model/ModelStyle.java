package dev.bqgovernance.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.immutables.value.Value.Style;
import org.immutables.value.Value.Style.BuilderVisibility;
import org.immutables.value.Value.Style.ImplementationVisibility;
import org.immutables.value.Value.Style.ValidationMethod;

/** The style of generated values: hidden, built only through the builder of the type. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.SOURCE)
@Style(
    visibility = ImplementationVisibility.PACKAGE,
    builderVisibility = BuilderVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true,
    validationMethod = ValidationMethod.SIMPLE,
    throwForInvalidImmutableState = IllegalArgumentException.class)
@interface ModelStyle {}
