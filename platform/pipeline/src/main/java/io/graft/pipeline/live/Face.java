package io.graft.pipeline.live;

import java.util.List;

/**
 * What a generation takes and gives.
 *
 * @param pipeline the pipeline's name
 * @param generation the number of the generation, from 1
 * @param model the version of its model
 * @param readsText whether rows are texts; else numbers
 * @param numbers how many numbers a row has, when rows are numbers
 * @param labels the names of the classes, in the order of the scores; empty when the scores are numbers that were asked for (regression)
 * @param width how many scores a row has
 * @param maxRows the most rows of one batch
 * @param backend the name of its backend
 */
public record Face(
        String pipeline,
        int generation,
        int model,
        boolean readsText,
        int numbers,
        List<String> labels,
        int width,
        int maxRows,
        String backend) {

    /** Copies. */
    public Face {
        labels = List.copyOf(labels);
    }
}
