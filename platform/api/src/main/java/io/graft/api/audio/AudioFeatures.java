package io.graft.api.audio;

import io.graft.api.data.Batch;
import io.graft.api.data.Feature;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Sound to numbers. For one thread at a time. */
@ConsumerType
public interface AudioFeatures {

    /** The tensors of a row; the first is what the first layer takes. The same as its type tells for the sound that it gets. */
    List<Feature> features();

    /**
     * Writes the numbers of one row.
     *
     * @param batch where to write; every element of the row must be written, it holds those of an earlier row
     * @param slots the slots of the {@link #features()}, in their order
     * @param row the row
     */
    void extract(AudioBuffer sound, Batch batch, int[] slots, int row);
}
