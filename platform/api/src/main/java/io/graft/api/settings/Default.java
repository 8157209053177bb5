package io.graft.api.settings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The value of a setting that a descriptor leaves out, written as in a descriptor; a list is written with commas, an empty list as an empty string. A setting without one is required, unless it is an {@link java.util.Optional}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD
}) // on the field too, where bnd sees it and imports this package
public @interface Default {
    /** The value. */
    String value();
}
