package io.graft.training;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process that cancels a run of another one, or changes it, and says what it was told. */
final class CancelMain {
    private CancelMain() {}

    public static void main(String[] arguments) {
        RunStore store = new RunStore(Path.of(arguments[0]));
        BackgroundRuns runs = new BackgroundRuns(
                new Trainer(new Fakes().catalog, null, store, "0"), store, 1, Duration.ofSeconds(30));
        if (arguments.length > 2) System.out.println(runs.swap(arguments[1], List.of(arguments[2])));
        else System.out.println(runs.cancel(arguments[1]).state());
    }
}
