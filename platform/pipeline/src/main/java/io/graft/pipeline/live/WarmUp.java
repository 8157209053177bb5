package io.graft.pipeline.live;

import io.graft.api.PipelineException;
import java.util.Optional;

/** Lets a generation answer before anybody asks it, so that its first real answer is as quick as the next. */
final class WarmUp {
    private static final String TEXT = "Graft warms up: a few words, 2 numbers, and a sign or two.";
    private static final int ROUNDS = 2;

    private WarmUp() {}

    /** Answers a row, then a full batch; what went wrong, in a sentence. */
    static Optional<String> run(ServingGeneration serving) {
        Answers answers = new Answers();
        Face face = serving.face();
        for (int round = 0; round < ROUNDS; round++) {
            answers.clear();
            for (int i = 0, rows = round == 0 ? 1 : face.maxRows(); i < rows; i++)
                if (face.readsText()) answers.text(TEXT);
                else answers.numbers(new float[face.numbers()]);
            serving.answer(answers);
            for (int row = 0; row < answers.rows(); row++) {
                PipelineException failure = answers.failure(row);
                if (failure != null) return Optional.of("The warm-up failed: " + failure.getMessage());
            }
        }
        return Optional.empty();
    }
}
