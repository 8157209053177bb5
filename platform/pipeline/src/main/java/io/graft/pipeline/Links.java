package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.audio.AudioFeatures;
import io.graft.api.audio.AudioStep;
import io.graft.api.augment.AudioAugmenter;
import io.graft.api.augment.ImageAugmenter;
import io.graft.api.augment.TensorAugmenter;
import io.graft.api.augment.TextAugmenter;
import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.graph.Shape;
import io.graft.api.image.ImageBuffer;
import io.graft.api.image.ImageStep;
import io.graft.api.table.TableStep;
import io.graft.api.text.Cleaner;
import io.graft.api.text.TokenFilter;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.Vectorizer;

/** Links of chains, made of steps. */
final class Links {
    private Links() {}

    /** The link of a step that is no augmenter. */
    static Link of(Object step, boolean training) {
        if (step instanceof Cleaner cleaner) return cleaner(cleaner, training);
        if (step instanceof Tokenizer tokenizer)
            return row -> {
                row.tokens.reset(row.text);
                tokenizer.tokenize(row.text, row.tokens);
                return true;
            };
        if (step instanceof TokenFilter filter)
            return row -> {
                filter.filter(row.tokens);
                return true;
            };
        if (step instanceof Vectorizer vectorizer)
            return row -> {
                vectorizer.vectorize(row.tokens, row.batch, row.slots, row.index);
                return true;
            };
        if (step instanceof ImageStep image)
            return row -> {
                image.apply(row.sample.image);
                return true;
            };
        if (step instanceof AudioStep sound)
            return row -> {
                sound.apply(row.sample.sound);
                return true;
            };
        if (step instanceof AudioFeatures features)
            return row -> {
                features.extract(row.sample.sound, row.batch, row.slots, row.index);
                return true;
            };
        TableStep table = (TableStep) step;
        return row -> {
            table.apply(row.sample.table);
            return true;
        };
    }

    private static Link cleaner(Cleaner cleaner, boolean training) {
        if (training) return row -> cleaner.clean(row.text);
        if (cleaner.trainingOnly()) return row -> true;
        return row -> {
            boolean ignored = cleaner.clean(row.text);
            return true;
        };
    }

    /** The link of an augmenter of rows. */
    static Link of(Object augmenter, Shape first, RowRandom random) {
        if (augmenter instanceof TextAugmenter text)
            return row -> {
                text.augment(row.text, random.at(row.epoch, row.place));
                return true;
            };
        if (augmenter instanceof ImageAugmenter image)
            return row -> {
                image.augment(row.sample.image, random.at(row.epoch, row.place));
                return true;
            };
        if (augmenter instanceof AudioAugmenter sound)
            return row -> {
                sound.augment(row.sample.sound, random.at(row.epoch, row.place));
                return true;
            };
        TensorAugmenter tensor = (TensorAugmenter) augmenter;
        int width = first.elements();
        return row -> {
            float[] numbers = row.batch.floats(row.slots[0]);
            tensor.augment(numbers, row.index * width, first, random.at(row.epoch, row.place));
            return true;
        };
    }

    /** Writes the elements of an image, which has the size that the network takes. */
    static Link pixels(DataType.Image size) {
        return row -> {
            ImageBuffer image = row.sample.image;
            if (image.height() != size.height() || image.width() != size.width() || image.channels() != size.channels())
                throw bad(
                        row.sample,
                        "The image is of " + image.height() + " x " + image.width() + " x " + image.channels()
                                + ", but the network takes " + size + ".");
            int n = image.elements();
            System.arraycopy(image.values(), 0, row.batch.floats(row.slots[0]), row.index * n, n);
            return true;
        };
    }

    /** Writes the numbers of a row of a table. */
    static Link numbers(DataType.Table columns) {
        int n = columns.columns().size();
        return row -> {
            float[] from = row.sample.table.numbers();
            for (int i = 0; i < n; i++)
                if (!Float.isFinite(from[i]))
                    throw bad(
                            row.sample,
                            "The column '" + columns.columns().get(i).name() + "' has "
                                    + (Float.isNaN(from[i]) ? "no number" : "an infinite number")
                                    + " in this row. Put a step that fills gaps under 'prepare', e.g. impute.");
            System.arraycopy(from, 0, row.batch.floats(row.slots[0]), row.index * n, n);
            return true;
        };
    }

    static PipelineException bad(Sample sample, String sentence) {
        return new PipelineException(ErrorCode.BAD_DATA, sample.place(), sentence);
    }
}
