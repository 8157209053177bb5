package io.graft.pipeline.live;

import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.pipeline.Input;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Lets a generation answer before anybody asks it, so that its first real answer is as quick as the next. */
final class WarmUp {
    private static final String TEXT = "Graft warms up: a few words, 2 numbers, and a sign or two.";
    private static final int ROUNDS = 2;
    private static final int SIDE = 64;
    private static final int RATE = 16_000;

    private WarmUp() {}

    /** Answers a row, then a full batch; what went wrong, in a sentence. */
    static Optional<String> run(ServingGeneration serving) {
        Answers answers = new Answers();
        Face face = serving.face();
        for (int round = 0; round < ROUNDS; round++) {
            answers.clear();
            for (int i = 0, rows = round == 0 ? 1 : face.maxRows(); i < rows; i++) add(face, answers);
            serving.answer(answers);
            for (int row = 0; row < answers.rows(); row++) {
                PipelineException failure = answers.failure(row);
                if (failure != null) return Optional.of("The warm-up failed: " + failure.getMessage());
            }
        }
        return Optional.empty();
    }

    /** A row that is easy to make up: grey, silent, without cells. */
    private static void add(Face face, Answers answers) {
        if (face.readsText()) answers.text(TEXT);
        else if (face.takes() instanceof DataType.Image image) answers.input(grey(image));
        else if (face.takes() instanceof DataType.Audio sound) answers.input(silence(sound));
        else if (face.takes() instanceof DataType.Table table) answers.input(row(table));
        else answers.numbers(new float[face.numbers()]);
    }

    private static Input grey(DataType.Image image) {
        int height = image.height() == 0 ? SIDE : image.height();
        int width = image.width() == 0 ? SIDE : image.width();
        int channels = image.channels() == 0 ? 3 : image.channels();
        float[] values = new float[height * width * channels];
        Arrays.fill(values, 0.5f);
        return new Input.Picture(values, height, width, channels);
    }

    private static Input silence(DataType.Audio sound) {
        int rate = sound.sampleRate() == 0 ? RATE : sound.sampleRate();
        return new Input.Sound(new float[rate], rate);
    }

    private static Input row(DataType.Table table) {
        Map<String, Object> cells = new LinkedHashMap<>();
        for (DataType.Column c : table.columns()) cells.put(c.name(), c.number() ? (Object) 0 : "");
        return new Input.Cells(cells);
    }
}
