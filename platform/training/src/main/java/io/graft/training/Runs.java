package io.graft.training;

import io.graft.descriptor.Descriptor;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs as one sees them from outside: begun in the background, watched, changed and cancelled while they run, in this process or in another one that uses the
 * same data folder.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
@ProviderType
public interface Runs {

    /**
     * Begins a run in the background of this process.
     *
     * @return its record, as soon as it has one; what fails before that is thrown
     */
    RunRecord start(Descriptor descriptor, boolean resume);

    /** All runs, the newest first. */
    List<RunRecord> list();

    /** One run. */
    Optional<RunRecord> find(String id);

    /** How far a run of this process is, as it was last told; empty for others. */
    Optional<RunEvent.Progress> progress(String id);

    /**
     * Asks a run to end after its step, with a checkpoint; comes back when it has.
     *
     * @throws io.graft.api.PipelineException NOT_FOUND; BAD_CALL when it has ended already; TIMEOUT when it does not answer, then it goes on
     */
    RunRecord cancel(String id);

    /**
     * Changes a run at a step boundary: {@code optimizer=sgd}, {@code model.optimizer.learningRate=0.01}, {@code train.batch=64}. Parameters are kept; the
     * optimizer's state is kept where the rule is the same. {@code optimizer}, {@code loss}, {@code layers} and {@code schedule} need no
     * section before them.
     *
     * @return what was changed, kept and made new, a sentence each
     * @throws io.graft.api.PipelineException NOT_FOUND; BAD_CALL when it has ended; what assembling throws, then the run goes on unchanged
     */
    List<String> swap(String id, List<String> assignments);

    /** Tells what happens in runs that were begun here, with the run's id, from its thread; the call must be short. */
    Listening listen(Listener listener);

    /** Is told what happens. */
    interface Listener {
        /** Something happened in a run. */
        void happened(String run, RunEvent event);
    }

    /** Being told. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    /** The same, as a consumer for one run. */
    default Listening listen(String id, Consumer<RunEvent> consumer) {
        return listen((run, event) -> {
            if (run.equals(id)) consumer.accept(event);
        });
    }
}
