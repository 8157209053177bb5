package io.graft.descriptor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A descriptor that was checked: every component in it exists and takes its settings.
 *
 * @param tree what was written
 * @param folder the folder that paths in it are relative to
 * @param graft the version of the descriptor's form, 1
 * @param pipeline the name of the pipeline
 * @param data where rows come from
 * @param prepare the steps from a row to numbers, in order; each reference knows its kind
 * @param layers the layers of the network, in order
 * @param wiring what each of them takes, and what it is called
 * @param loss what training makes small
 * @param optimizer how parameters move
 * @param metrics how answers are judged
 * @param train how it is trained
 * @param schedule the course of the learning rate, {@code train.schedule}
 * @param backend what computes; the name {@value #AUTO} when it is to be chosen
 * @param serve how it is served
 */
public record Descriptor(
        Tree tree,
        Path folder,
        int graft,
        String pipeline,
        Data data,
        List<Reference> prepare,
        List<Reference> layers,
        List<Wiring> wiring,
        Reference loss,
        Reference optimizer,
        List<Reference> metrics,
        TrainSettings train,
        Optional<Reference> schedule,
        Reference backend,
        ServeSettings serve) {

    /** The name of a backend that says: choose one. */
    public static final String AUTO = "auto";

    /** Copies. */
    public Descriptor {
        prepare = List.copyOf(prepare);
        layers = List.copyOf(layers);
        wiring = List.copyOf(wiring);
        metrics = List.copyOf(metrics);
    }

    /** Whether the backend is to be chosen. */
    public boolean automaticBackend() {
        return backend.name().equals(AUTO);
    }

    /**
     * Where rows come from.
     *
     * @param train the source of the rows to train on
     * @param validation the source of the rows to judge on, when they are in a source of their own
     * @param split which part of the rows to train on is set aside to judge on, below 1; 0 for none
     */
    public record Data(Reference train, Optional<Reference> validation, double split) {}
}
