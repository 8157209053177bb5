package io.graft.api.graph;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The operator set: for each operator how many inputs it takes, which attributes, and the type and shape of what it gives.
 *
 * <p>Names and semantics are those of ONNX opset 21 ({@code Attention}: opset 23), with these deviations, so that a backend sees every
 * fact about an operator in one place: what ONNX moved from attributes into constant inputs is an attribute here ({@code axes},
 * {@code shape}, {@code starts}, {@code ends}, {@code steps}, {@code min}, {@code max}, {@code ratio}, {@code pads}, {@code sizes},
 * {@code split}, {@code k}); {@code OneHot} takes {@code depth} as an attribute and gives FLOAT zeros and ones;
 * {@code BatchNormalization} updates its running statistics while training; {@code LSTM}, {@code GRU} and {@code RNN} have the batch on
 * axis 0 always ({@code layout = 1}); a row of {@code Attention} that may look at nothing gives zeros. {@code Resize} has ONNX's defaults
 * for what is no attribute here: of two elements equally near, the lower one is the nearest. Operators of Graft's own:
 *
 * <ul>
 *   <li>{@code EmbeddingBag(table [n, size], ids [batch, length], mask [batch, length]) → [batch, size]}: looks rows up and pools
 *       those whose mask is 1. Attribute {@code mode}: {@code mean}, {@code sum}, {@code max} or {@code last}. A row with nothing
 *       unmasked gives zeros.
 *   <li>{@code CTCLoss(logProbabilities [batch, length, classes], labels INT [batch, n], lengths INT [batch], labelLengths INT [batch])
 *       → [batch]}: −log of the probability of all alignments (Graves et al., 2006, eq. 8). Attributes {@code blank} (default 0), the
 *       class that stands for no label, and {@code zero_infinity}: 1 gives 0, without a slope, where the labels do not fit into the length.
 *       The slope is that of the formula, minus the probability of the paths through a place; the input is not taken to be normalized.
 * </ul>
 */
public final class Operators {
    private static final Map<String, Rule> RULES = new TreeMap<>();

    static {
        ElementRules.register(Operators::rule);
        ProductRules.register(Operators::rule);
        ReductionRules.register(Operators::rule);
        LayoutRules.register(Operators::rule);
        LookupRules.register(Operators::rule);
        WindowRules.register(Operators::rule);
        NormalizationRules.register(Operators::rule);
        SequenceRules.register(Operators::rule);
        LossRules.register(Operators::rule);
    }

    private Operators() {}

    /** The names of all operators. */
    public static Set<String> names() {
        return new TreeSet<>(RULES.keySet());
    }

    /** One thing that an operator gives. */
    record Result(ElementType type, Shape shape) {
        static List<Result> floats(Shape shape) {
            return List.of(new Result(ElementType.FLOAT, shape));
        }

        static List<Result> of(ElementType type, Shape shape) {
            return List.of(new Result(type, shape));
        }
    }

    /** The inputs and attributes that a rule looks at. */
    record Call(String type, List<Value> inputs, Map<String, Object> attributes) {
        boolean has(int input) {
            return input < inputs.size() && !inputs.get(input).absent();
        }

        Shape shape(int input) {
            return inputs.get(input).shape();
        }

        ElementType element(int input) {
            return inputs.get(input).type();
        }

        int integer(String name, int otherwise) {
            return attributes.get(name) instanceof Integer i ? i : otherwise;
        }

        String string(String name, String otherwise) {
            return attributes.get(name) instanceof String s ? s : otherwise;
        }

        List<Integer> integers(String name) {
            if (!(attributes.get(name) instanceof List<?> list)) return List.of();
            return list.stream().map(Integer.class::cast).toList();
        }

        /** Throws unless all inputs from one on that are there are of a type. */
        void require(ElementType type, int... which) {
            for (int i : which)
                if (has(i) && element(i) != type)
                    throw new IllegalArgumentException("it takes " + type + ", but '"
                            + inputs.get(i).name() + "' is " + element(i)
                            + (element(i) == ElementType.INT && type == ElementType.FLOAT
                                    ? "; ids become numbers by an embedding"
                                    : ""));
        }

        /** Throws unless all inputs are FLOAT. */
        void requireFloats() {
            for (int i = 0; i < inputs.size(); i++) require(ElementType.FLOAT, i);
        }
    }

    /** Finds types and shapes of an operator's outputs, or throws {@link IllegalArgumentException}. */
    interface Inference {
        List<Result> infer(Call call);
    }

    /** Takes the rule of one or more operators. */
    interface Register {
        /**
         * Takes it.
         *
         * @param types the operators, with blanks between
         * @param least the fewest inputs; those beyond may be absent
         * @param most the most inputs
         * @param attributes what they may carry, with blanks between
         */
        void rule(String types, int least, int most, String attributes, Inference inference);
    }

    private record Rule(int least, int most, Set<String> attributes, Inference inference) {}

    private static void rule(String types, int least, int most, String attributes, Inference inference) {
        Set<String> names = attributes.isEmpty() ? Set.of() : Set.of(attributes.split(" "));
        for (String type : types.split(" ")) RULES.put(type, new Rule(least, most, names, inference));
    }

    /** Finds types and shapes of an operator's outputs, or says what does not fit. */
    static List<Result> infer(Call call, String at) {
        Rule rule = RULES.get(call.type());
        if (rule == null)
            throw new PipelineException(
                    ErrorCode.UNSUPPORTED,
                    at,
                    "There is no operator '" + call.type() + "'. Available: " + String.join(", ", names()));
        int n = call.inputs().size();
        if (n < rule.least || n > rule.most)
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    at,
                    call.type() + " takes " + (rule.least == rule.most ? "" : rule.least + " to ") + rule.most
                            + " inputs, not " + n + ".");
        for (int i = 0; i < rule.least; i++)
            if (!call.has(i))
                throw new PipelineException(
                        ErrorCode.SHAPE_MISMATCH,
                        at,
                        call.type() + " needs its input " + (i + 1) + "; only those after the first " + rule.least
                                + " may be left out.");
        for (String name : call.attributes().keySet())
            if (!rule.attributes.contains(name))
                throw new PipelineException(
                        ErrorCode.UNSUPPORTED,
                        at,
                        call.type() + " has no attribute '" + name + "', only " + new TreeSet<>(rule.attributes) + ".");
        call.attributes().forEach((name, value) -> {
            if (!plain(value)
                    && !(value instanceof List<?> list && list.stream().allMatch(Operators::plain)))
                throw new PipelineException(
                        ErrorCode.UNSUPPORTED,
                        at,
                        "The attribute '" + name + "' of " + call.type() + " is " + value + ", a "
                                + value.getClass().getSimpleName()
                                + "; it must be an Integer, a Float, a String or a list of these.");
        });
        try {
            return rule.inference.infer(call);
        } catch (IllegalArgumentException | IllegalStateException e) {
            String shapes = call.inputs().stream()
                    .filter(v -> !v.absent())
                    .map(v -> v.shape().toString())
                    .collect(Collectors.joining(" and "));
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH, at, call.type() + " of " + shapes + ": " + e.getMessage() + ".", e);
        }
    }

    private static boolean plain(Object attribute) {
        return attribute instanceof Integer || attribute instanceof Float || attribute instanceof String;
    }
}
