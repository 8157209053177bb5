package io.graft.text.cleaning;

import io.graft.api.text.TextBuffer;

/** One thing that is done to a text. For one thread at a time. */
interface Pass {

    /** Changes the text. */
    void apply(TextBuffer text);
}
