package io.graft.catalog;

import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Which bundles' components count: whoever manages plug-ins keeps out a bundle that is on trial, or one that another has replaced and
 * that only serves until its last generation retires.
 *
 * <p><b>Threading.</b> Thread-safe; a change is seen whole or not at all.
 */
@ProviderType
public interface Admission {

    /** Lets the components of some bundles count, and those of others no longer; bundles are named by their ids. */
    void change(Set<Long> admitted, Set<Long> hidden);

    /** The catalogue as it would be after such a change. */
    Catalog trial(Set<Long> admitted, Set<Long> hidden);

    /** The bundles whose components do not count. */
    Set<Long> hidden();

    /**
     * Calls back after components came or went, and after each change; on the thread that caused it, so the call must be short.
     *
     * @return ends it when closed
     */
    Listening listen(Runnable changed);

    /** Being told. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
