package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.Learner;
import io.graft.api.PipelineException;
import io.graft.api.audio.AudioFeaturesType;
import io.graft.api.audio.AudioStepType;
import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.api.graph.ElementType;
import io.graft.api.image.ImageStepType;
import io.graft.api.table.TableStepType;
import io.graft.api.text.VectorizerType;
import java.util.List;
import java.util.function.LongConsumer;

/** The steps of a preparation: what they will give before there is data, and how they learn. */
public final class Steps {
    /** The kinds of components that stand under {@code prepare}. */
    static final List<String> KINDS = List.of(
            "cleaner",
            "tokenizer",
            "token-filter",
            "vectorizer",
            "image-step",
            "audio-step",
            "audio-features",
            "table-step",
            "augmenter");

    private Steps() {}

    /** The numbers of a row, at most: told by the settings of the steps for what the source gives, before there is data. */
    static List<Feature> features(Assembly assembly, DataType takes) {
        DataType type = takes;
        for (Part p : assembly.steps()) {
            boolean ofNumbers =
                    p.offer().kind().equals("augmenter") && assembly.varies(p).flow() == Flow.NUMBERS;
            if (ofNumbers) {
                if (!(type instanceof DataType.Tensors)) type = new DataType.Tensors(numbers(assembly, type));
                floats(p, (DataType.Tensors) type);
            } else type = planned(p, type);
        }
        return type instanceof DataType.Tensors t ? t.features() : numbers(assembly, type);
    }

    private static void floats(Part augmenter, DataType.Tensors varied) {
        Feature first = varied.features().get(0);
        if (first.type() != ElementType.FLOAT)
            throw new PipelineException(
                    ErrorCode.TYPE_MISMATCH,
                    augmenter.reference().path(),
                    "'" + augmenter.reference().name() + "' varies numbers, but a row is '" + first.name()
                            + "', which holds ids.");
    }

    /** What a step gives for what it takes, by its settings. */
    @SuppressWarnings("unchecked") // the settings were bound for this very type, and the order of kinds was checked
    static DataType planned(Part p, DataType takes) {
        Record s = p.settings();
        return switch (p.offer().kind()) {
            case "image-step" ->
                p.guarded("could not tell what it gives", () -> ((ImageStepType<Record>) p.type())
                        .gives(s, (DataType.Image) takes));
            case "audio-step" ->
                p.guarded("could not tell what it gives", () -> ((AudioStepType<Record>) p.type())
                        .gives(s, (DataType.Audio) takes));
            case "table-step" ->
                p.guarded("could not tell its columns", () -> ((TableStepType<Record>) p.type())
                        .atMost(s, (DataType.Table) takes));
            case "audio-features" ->
                tensors(p, p.guarded("could not tell its features", () -> ((AudioFeaturesType<Record>) p.type())
                        .features(s, (DataType.Audio) takes)));
            case "vectorizer" ->
                tensors(p, p.guarded("could not tell its features", () -> ((VectorizerType<Record>) p.type())
                        .features(s)));
            case "tokenizer" -> new DataType.TokenList();
            default -> takes;
        };
    }

    private static DataType.Tensors tensors(Part p, List<Feature> features) {
        if (features.isEmpty())
            throw Part.failed(
                    p.reference(),
                    p.offer(),
                    "gives no features for '" + p.reference().name() + "'",
                    null);
        return new DataType.Tensors(features);
    }

    /** The numbers that images or rows of a table are. */
    static List<Feature> numbers(Assembly assembly, DataType type) {
        List<Part> steps = assembly.steps();
        String at = steps.isEmpty()
                ? "data.train"
                : steps.get(steps.size() - 1).reference().path();
        if (type instanceof DataType.Image image) {
            if (image.height() == 0 || image.width() == 0)
                throw new PipelineException(
                        ErrorCode.SHAPE_MISMATCH,
                        at,
                        "The images vary in size, but a network takes one size: add a resize under 'prepare'.");
            if (image.channels() == 0)
                throw new PipelineException(
                        ErrorCode.SHAPE_MISMATCH,
                        at,
                        "The images vary in their channels, but a network takes one number of them: add a step under 'prepare' that makes all grey or all coloured.");
            return List.of(Feature.floats("pixels", image.channels(), image.height(), image.width()));
        }
        DataType.Table table = (DataType.Table) type;
        List<String> words = table.columns().stream()
                .filter(c -> !c.number())
                .map(c -> "'" + c.name() + "'")
                .toList();
        if (!words.isEmpty())
            throw new PipelineException(
                    ErrorCode.TYPE_MISMATCH,
                    at,
                    (words.size() == 1
                                    ? "The column " + words.get(0) + " holds words"
                                    : "The columns " + String.join(", ", words.subList(0, Math.min(5, words.size())))
                                            + (words.size() > 5 ? " and " + (words.size() - 5) + " more" : "")
                                            + " hold words")
                            + ", but a network takes numbers: add a step under 'prepare' that makes numbers of them, e.g. one-hot.");
        if (table.columns().isEmpty())
            throw new PipelineException(ErrorCode.SHAPE_MISMATCH, at, "No column is left for the network.");
        return List.of(Feature.floats("numbers", table.columns().size()));
    }

    /**
     * Lets every step learn that must, one pass over the data each, from the steps before it.
     *
     * @param progress is told the number of rows seen in the pass so far
     */
    public static void learn(Assembly assembly, Source source, LongConsumer progress) {
        for (int i = 0; i < assembly.steps().size(); i++) {
            Part p = assembly.steps().get(i);
            PartContext context = assembly.context(p.reference());
            if (!(p.type() instanceof Learner<?, ?>) || context.state().isPresent()) continue;
            assembly.learned().of(context.key(), learn(assembly, source, i, p, context, progress));
        }
    }

    @SuppressWarnings("unchecked") // a learner sees what its kind takes: text, tokens, an image, a sound or a row
    private static String learn(
            Assembly assembly, Source source, int index, Part part, PartContext context, LongConsumer progress) {
        Sample sample = new Sample();
        try (StepChain chain = ChainBuilder.of(assembly, index, true);
                SampleReader reader = source.open()) {
            Learner.Lesson<Object> lesson = ((Learner<Record, Object>) part.type()).learn(part.settings(), context);
            boolean seen = false;
            for (long rows = 1; reader.next(sample); rows++) {
                if (chain.through(sample)) {
                    lesson.see(chain.item());
                    seen = true;
                }
                if (rows % 1024 == 0) {
                    progress.accept(rows);
                    if (Thread.currentThread().isInterrupted())
                        throw new PipelineException(
                                ErrorCode.INTERRUPTED,
                                "",
                                "Interrupted while '" + part.reference().name() + "' was learning.");
                }
            }
            if (!seen)
                throw new PipelineException(
                        ErrorCode.BAD_DATA,
                        "data.train",
                        "The training data has no rows" + (index > 0 ? ", or the steps dropped them all." : "."));
            String state = lesson.state();
            if (state == null)
                throw Part.failed(
                        part.reference(),
                        part.offer(),
                        "learned nothing for '" + part.reference().name() + "': its state is null",
                        null);
            return state;
        } catch (PipelineException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw Part.failed(
                    part.reference(),
                    part.offer(),
                    "failed while '" + part.reference().name() + "' was learning: " + e,
                    e);
        }
    }
}
