package io.graft.pipeline;

import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import java.nio.file.Path;
import java.util.List;

/**
 * A source whose faults name its plug-in.
 *
 * @param part the component
 * @param source what it made
 */
record GuardedSource(Part part, Source source) implements Source {
    private static final String FAILED = "failed while the data was read";

    @Override
    public DataType gives() {
        return part.guarded("could not tell what it gives", source::gives);
    }

    @Override
    public List<Path> files() {
        return part.guarded("could not tell its files", source::files);
    }

    @Override
    public SampleReader open() {
        SampleReader reader = part.guarded(FAILED, source::open);
        return new SampleReader() {
            @Override
            public boolean next(Sample sample) {
                return part.guarded(FAILED, () -> reader.next(sample));
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }
}
