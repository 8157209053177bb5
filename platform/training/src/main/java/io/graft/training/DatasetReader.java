package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Batch;
import io.graft.api.data.Feature;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.api.model.Loss;
import io.graft.api.model.Target;
import io.graft.pipeline.Assembly;
import io.graft.pipeline.Augmentation;
import io.graft.pipeline.Decoding;
import io.graft.pipeline.Input;
import io.graft.pipeline.StepChain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Reads a source into a {@link Dataset}, row by row, through the steps of a pipeline. */
final class DatasetReader {
    /** The first class of a transcript: no label. */
    private static final String BLANK = "";

    private final Assembly assembly;
    private final Target target;
    private final String separator;
    private final Consumer<Sample> seen;
    private final LongConsumer progress;

    /**
     * A reader.
     *
     * @param loss what the labels are for
     * @param seen sees every row as the source gives it
     */
    DatasetReader(Assembly assembly, Loss loss, Consumer<Sample> seen, LongConsumer progress) {
        this.assembly = assembly;
        target = loss.target();
        separator = loss.separator();
        this.seen = seen;
        this.progress = progress;
    }

    /** A data set and the classes that its labels count. */
    record Labelled(Dataset data, Labels labels, List<Feature> features) {}

    /** Reads training data: its labels are the classes, in alphabetical order. */
    Labelled train(Source source, Optional<Augmentation> augmentation) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> names = new ArrayList<>();
        List<Feature> features = new ArrayList<>();
        Dataset data = read(
                source,
                true,
                augmentation.filter(Augmentation::early),
                (label, place) -> seen.computeIfAbsent(label, l -> {
                    names.add(l);
                    return names.size() - 1;
                }),
                features);
        if (data.rows == 0)
            throw new PipelineException(ErrorCode.BAD_DATA, "data.train", "The training data has no rows.");
        if (target == Target.NUMBERS) return new Labelled(data, new Labels(List.of()), features);
        if (target == Target.DISTRIBUTION) return new Labelled(data, numbered(data.targetWidth), features);
        if (target != Target.TRANSCRIPT && names.size() == 1)
            throw new PipelineException(
                    ErrorCode.BAD_DATA,
                    "data.train",
                    "All " + data.rows + " rows have the label '" + names.get(0)
                            + "'. A classifier needs two classes or more.");
        if (names.isEmpty())
            throw new PipelineException(
                    ErrorCode.BAD_DATA, "data.train", "None of the " + data.rows + " rows has any labels.");
        List<String> sorted = new ArrayList<>(names.stream().sorted().toList());
        if (target == Target.TRANSCRIPT) sorted.add(0, BLANK);
        int[] newIndex = new int[names.size()];
        for (int i = 0; i < newIndex.length; i++) newIndex[i] = sorted.indexOf(names.get(i));
        data.renumber(newIndex);
        return new Labelled(data, new Labels(sorted), features);
    }

    private static Labels numbered(int classes) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < classes; i++) names.add(Integer.toString(i));
        return new Labels(names);
    }

    /** Reads data whose labels must be among known classes. */
    Dataset evaluation(Source source, Labels labels) {
        Dataset data = read(source, false, Optional.empty(), labels::of, new ArrayList<>());
        if (data.rows == 0) throw new PipelineException(ErrorCode.BAD_DATA, "", "The data to evaluate on has no rows.");
        return data;
    }

    private interface Labeller {
        int index(String label, String place);
    }

    private Dataset read(
            Source source, boolean training, Optional<Augmentation> early, Labeller labeller, List<Feature> features) {
        Sample sample = new Sample();
        try (Augmentation.Kept head = early.map(Augmentation::kept).orElse(null);
                StepChain chain = head == null && assembly.prepares() ? assembly.chain(training) : null;
                SampleReader reader = source.open()) {
            features.addAll(
                    head != null
                            ? early.get().features()
                            : chain == null ? assembly.plannedFeatures(source) : chain.features());
            Dataset data = new Dataset(Dataset.values(features));
            if (target.sequence()) data.sequences = new LabelSequences(target);
            Batch row = new Batch(data.features, 1);
            int[] slots = new int[features.size()];
            for (int i = 0; i < slots.length; i++) slots[i] = i;
            for (long n = 1; reader.next(sample); n++) {
                if (n % 1024 == 0) progress(n);
                seen.accept(sample);
                Optional<Input> kept = Optional.empty();
                if (head != null) {
                    kept = head.of(sample);
                    if (kept.isEmpty()) continue;
                } else if (chain == null) copy(sample, row);
                else if (!chain.prepare(sample, row, slots, 0)) continue;
                label(sample, labeller, data, kept, row);
            }
            progress.accept(data.rows);
            return data;
        }
    }

    private static void copy(Sample sample, Batch row) {
        int given = sample.numbers == null ? 0 : sample.numbers.length;
        if (given != row.width(0))
            throw new PipelineException(
                    ErrorCode.BAD_DATA,
                    sample.place(),
                    "The row has " + given + " numbers, but " + row.width(0) + " were announced.");
        System.arraycopy(sample.numbers, 0, row.floats(0), 0, given);
    }

    /** Adds a prepared row with what its label says. */
    private void label(Sample sample, Labeller labeller, Dataset data, Optional<Input> kept, Batch row) {
        boolean numbers = target == Target.NUMBERS || target == Target.DISTRIBUTION;
        if (sample.label == null)
            throw new PipelineException(
                    ErrorCode.BAD_DATA,
                    sample.place(),
                    "The row has no " + (numbers ? "target" : "label")
                            + ". Name the label column of the source (label: …).");
        if (numbers) {
            float[] given = numbers(sample, data);
            add(data, kept, row, Decoding.best(given, 0, given.length), given);
        } else if (target.sequence()) {
            List<String> labels = Decoding.split(sample.label, separator);
            add(data, kept, row, 0, null);
            data.sequences.add(
                    labels.stream()
                            .mapToInt(l -> labeller.index(l, sample.place()))
                            .toArray(),
                    sample.place());
        } else {
            add(data, kept, row, labeller.index(sample.label, sample.place()), null);
        }
    }

    private static void add(Dataset data, Optional<Input> kept, Batch row, int label, float[] numbers) {
        if (kept.isPresent()) data.add(kept.get(), label, numbers);
        else data.add(row, label, numbers);
    }

    private void progress(long rows) {
        progress.accept(rows);
        if (Thread.currentThread().isInterrupted())
            throw new PipelineException(ErrorCode.INTERRUPTED, "", "Interrupted while reading the data.");
    }

    private static float[] numbers(Sample sample, Dataset data) {
        String[] words = sample.label.strip().split("\\s+");
        float[] numbers = new float[words.length];
        try {
            for (int i = 0; i < words.length; i++) numbers[i] = Float.parseFloat(words[i]);
        } catch (NumberFormatException e) {
            throw new PipelineException(
                    ErrorCode.BAD_DATA,
                    sample.place(),
                    "The loss compares with numbers, but the label is '" + sample.label + "'.",
                    e);
        }
        if (data.rows > 0 && numbers.length != data.targetWidth)
            throw new PipelineException(
                    ErrorCode.BAD_DATA,
                    sample.place(),
                    "The row has " + numbers.length + " target numbers, those before it " + data.targetWidth + ".");
        return numbers;
    }
}
