package io.graft.pipeline;

import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import java.util.List;
import java.util.function.Supplier;

/**
 * What backends are measured with.
 *
 * @param batches the first batches of a run, made when they are needed
 * @param options how the run opens its session
 * @param learningRate of its steps
 * @param steps how many steps it will make
 */
public record Rehearsal(Supplier<List<Batch>> batches, SessionOptions options, double learningRate, long steps) {}
