package io.graft.pipeline.live;

import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import io.graft.pipeline.Decoding;
import java.util.List;

/**
 * What a generation takes and gives.
 *
 * @param pipeline the pipeline's name
 * @param generation the number of the generation, from 1
 * @param model the version of its model
 * @param takes what rows are
 * @param labels the names of the classes, in the order of the scores; empty when the scores are numbers that were asked for (regression)
 * @param width how many scores a row has
 * @param maxRows the most rows of one batch
 * @param backend the name of its backend
 * @param decoding how answers are read off the scores
 */
public record Face(
        String pipeline,
        int generation,
        int model,
        DataType takes,
        List<String> labels,
        int width,
        int maxRows,
        String backend,
        Decoding decoding) {

    /** Copies. */
    public Face {
        labels = List.copyOf(labels);
    }

    /** One of texts or numbers, whose answers are single classes or numbers. */
    public Face(
            String pipeline,
            int generation,
            int model,
            boolean readsText,
            int numbers,
            List<String> labels,
            int width,
            int maxRows,
            String backend) {
        this(
                pipeline,
                generation,
                model,
                readsText ? new DataType.Text() : new DataType.Tensors(List.of(Feature.floats("input", numbers))),
                labels,
                width,
                maxRows,
                backend,
                Decoding.classes(labels));
    }

    /** Whether rows are texts. */
    public boolean readsText() {
        return takes instanceof DataType.Text;
    }

    /** How many numbers a row has, when rows are numbers; else 0. */
    public int numbers() {
        return takes instanceof DataType.Tensors t ? t.features().get(0).shape().elements() : 0;
    }

    /** Whether an answer is a sequence of labels. */
    public boolean sequence() {
        return decoding.sequence();
    }
}
