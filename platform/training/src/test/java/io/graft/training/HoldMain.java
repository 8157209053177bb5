package io.graft.training;

import io.graft.api.PipelineException;
import java.io.IOException;
import java.nio.file.Path;

/** A process that takes hold of a pipeline, says whether it could, and keeps it until its standard input ends. */
final class HoldMain {
    private HoldMain() {}

    public static void main(String[] arguments) throws IOException {
        try {
            RunStore runs = new RunStore(Path.of(arguments[0]));
            RunStore.Hold hold = runs.hold(arguments[1]);
            runs.begin(arguments[1], "graft: 1");
            System.out.println("HELD");
            while (System.in.read() >= 0) {
                // wait for the end
            }
            hold.close();
        } catch (PipelineException e) {
            System.out.println(e.code());
        }
    }
}
