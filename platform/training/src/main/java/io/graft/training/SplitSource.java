package io.graft.training;

import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.api.graph.CounterRandom;
import java.nio.file.Path;
import java.util.List;

/**
 * A part of a source, chosen row by row at random: the rows held out for validation, or the others.
 *
 * @param whole the source
 * @param seed of the choice
 * @param fraction how much is held out
 * @param heldOut which part this is
 */
record SplitSource(Source whole, long seed, double fraction, boolean heldOut) implements Source {

    @Override
    public DataType gives() {
        return whole.gives();
    }

    @Override
    public List<Path> files() {
        return whole.files();
    }

    @Override
    public SampleReader open() {
        SampleReader all = whole.open();
        CounterRandom random = CounterRandom.of(seed, "split");
        return new SampleReader() {
            private long row;

            @Override
            public boolean next(Sample sample) {
                while (all.next(sample)) if (random.uniform(row++) < fraction == heldOut) return true;
                return false;
            }

            @Override
            public void close() {
                all.close();
            }
        };
    }
}
