package io.graft.pipeline.live;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Watches what should have left memory: retired generations, and the class loaders of bundles that were replaced or removed.
 *
 * <p>It holds what it watches weakly and looks now and then; what is still there after the time it may take is a leak: counted, warned of,
 * and when a walk of the heap can tell, with the name of what holds it.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
@ProviderType
public interface LeakWatch {

    /**
     * Begins to watch.
     *
     * @param kind {@code generation} or {@code plug-in}
     * @param name for people, e.g. {@code tickets generation 4}, {@code io.acme.words 1.1.0}
     * @param target what should go; for a bundle, its class loader
     * @param outcome is told once when it has gone, and once when it has leaked
     */
    void watch(String kind, String name, Object target, Consumer<Watched> outcome);

    /** All that have not been collected yet. */
    List<Watched> waiting();

    /**
     * Collects garbage and waits until all that is watched has gone or the time is over.
     *
     * @return what is still there
     */
    List<Watched> await(java.time.Duration atMost) throws InterruptedException;

    /**
     * Something that is watched.
     *
     * @param kind as it was given
     * @param name as it was given
     * @param since since when
     * @param collected whether it has gone
     * @param holder what holds it, when it has leaked and a walk of the heap could tell
     */
    record Watched(String kind, String name, Instant since, boolean collected, Optional<String> holder) {}
}
