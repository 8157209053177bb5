package io.graft.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The plug-ins of this process.
 *
 * <p><b>Lifecycle.</b> What was installed before is brought back when the service comes, in every process that uses the data folder; only
 * one process, the server, may change it ({@link #manage}).
 *
 * <p><b>Threading.</b> Thread-safe; changes wait for one another.
 *
 * <p><b>Errors.</b> What is not let in throws {@link RejectedException} (PLUGIN_REJECTED, with the report); NOT_FOUND for a plug-in that is not
 * installed; BUSY when another process manages this data folder. After an error what ran before runs on.
 */
@ProviderType
public interface Plugins {

    /**
     * Makes this process the one that may change plug-ins, and begins to watch {@code deploy/} when asked to.
     *
     * @param developer whether unsigned plug-ins and downgrades are let in
     * @param deploy the folder to watch; empty for none
     * @return gives it up when closed
     */
    Management manage(boolean developer, Optional<Path> deploy);

    /** Holding the right to change plug-ins. */
    interface Management extends AutoCloseable {
        @Override
        void close();
    }

    /** All plug-ins, shipped and installed, by name. */
    List<PluginStatus> list();

    /**
     * Installs a plug-in that is not there yet, or updates the one of its name: every check is made before anything that runs is touched, then
     * the pipelines that use it are swapped to the new code, and only then the old bundle goes.
     */
    PluginReport install(Path jar, PluginOptions options);

    /** As {@link #install}, but refuses a plug-in that is not there yet. */
    PluginReport update(Path jar, PluginOptions options);

    /** Removes a plug-in; refused while a pipeline uses it, unless forced: then the pipeline has ghosts. */
    PluginReport remove(String name, PluginOptions options);

    /** Goes back to the jar that ran before the last update. */
    PluginReport rollback(String name, PluginOptions options);

    /** What is wrong with plug-ins, one sentence for each cause. */
    List<Diagnosis> diagnose(Optional<String> name);

    /** Tells what happens, on the thread where it does; the call must be short. */
    Listening listen(Consumer<PluginEvent> listener);

    /** Being told. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
