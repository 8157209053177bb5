package io.graft.api.backend;

/**
 * How a program is compiled.
 *
 * @param maxRows the most rows of a batch
 * @param seed the seed of initial parameters and of dropout
 * @param threads the most threads to compute with; 0 for the backend's own choice
 */
public record SessionOptions(int maxRows, long seed, int threads) {}
