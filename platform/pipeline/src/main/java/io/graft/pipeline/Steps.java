package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.Learner;
import io.graft.api.PipelineException;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.api.text.Cleaner;
import io.graft.api.text.TokenFilter;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.Vectorizer;
import io.graft.descriptor.Problem;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** The steps of a preparation: whether they fit together, how they learn, how a chain is made of them. */
public final class Steps {
    /** The kinds of components that stand under {@code prepare}. */
    static final List<String> KINDS = List.of("cleaner", "tokenizer", "token-filter", "vectorizer");

    private static final Map<String, Class<?>> PRODUCTS = Map.of(
            "cleaner",
            Cleaner.class,
            "tokenizer",
            Tokenizer.class,
            "token-filter",
            TokenFilter.class,
            "vectorizer",
            Vectorizer.class);

    private Steps() {}

    private static String takes(String kind) {
        return kind.equals("cleaner") || kind.equals("tokenizer") ? "text" : "tokens";
    }

    private static String gives(String kind) {
        return switch (kind) {
            case "cleaner" -> "text";
            case "vectorizer" -> "numbers";
            default -> "tokens";
        };
    }

    /** Checks that each step takes what the one before it gives, and that the last gives numbers. */
    static void check(List<Part> steps, List<Problem> problems) {
        String flowing = "text";
        String before = "the source";
        for (Part p : steps) {
            String kind = p.offer().kind();
            String name = "'" + p.reference().name() + "'";
            if (!takes(kind).equals(flowing)) {
                String mend = flowing.equals("text")
                        ? " Put a tokenizer between them."
                        : flowing.equals("numbers")
                                ? " A vectorizer is the last step."
                                : " Cleaners stand before the tokenizer, and there is one tokenizer.";
                problems.add(Binding.problem(
                        p.reference(),
                        new PipelineException(
                                ErrorCode.TYPE_MISMATCH,
                                "",
                                name + " takes " + takes(kind) + ", but " + before + " before it gives " + flowing + "."
                                        + mend)));
            }
            flowing = gives(kind);
            before = name;
        }
        if (!steps.isEmpty() && !flowing.equals("numbers"))
            problems.add(Binding.problem(
                    steps.get(steps.size() - 1).reference(),
                    new PipelineException(
                            ErrorCode.TYPE_MISMATCH,
                            "",
                            "The preparation ends with " + flowing
                                    + ", but a network takes numbers. End with a vectorizer, e.g. vocabulary.")));
    }

    /** A chain of the first so many steps. */
    static StepChain chain(Assembly assembly, int steps, boolean training) {
        StepChain chain = new StepChain(training, assembly.contexts().underway());
        try {
            for (Part p : assembly.steps().subList(0, steps))
                chain.append(p, p.create(PRODUCTS.get(p.offer().kind()), assembly.context(p.reference())));
            return chain;
        } catch (RuntimeException | Error e) {
            chain.close();
            throw e;
        }
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

    @SuppressWarnings("unchecked") // a learner sees what its kind takes: the text buffer or the tokens
    private static String learn(
            Assembly assembly, Source source, int index, Part part, PartContext context, LongConsumer progress) {
        boolean fromTokens = takes(part.offer().kind()).equals("tokens");
        Sample sample = new Sample();
        try (StepChain chain = chain(assembly, index, true);
                SampleReader reader = source.open()) {
            Learner.Lesson<Object> lesson = ((Learner<Record, Object>) part.type()).learn(part.settings(), context);
            Object item = fromTokens ? chain.tokens() : chain.text();
            boolean seen = false;
            for (long rows = 1; reader.next(sample); rows++) {
                if (chain.tokens(sample.text)) {
                    lesson.see(item);
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
