package io.graft.api.table;

import io.graft.api.data.DataType;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Row of a table to row of a table, perhaps of other columns. For one thread at a time.
 *
 * <p><b>Lifecycle.</b> {@link #gives} is called once, then {@link #apply} for each row.
 */
@ConsumerType
public interface TableStep {

    /**
     * The columns it gives for columns that it takes; they stay so.
     *
     * @throws io.graft.api.PipelineException when it cannot take them
     */
    DataType.Table gives(DataType.Table takes);

    /** Changes the row in place. */
    void apply(TableRow row);
}
