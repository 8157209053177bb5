package io.graft.pipeline;

import io.graft.descriptor.Descriptor;
import io.graft.descriptor.Reference;
import java.util.function.Consumer;

/** Makes the contexts of components. It holds nothing of a plug-in, so that a backend may outlive the assembly it was opened for. */
record Contexts(Descriptor descriptor, LearnedState learned, Consumer<String> warnings, Underway underway) {

    PartContext of(Reference reference) {
        String key = reference.path().replace('[', '/').replace("]", "") + "/" + reference.name();
        return new PartContext(
                descriptor.folder(),
                reference.path(),
                key,
                learned,
                descriptor.train().seed(),
                warnings,
                underway);
    }
}
