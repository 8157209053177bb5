package io.graft.descriptor;

import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import java.util.Optional;

/** How a pipeline is trained: {@code train} in a descriptor, but for {@code train.schedule}, which is a component. */
public record TrainSettings(
        @Default("10") @Min(1) @Unit("epochs") @Meaning("How often training goes over the data.")
        int epochs,

        @Default("32") @Min(1) @Unit("rows") @Meaning("The rows of one training step.")
        int batch,

        @Default("7") @Meaning("What initial parameters, shuffling and dropout are drawn from.")
        long seed,

        @Default("true") @Meaning("Whether rows come in another order in every epoch.")
        boolean shuffle,

        @Default("0") @Min(0) @Meaning("The most threads to compute with; 0 lets the backend choose.")
        int threads,

        @Default("") @Meaning("When the state of a run is saved.")
        Checkpoint checkpoint,

        @Default("") @Meaning("When a run ends early.") Stop stop,
        @Default("") @Meaning("How gradients are bounded.") Clip clip,

        @Default("none") @Meaning("How much each class counts: none, balanced, or a map from label to weight.")
        ClassWeights classWeights) {

    /** When the state of a run is saved. */
    public record Checkpoint(
            @Default("1 epoch") @Meaning("How often: a number of epochs or steps, or never.")
            Interval every,

            @Default("3") @Min(1) @Unit("checkpoints") @Meaning("How many are kept.")
            int keep) {}

    /** When a run ends early. */
    public record Stop(
            @Default("0")
            @Min(0)
            @Unit("epochs")
            @Meaning("Epochs without improvement after which training stops; 0 for never.")
            int patience,

            @Meaning("The metric that must improve; without one, the loss on the validation data.")
            Optional<String> metric,

            @Default("0") @Min(0) @Meaning("The least change that counts as an improvement.")
            double minDelta) {}

    /** How gradients are bounded. */
    public record Clip(
            @Default("0") @Min(0) @Meaning("The greatest Euclidean norm over all gradients; 0 for no bound.")
            double norm,

            @Default("0") @Min(0) @Meaning("The greatest absolute value of an element of a gradient; 0 for no bound.")
            double value) {}
}
