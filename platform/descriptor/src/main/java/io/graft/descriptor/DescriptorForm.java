package io.graft.descriptor;

import java.util.List;

/** The keys of descriptors. */
final class DescriptorForm {
    static final int VERSION = 1;
    static final String NAME = "[a-z0-9]+(-[a-z0-9]+)*";
    static final int NAME_LENGTH = 64;

    static final List<String> ROOT =
            List.of("graft", "pipeline", "data", "prepare", "model", "metrics", "train", "backend", "serve");
    static final List<String> DATA = List.of("train", "validation");
    static final List<String> MODEL = List.of("layers", "loss", "optimizer");
    static final String SCHEDULE = "schedule";
    static final String SPLIT = "split";

    private DescriptorForm() {}

    /** Whether {@code data.validation} sets a part of the training data aside: {@code { split: 0.1 }}. */
    static boolean isSplit(Tree validation, Components components) {
        return validation.isMap()
                && validation.entries().keySet().equals(java.util.Set.of(SPLIT))
                && !validation.entries().get(SPLIT).isMap()
                && !components.names("source").contains(SPLIT);
    }
}
