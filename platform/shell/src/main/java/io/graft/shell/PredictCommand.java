package io.graft.shell;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.models.Model;
import io.graft.pipeline.CellsJson;
import io.graft.pipeline.Generation;
import io.graft.pipeline.Input;
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
            description =
                    "Read lines from here; a pipeline of numbers takes them with commas between. A pipeline of images, sounds or tables reads it as its source reads data; from standard input it takes a file name or a JSON object a line.")
    private Path input;

    @Override
    public Integer call() {
        Model model =
                services().models().load(pipeline, version == null ? OptionalInt.empty() : OptionalInt.of(version));
        try (Generation generation = Generation.of(services().catalog(), model, output()::note);
                Worker worker = generation.worker()) {
            boolean plain = worker.readsText() || worker.takes() instanceof DataType.Tensors;
            if (input != null && !plain) return source(model, generation, worker);
            return lines(model, worker);
        } catch (NoSuchFileException e) {
            throw new PipelineException(ErrorCode.BAD_DATA, "", "There is no file '" + e.getFile() + "'.", e);
        } catch (CharacterCodingException e) {
            throw new PipelineException(ErrorCode.BAD_DATA, "", "The input is not UTF-8 text.", e);
        } catch (IOException e) {
            throw new PipelineException(ErrorCode.RESOURCE, "", "The input cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Answers the rows that the pipeline's source finds in the input. */
    private Integer source(Model model, Generation generation, Worker worker) {
        Sample sample = new Sample();
        List<String> places = new ArrayList<>();
        try (SampleReader rows = generation.assembly().asked(input).open()) {
            for (long n = 1; rows.next(sample); n++) {
                worker.input(places.size(), Input.of(sample, worker.takes()));
                places.add(sample.place());
                if (places.size() == worker.capacity()) answer(model, worker, places);
                if (Thread.interrupted())
                    throw new PipelineException(ErrorCode.INTERRUPTED, "", "Interrupted after " + n + " rows.");
            }
        }
        answer(model, worker, places);
        return 0;
    }

    private void answer(Model model, Worker worker, List<String> places) {
        if (places.isEmpty()) return;
        worker.run(places.size());
        for (int r = 0; r < places.size(); r++) {
            Map<String, Object> json = json(model, worker, r);
            json.put("row", places.get(r));
            output().line(Output.compact(json));
        }
        output().out().flush();
        places.clear();
    }

    private Integer lines(Model model, Worker worker) throws IOException {
        try (BufferedReader lines = open()) {
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
        }
    }

    private BufferedReader open() throws IOException {
        if (input != null) return Files.newBufferedReader(input, StandardCharsets.UTF_8);
        return new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8.newDecoder()));
    }

    private static void fill(Worker worker, int row, String text, long line) throws IOException {
        if (worker.readsText()) {
            worker.text(row, line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text);
            return;
        }
        if (worker.takes() instanceof DataType.Tensors) {
            worker.numbers(row, numbers(text, worker.numbers(), line));
            return;
        }
        boolean table = worker.takes() instanceof DataType.Table;
        try {
            worker.input(row, table ? CellsJson.read(text) : new Input.File(Files.readAllBytes(Path.of(text.strip()))));
        } catch (PipelineException e) {
            String where = "Line " + line + (table ? ": " : ", '" + text.strip() + "': ");
            throw new PipelineException(e.code(), e.at(), where + e.getMessage(), e);
        }
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
            json.put("label", worker.label(row));
            json.put("score", worker.score(row));
            if (!worker.decoding().sequence()) {
                Map<String, Object> scores = new LinkedHashMap<>();
                for (int i = 0; i < worker.width(); i++)
                    scores.put(model.labels().get(i), worker.scores()[from + i]);
                json.put("scores", scores);
            }
        }
        json.put("pipeline", model.pipeline());
        json.put("model", model.version());
        return json;
    }
}
