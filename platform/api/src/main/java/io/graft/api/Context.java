package io.graft.api;

import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the platform lends a component while it is created.
 *
 * <p><b>Threading.</b> Used by the creating thread; {@link #warn} may be called later and from any thread.
 */
@ProviderType
public interface Context {

    /** The absolute path of a file or folder named in the settings; relative names are relative to the descriptor. */
    Path path(String name);

    /**
     * The content, as UTF-8 text, of a small file named in the settings (a dictionary, a list of words).
     *
     * <p>The platform keeps a copy in the model, so that a trained pipeline is complete without the file.
     *
     * @throws PipelineException when the file cannot be read
     */
    String text(String name);

    /** What this component learned from the training data, when it is a {@link Learner} and has learned. */
    Optional<String> state();

    /** The seed of the run, or of the run that made the model. */
    long seed();

    /** Tells the person who runs this pipeline something that does not stop it, e.g. a row that was skipped. */
    void warn(String sentence);
}
