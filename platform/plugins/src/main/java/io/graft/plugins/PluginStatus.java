package io.graft.plugins;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A plug-in.
 *
 * @param name its bundle's symbolic name
 * @param version its version
 * @param state whether its components can be used
 * @param sentence what is wrong, when something is
 * @param shipped whether it came with the distribution
 * @param sha256 of its jar, in hexadecimal
 * @param signer who signed it, or empty
 * @param installed since when it is there
 * @param origin where its jar came from
 * @param components what it offers, e.g. {@code tokenizer whitespace}
 * @param users the pipelines that use it
 * @param previous the version that a rollback would bring back
 * @param bundle the id of its bundle
 */
public record PluginStatus(
        String name,
        String version,
        State state,
        String sentence,
        boolean shipped,
        String sha256,
        String signer,
        Instant installed,
        String origin,
        List<String> components,
        List<String> users,
        Optional<String> previous,
        long bundle) {

    /** Whether a plug-in's components can be used. */
    public enum State {
        /** They can. */
        ACTIVE,
        /** They cannot: it does not resolve, or a component of it is not satisfied. */
        BROKEN,
        /** Its bundle was asked to stop and has not, so far. */
        STUCK,
        /** It came by another way than the plug-in manager and was not let in. */
        UNAPPROVED
    }

    /** Copies. */
    public PluginStatus {
        components = List.copyOf(components);
        users = List.copyOf(users);
    }
}
