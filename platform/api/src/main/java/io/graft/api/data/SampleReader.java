package io.graft.api.data;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One pass over a source, row by row, never the whole of it in memory.
 *
 * <p><b>Threading.</b> For one thread. <b>Errors.</b> A broken row throws a {@link io.graft.api.PipelineException} of code BAD_DATA that
 * names file and line, or is skipped, as the source's settings say.
 */
@ConsumerType
public interface SampleReader extends AutoCloseable {

    /** Fills the sample with the next row; false when there is none. */
    boolean next(Sample sample);

    @Override
    void close();
}
