package io.graft.backend.jvm;

/**
 * The gradients of a recurrence's outputs, and where those of its inputs go; null for what nothing depends on or nobody wants.
 */
record RecurrentSlopes(
        Tensor y,
        Tensor lastH,
        Tensor lastC,
        Tensor x,
        Tensor w,
        Tensor r,
        Tensor bias,
        Tensor startH,
        Tensor startC) {}
