package io.graft.catalog;

import io.graft.descriptor.Components;
import io.graft.descriptor.Reference;
import java.util.List;

/**
 * The live list of all components offered right now.
 *
 * <p><b>Threading.</b> Thread-safe. Plug-ins may come and go at any time: what was found a moment ago may be gone.
 */
public interface Catalog extends Components {

    /** Everything that is offered, by kind and name. */
    List<Offer> offers();

    /**
     * The component that a reference means: the newest of its name and kind within the range of versions.
     *
     * @param kinds the kinds that are right in the reference's place
     * @throws io.graft.api.PipelineException when there is none, or when two plug-ins offer it; the sentence names what exists
     */
    Offer find(List<String> kinds, Reference reference);
}
