package io.graft.descriptor;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Which components exist; the catalogue tells. Answers may change from call to call, as plug-ins come and go.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
@ConsumerType
public interface Components {

    /** The names of the components of a kind; empty for a kind that nobody offers. */
    SortedSet<String> names(String kind);

    /** The kinds under which a component of this name exists. */
    SortedSet<String> kindsOf(String name);

    /** The versions in which a component exists, for messages. */
    List<String> versions(String kind, String name);

    /** The class of the settings of the component that a reference means; empty when there is none, of this version. */
    Optional<Class<? extends Record>> settingsType(String kind, Reference reference);

    /** The settings of the component that a reference means; empty when there is none, of this version. */
    default Optional<SettingsModel> settings(String kind, Reference reference) {
        return settingsType(kind, reference).map(SettingsModel::of);
    }
}
