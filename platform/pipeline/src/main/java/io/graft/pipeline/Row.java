package io.graft.pipeline;

import io.graft.api.data.Batch;
import io.graft.api.data.Sample;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokens;

/** A row on its way through the steps of one chain, and where its numbers go. Used again for every row. */
final class Row {
    final TextBuffer text = new TextBuffer();
    final Tokens tokens = new Tokens();

    /** The row as the source or a client gave it; steps change its image, its sound, its table in place. */
    Sample sample;

    Batch batch;
    int[] slots;
    int index;

    /** Where the chance of augmenters begins. */
    long epoch;

    long place;
}
