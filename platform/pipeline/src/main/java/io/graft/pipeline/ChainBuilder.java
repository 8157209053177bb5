package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.audio.AudioFeatures;
import io.graft.api.audio.AudioStep;
import io.graft.api.augment.Augmenter;
import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import io.graft.api.image.ImageStep;
import io.graft.api.table.TableStep;
import io.graft.api.text.Cleaner;
import io.graft.api.text.TokenFilter;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.Vectorizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a chain of steps, which have learned what they must, and follows what flows through it. */
final class ChainBuilder {
    private static final Map<String, Class<?>> PRODUCTS = Map.of(
            "cleaner",
            Cleaner.class,
            "tokenizer",
            Tokenizer.class,
            "token-filter",
            TokenFilter.class,
            "vectorizer",
            Vectorizer.class,
            "image-step",
            ImageStep.class,
            "audio-step",
            AudioStep.class,
            "audio-features",
            AudioFeatures.class,
            "table-step",
            TableStep.class,
            "augmenter",
            Augmenter.class);

    private final Assembly assembly;
    private final StepChain chain;
    private final List<Link> links = new ArrayList<>();
    private DataType type;
    private List<Feature> features = List.of();
    private Part varies;

    private ChainBuilder(Assembly assembly) {
        this.assembly = assembly;
        type = assembly.takes();
        chain = new StepChain(type, assembly.contexts().underway());
    }

    /** A chain of the first so many steps, without augmenters; one of all steps gives numbers. */
    static StepChain of(Assembly assembly, int steps, boolean training) {
        return new ChainBuilder(assembly).build(assembly.steps().subList(0, steps), training, false);
    }

    /** A chain of all steps and augmenters of rows, in which no row is dropped. */
    static StepChain varied(Assembly assembly) {
        return new ChainBuilder(assembly).build(assembly.steps(), false, true);
    }

    private StepChain build(List<Part> steps, boolean training, boolean augmenters) {
        try {
            for (Part p : steps) {
                boolean augmenter = p.offer().kind().equals("augmenter");
                if (augmenter && (!augmenters || assembly.varies(p).batch())) continue;
                Object step = p.create(PRODUCTS.get(p.offer().kind()), assembly.context(p.reference()));
                chain.owns(p, step);
                if (augmenter) augment(p, step);
                else {
                    order(p, step);
                    links.add(Links.of(step, training));
                    follow(p, step);
                }
            }
            boolean whole = steps.size() == assembly.steps().size();
            if (whole) toNumbers();
            chain.complete(Flow.of(type), features, links);
            return chain;
        } catch (RuntimeException | Error e) {
            chain.close();
            throw e;
        }
    }

    private void augment(Part p, Object augmenter) {
        varies = p;
        if (assembly.varies(p).flow() == Flow.NUMBERS) toNumbers();
        RowRandom random = new RowRandom(
                assembly.descriptor().train().seed(), p.reference().path());
        links.add(
                Links.of(augmenter, features.isEmpty() ? null : features.get(0).shape(), random));
    }

    /** What drops rows does so once, before rows are varied. */
    private void order(Part p, Object step) {
        if (varies != null && step instanceof Cleaner cleaner && cleaner.trainingOnly())
            throw new PipelineException(
                    ErrorCode.BAD_SETTING,
                    p.reference().path(),
                    "'" + p.reference().name() + "' drops rows of the training data, so it must stand before '"
                            + varies.reference().name() + "', which varies them in every epoch.");
    }

    private void follow(Part p, Object step) {
        if (step instanceof TableStep table) {
            DataType.Table takes = (DataType.Table) type;
            type = p.guarded("could not tell its columns", () -> table.gives(takes));
        } else if (step instanceof Vectorizer vectorizer) {
            features = p.guarded("could not tell its features", vectorizer::features);
            type = new DataType.Tensors(features);
        } else {
            type = Steps.planned(p, type);
            if (type instanceof DataType.Tensors given) features = given.features();
        }
    }

    /** What flows becomes numbers, if it is not yet. */
    private void toNumbers() {
        if (type instanceof DataType.Tensors) return;
        features = Steps.numbers(assembly, type);
        if (type instanceof DataType.Image image) links.add(Links.pixels(image));
        else if (type instanceof DataType.Table table) links.add(Links.numbers(table));
        type = new DataType.Tensors(features);
    }
}
