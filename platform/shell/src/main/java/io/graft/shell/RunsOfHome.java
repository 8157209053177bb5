package io.graft.shell;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.Nearest;
import io.graft.training.RunRecord;
import io.graft.training.RunStore;
import java.util.List;
import java.util.Optional;

/** The runs of the data folder, whichever process works on them. */
record RunsOfHome(RunStore store) {

    static RunsOfHome of(Graft.Services services) {
        return new RunsOfHome(services.runs());
    }

    private Optional<RunRecord> find(String id) {
        return store.list().stream().filter(r -> r.id().equals(id)).findFirst();
    }

    /** Whether a process works on it. */
    boolean alive(String id) {
        return find(id).filter(r -> r.state() == RunRecord.State.RUNNING).isPresent();
    }

    /** A run, as JSON. */
    JsonNode get(String id) {
        return find(id).map(r -> Output.node(r.json())).orElseThrow(() -> missing(id));
    }

    private PipelineException missing(String id) {
        List<String> ids = store.list().stream().map(RunRecord::id).toList();
        return new PipelineException(
                ErrorCode.NOT_FOUND,
                "",
                "There is no run '" + id + "'."
                        + Nearest.to(id, ids)
                                .map(n -> " Did you mean '" + n + "'?")
                                .orElse(""));
    }
}
