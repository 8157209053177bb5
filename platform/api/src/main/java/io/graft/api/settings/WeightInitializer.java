package io.graft.api.settings;

import io.graft.api.graph.Initializer;

/** How a weight begins, as people write it. */
public enum WeightInitializer {
    /** All 0. */
    ZEROS,
    /** All 1. */
    ONES,
    /** Uniform between −scale and +scale. */
    UNIFORM,
    /** Normal with mean 0 and deviation scale. */
    NORMAL,
    /** Glorot (Xavier), uniform. */
    GLOROT_UNIFORM,
    /** Glorot (Xavier), normal. */
    GLOROT_NORMAL,
    /** He (Kaiming), uniform. */
    HE_UNIFORM,
    /** He (Kaiming), normal. */
    HE_NORMAL,
    /** Orthonormal rows or columns. */
    ORTHOGONAL;

    /** The initializer; the scale only matters to {@link #UNIFORM} and {@link #NORMAL}. */
    public Initializer at(double scale) {
        return switch (this) {
            case ZEROS -> Initializer.zeros();
            case ONES -> Initializer.ones();
            case UNIFORM -> Initializer.uniform(-scale, scale);
            case NORMAL -> Initializer.normal(0, scale);
            case GLOROT_UNIFORM -> Initializer.glorotUniform();
            case GLOROT_NORMAL -> Initializer.glorotNormal();
            case HE_UNIFORM -> Initializer.heUniform();
            case HE_NORMAL -> Initializer.heNormal();
            case ORTHOGONAL -> Initializer.orthogonal(1);
        };
    }
}
