package io.graft.api.table;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import io.graft.api.data.DataType;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of step from row to row. One that learns implements {@link io.graft.api.Learner} of {@link TableRow} too. */
@Kind("table-step")
@ConsumerType
public interface TableStepType<S extends Record> extends ComponentType<S, TableStep> {

    /**
     * The most columns that a step with these settings gives, told before it has seen data, so that shapes can be checked.
     *
     * @throws io.graft.api.PipelineException when it cannot take these columns, with a sentence that says what would be right
     */
    DataType.Table atMost(S settings, DataType.Table takes);
}
