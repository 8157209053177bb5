package io.graft.api.graph;

import java.util.Map;

/** The activation functions; each adds its operators to a graph. */
public enum Activation {
    /** x. */
    NONE,
    /** max(0, x). */
    RELU,
    /** x where x ≥ 0, else 0.01 x (Maas et al., 2013). */
    LEAKY_RELU,
    /** x where x ≥ 0, else eˣ − 1 (Clevert et al., 2016). */
    ELU,
    /** Scaled ELU (Klambauer et al., 2017). */
    SELU,
    /** x Φ(x), exact (Hendrycks and Gimpel, 2016). */
    GELU,
    /** 1 / (1 + e⁻ˣ). */
    SIGMOID,
    /** The hyperbolic tangent. */
    TANH,
    /** eˣ over the sum of eˣ along the last axis. */
    SOFTMAX,
    /** x · sigmoid(x) (Ramachandran et al., 2017). */
    SWISH,
    /** x · tanh(softplus(x)) (Misra, 2019). */
    MISH,
    /** ln(1 + eˣ). */
    SOFTPLUS,
    /** x / (1 + |x|). */
    SOFTSIGN,
    /** max(0, min(1, 0.2 x + 0.5)) (Courbariaux et al., 2015, as ONNX has it). */
    HARD_SIGMOID,
    /** x · max(0, min(1, x / 6 + 0.5)) (Howard et al., 2019). */
    HARD_SWISH;

    /** Adds this function of x to the graph. */
    public Value apply(GraphBuilder g, Value x) {
        return switch (this) {
            case NONE -> x;
            case RELU -> g.op("Relu", x);
            case LEAKY_RELU -> g.op("LeakyRelu", Map.of("alpha", 0.01f), x);
            case ELU -> g.op("Elu", Map.of("alpha", 1f), x);
            case SELU -> g.op("Selu", x);
            case GELU -> g.op("Gelu", Map.of("approximate", "none"), x);
            case SIGMOID -> g.op("Sigmoid", x);
            case TANH -> g.op("Tanh", x);
            case SOFTMAX -> g.softmax(x, -1);
            case SWISH -> g.mul(x, g.op("Sigmoid", x));
            case MISH -> g.op("Mish", x);
            case SOFTPLUS -> g.op("Softplus", x);
            case SOFTSIGN -> g.op("Softsign", x);
            case HARD_SIGMOID -> g.op("HardSigmoid", x);
            case HARD_SWISH -> g.op("HardSwish", x);
        };
    }
}
