package io.graft.pipeline;

import io.graft.api.PipelineException;
import io.graft.catalog.Catalog;
import io.graft.descriptor.Components;
import io.graft.descriptor.Reference;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** A catalogue that notes which plug-in is asked for its settings, as that may be what activates it. */
record WatchedComponents(Catalog catalog, Underway underway) implements Components {
    @Override
    public SortedSet<String> names(String kind) {
        return catalog.names(kind);
    }

    @Override
    public SortedSet<String> kindsOf(String name) {
        return catalog.kindsOf(name);
    }

    @Override
    public List<String> versions(String kind, String name) {
        return catalog.versions(kind, name);
    }

    @Override
    public Optional<Class<? extends Record>> settingsType(String kind, Reference reference) {
        try {
            underway.enter(reference, catalog.find(List.of(kind), reference));
        } catch (PipelineException e) {
            underway.enter("the plug-in of '" + reference.name() + "'", 1); // asking says what is wrong
        }
        try {
            return catalog.settingsType(kind, reference);
        } finally {
            underway.leave();
        }
    }
}
