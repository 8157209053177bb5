package io.graft.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The name under which a component is found in a descriptor: lower case, words joined by a hyphen.
 *
 * <p>It becomes the service property {@value #PROPERTY}, so that the catalogue reads it without loading the plug-in's class.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ComponentName {
    /** The prefix of the service property. */
    String PREFIX_ = "graft.";

    /** The service property that carries the name. */
    String PROPERTY = "graft.component.name";

    /** The name. */
    String value();
}
