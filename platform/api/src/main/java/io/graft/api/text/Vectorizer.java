package io.graft.api.text;

import io.graft.api.data.Batch;
import io.graft.api.data.Feature;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Tokens to numbers. For one thread at a time. */
@ConsumerType
public interface Vectorizer {

    /** The tensors of a row; the first is what the first layer takes. */
    List<Feature> features();

    /**
     * Writes the numbers of one row.
     *
     * @param batch where to write; every element of the row must be written, it holds those of an earlier row
     * @param slots the slots of the {@link #features()}, in their order
     * @param row the row
     */
    void vectorize(Tokens tokens, Batch batch, int[] slots, int row);
}
