package io.graft.api.data;

import org.osgi.annotation.versioning.ConsumerType;

/** Where rows come from. It can be read any number of times and gives the same rows in the same order. */
@ConsumerType
public interface Source {

    /**
     * What its rows are: {@link DataType.Text}, {@link DataType.Image}, {@link DataType.Audio}, {@link DataType.Table}, or {@link DataType.Tensors} of one FLOAT feature.
     *
     * @throws io.graft.api.PipelineException when this can only be told from the data, and the data cannot be read
     */
    DataType gives();

    /** Begins a pass. */
    SampleReader open();

    /** The files it reads, for provenance and fingerprints. */
    java.util.List<java.nio.file.Path> files();
}
