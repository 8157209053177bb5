package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.Problem;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Checks that each step takes what the one before it gives, and that the last gives numbers. */
final class StepOrder {
    private final Function<Part, Varies> varies;
    private final Consumer<Problem> problems;

    /**
     * What an augmenter varies.
     *
     * @param batch whether it takes whole batches of numbers
     */
    record Varies(Flow flow, boolean batch) {}

    StepOrder(Function<Part, Varies> varies, Consumer<Problem> problems) {
        this.varies = varies;
        this.problems = problems;
    }

    /** What the first step says about the rows of the source; empty steps say nothing. */
    Flow first(List<Part> steps) {
        if (steps.isEmpty()) return Flow.NUMBERS;
        Flow first = into(steps.get(0));
        return first == Flow.TOKENS ? Flow.TEXT : first;
    }

    private Flow into(Part p) {
        String kind = p.offer().kind();
        return kind.equals("augmenter") ? varies.apply(p).flow() : Flow.into(kind);
    }

    private Flow outOf(Part p) {
        String kind = p.offer().kind();
        return kind.equals("augmenter") ? varies.apply(p).flow() : Flow.outOf(kind);
    }

    void check(List<Part> steps) {
        Flow flowing = first(steps);
        String before = "the source";
        String batches = "";
        for (Part p : steps) {
            String name = "'" + p.reference().name() + "'";
            Flow takes = into(p);
            boolean batch =
                    p.offer().kind().equals("augmenter") && varies.apply(p).batch();
            boolean becomes = takes == Flow.NUMBERS && flowing.becomesNumbers();
            if (!batch && !batches.isEmpty())
                report(p, batches + " varies whole batches, so nothing stands behind it but what does so too.");
            else if (takes != flowing && !becomes)
                report(
                        p,
                        name + " takes " + takes + ", but " + before + " before it gives " + flowing + "."
                                + mend(takes, flowing));
            if (batch) batches = name;
            flowing = outOf(p);
            before = name;
        }
        if (steps.isEmpty() || flowing.becomesNumbers()) return;
        report(
                steps.get(steps.size() - 1),
                "The preparation ends with " + flowing + ", but a network takes numbers. End with "
                        + (flowing == Flow.SOUND ? "audio features, e.g. log-mel." : "a vectorizer, e.g. vocabulary."));
    }

    private static String mend(Flow takes, Flow flowing) {
        boolean ofText = takes == Flow.TEXT || takes == Flow.TOKENS;
        return switch (flowing) {
            case TEXT -> takes == Flow.TOKENS || takes == Flow.NUMBERS ? " Put a tokenizer between them." : "";
            case TOKENS -> ofText ? " Cleaners stand before the tokenizer, and there is one tokenizer." : "";
            case NUMBERS -> ofText ? " A vectorizer is the last step." : " Steps for " + takes + " stand before that.";
            case SOUND -> takes == Flow.NUMBERS ? " Put audio features between them, e.g. log-mel." : "";
            default -> "";
        };
    }

    private void report(Part p, String sentence) {
        problems.accept(Binding.problem(p.reference(), new PipelineException(ErrorCode.TYPE_MISMATCH, "", sentence)));
    }
}
