package io.graft.reference;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Rows in the form that is fastest for libtorch, and their classes. */
record Batch(List<Tensor> inputs, Tensor label) {}
