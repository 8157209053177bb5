package io.graft.steps.table;

import io.graft.api.table.TableRow;
import java.util.List;

/** What is gathered of one column while learning. */
interface Tally {

    /** Takes the cell of a row into account; a missing one counts nothing. */
    void see(TableRow row, int column);

    /** What is kept of it. */
    List<String> learned(String column);
}
