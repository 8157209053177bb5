package io.graft.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The kind of component that a {@link ComponentType} interface stands for, as people write it: {@code "tokenizer"}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Kind {
    /** The kind's name in the catalogue: lower case, words joined by a hyphen. */
    String value();
}
