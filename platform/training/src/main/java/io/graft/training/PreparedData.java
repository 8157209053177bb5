package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Feature;
import io.graft.api.data.Sample;
import io.graft.api.data.Source;
import io.graft.api.model.Loss;
import io.graft.descriptor.ClassWeights;
import io.graft.descriptor.Descriptor;
import io.graft.models.Fingerprint;
import io.graft.models.Provenance;
import io.graft.pipeline.Assembly;
import io.graft.pipeline.ProbeSet;
import io.graft.pipeline.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The data of a run, prepared: what to train on, what to judge on, the classes.
 *
 * @param train the rows to train on
 * @param validation the rows to judge on, when there are any
 * @param labels the classes; none for numbers
 * @param features what the steps give
 * @param width the number of outputs of the network
 * @param files where rows came from
 * @param probe the rows that a swap of the served model will be judged on, by the path under which the model keeps them; empty when it
 *     keeps none
 */
record PreparedData(
        Dataset train,
        Optional<Dataset> validation,
        Labels labels,
        List<Feature> features,
        int width,
        List<Provenance.DataInfo> files,
        Map<String, String> probe) {

    /**
     * Learns from the data and reads it. Types and shapes are checked before the first row is read.
     *
     * @param kept what a checkpoint to go on from keeps
     */
    static PreparedData of(Rig rig, Map<String, String> kept, Consumer<RunEvent> events) {
        Assembly assembly = rig.assembly();
        Descriptor d = assembly.descriptor();
        Loss loss = rig.loss();
        Source whole = assembly.source(d.data().train());
        assembly.graph(assembly.plannedFeatures(whole), 0);
        double split = d.data().split();
        Source train = split > 0 ? new SplitSource(whole, d.train().seed(), split, false) : whole;
        Optional<Source> validation = split > 0
                ? Optional.of(new SplitSource(whole, d.train().seed(), split, true))
                : d.data().validation().map(assembly::source);

        Steps.learn(
                assembly, train, rows -> events.accept(new RunEvent.Reading("learning from the training data", rows)));
        ProbeSet.Sampler sampler =
                new ProbeSet.Sampler(d.serve().probe().rows(), d.train().seed());
        Consumer<Sample> chosen = sampler::see;
        Consumer<Sample> passed = row -> {};
        DatasetReader.Labelled labelled = new DatasetReader(
                        assembly,
                        loss,
                        validation.isPresent() ? passed : chosen,
                        rows -> events.accept(new RunEvent.Reading("reading the training data", rows)))
                .train(train, rig.augmentation());
        Optional<Dataset> judged = validation.map(v -> new DatasetReader(
                        assembly,
                        loss,
                        chosen,
                        rows -> events.accept(new RunEvent.Reading("reading the validation data", rows)))
                .evaluation(v, labelled.labels()));
        int width = loss.target().classes() ? labelled.labels().size() : labelled.data().targetWidth;
        List<Provenance.DataInfo> files = new ArrayList<>(fingerprints("train", whole, labelled.data().rows));
        if (split == 0 && validation.isPresent())
            files.addAll(fingerprints("validation", validation.get(), judged.get().rows));
        return new PreparedData(
                labelled.data(), judged, labelled.labels(), labelled.features(), width, files, probe(kept, sampler));
    }

    private static Map<String, String> probe(Map<String, String> kept, ProbeSet.Sampler sampler) {
        String text = kept.getOrDefault(ProbeSet.PATH, sampler.set().write());
        return text.isEmpty() ? Map.of() : Map.of(ProbeSet.PATH, text);
    }

    /** A weight for each class, or null when all count 1. */
    float[] weights(ClassWeights wanted) {
        List<String> names = labels.names();
        if (wanted.mode() == ClassWeights.Mode.NONE) return null;
        if (names.isEmpty())
            throw new PipelineException(
                    ErrorCode.BAD_SETTING,
                    "train.classWeights",
                    "There are no classes to weigh: the loss is about numbers.");
        if (train.sequences != null)
            throw new PipelineException(
                    ErrorCode.BAD_SETTING,
                    "train.classWeights",
                    "Classes cannot be weighed here: a row has a sequence of labels, and weights are for rows.");
        float[] weights = new float[names.size()];
        if (wanted.mode() == ClassWeights.Mode.BALANCED) {
            int[] counts = train.counts(names.size());
            for (int c = 0; c < weights.length; c++)
                weights[c] = (float) train.rows / (names.size() * (float) Math.max(1, counts[c]));
            return weights;
        }
        for (String label : wanted.weights().keySet())
            if (!names.contains(label))
                throw new PipelineException(
                        ErrorCode.BAD_SETTING,
                        "train.classWeights." + label,
                        "There is no class '" + label + "' in the training data. Known: " + String.join(", ", names)
                                + ".");
        for (int c = 0; c < weights.length; c++)
            weights[c] = wanted.weights().getOrDefault(names.get(c), 1.0).floatValue();
        return weights;
    }

    private static List<Provenance.DataInfo> fingerprints(String part, Source source, int rows) {
        List<Provenance.DataInfo> infos = new ArrayList<>();
        for (Path file : source.files())
            try {
                if (Files.isRegularFile(file))
                    infos.add(new Provenance.DataInfo(
                            part, file.getFileName().toString(), Files.size(file), rows, Fingerprint.sha256(file)));
            } catch (IOException e) {
                throw new PipelineException(
                        ErrorCode.BAD_DATA, file.toString(), "The file cannot be read: " + e.getMessage() + ".", e);
            }
        return infos;
    }
}
