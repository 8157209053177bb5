package io.graft.shell;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.models.Model;
import io.graft.pipeline.Generation;
import io.graft.pipeline.Worker;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft predict PIPELINE}: one JSON answer a line for each input line. */
@Command(name = "predict", description = "Answer each line of standard input or of a file with one line of JSON.")
final class PredictCommand extends GraftCommand {
    @Parameters(paramLabel = "PIPELINE", description = "The name of the pipeline.")
    private String pipeline;

    @Option(names = "--model", paramLabel = "V", description = "The version of the model (default: the newest).")
    private Integer version;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "Read lines from here; a pipeline of numbers takes them with commas between.")
    private Path input;

    @Override
    public Integer call() {
        Model model =
                services().models().load(pipeline, version == null ? OptionalInt.empty() : OptionalInt.of(version));
        try (BufferedReader lines = open();
                Generation generation = Generation.of(services().catalog(), model, output()::note);
                Worker worker = generation.worker()) {
            List<String> waiting = new ArrayList<>();
            long line = 0;
            for (String text; (text = lines.readLine()) != null; ) {
                fill(worker, waiting.size(), text, ++line);
                waiting.add(text);
                if (waiting.size() == worker.capacity() || !lines.ready()) {
                    answer(model, worker, waiting.size());
                    waiting.clear();
                }
                if (Thread.interrupted())
                    throw new PipelineException(ErrorCode.INTERRUPTED, "", "Interrupted after " + line + " lines.");
            }
            if (!waiting.isEmpty()) answer(model, worker, waiting.size());
            return 0;
        } catch (NoSuchFileException e) {
            throw new PipelineException(ErrorCode.BAD_DATA, "", "There is no file '" + input + "'.", e);
        } catch (CharacterCodingException e) {
            throw new PipelineException(ErrorCode.BAD_DATA, "", "The input is not UTF-8 text.", e);
        } catch (IOException e) {
            throw new PipelineException(ErrorCode.RESOURCE, "", "The input cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private BufferedReader open() throws IOException {
        if (input != null) return Files.newBufferedReader(input, StandardCharsets.UTF_8);
        return new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8.newDecoder()));
    }

    private static void fill(Worker worker, int row, String text, long line) {
        if (worker.readsText()) {
            worker.text(row, line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text);
            return;
        }
        worker.numbers(row, numbers(text, worker.numbers(), line));
    }

    /** The numbers of a line: with commas or blanks between them, perhaps in brackets. */
    static float[] numbers(String text, int wanted, long line) {
        String[] words = text.strip().replaceAll("^\\[|]$", "").strip().split("[,\\s]+");
        int given = words[0].isEmpty() ? 0 : words.length;
        if (given != wanted)
            throw new PipelineException(
                    ErrorCode.BAD_DATA,
                    "",
                    "Line " + line + " has " + given + " numbers; this pipeline takes " + wanted + ".");
        float[] numbers = new float[words.length];
        try {
            for (int i = 0; i < words.length; i++) numbers[i] = Float.parseFloat(words[i]);
        } catch (NumberFormatException e) {
            throw new PipelineException(
                    ErrorCode.BAD_DATA,
                    "",
                    "Line " + line + " holds something that is not a number: " + e.getMessage() + ".",
                    e);
        }
        return numbers;
    }

    private void answer(Model model, Worker worker, int rows) {
        worker.run(rows);
        for (int r = 0; r < rows; r++) output().line(Output.compact(json(model, worker, r)));
        output().out().flush();
    }

    /** One answer, as JSON values. */
    static Map<String, Object> json(Model model, Worker worker, int row) {
        Map<String, Object> json = new LinkedHashMap<>();
        int from = row * worker.width();
        if (model.labels().isEmpty()) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < worker.width(); i++) values.add(worker.scores()[from + i]);
            json.put("values", values);
        } else {
            int best = worker.best(row);
            Map<String, Object> scores = new LinkedHashMap<>();
            for (int i = 0; i < worker.width(); i++) scores.put(model.labels().get(i), worker.scores()[from + i]);
            json.put("label", model.labels().get(best));
            json.put("score", worker.scores()[from + best]);
            json.put("scores", scores);
        }
        json.put("pipeline", model.pipeline());
        json.put("model", model.version());
        return json;
    }
}
