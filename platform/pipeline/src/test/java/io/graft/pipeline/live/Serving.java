package io.graft.pipeline.live;

import java.util.List;

/** A generation in use that answers nothing, to try leases with. */
final class Serving {
    private Serving() {}

    static ServingGeneration idle() {
        return new ServingGeneration(null, new Face("test", 1, 1, true, 0, List.of(), 1, 1, "none"), null);
    }
}
