package io.graft.console;

import io.graft.descriptor.Descriptor;
import io.graft.training.RunEvent;
import io.graft.training.RunRecord;
import io.graft.training.Runs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** One run, {@code r-1}. */
final class FakeRuns implements Runs {
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<Listener> listeners = new CopyOnWriteArrayList<>();
    volatile Descriptor descriptor;

    private static RunRecord record(RunRecord.State state) {
        return new RunRecord(
                "r-1", "tickets", state, FakePipelines.TIME, null, 0, "jvm", Map.of(), "", List.of(), List.of(), "");
    }

    @Override
    public RunRecord start(Descriptor what, boolean resume) {
        descriptor = what;
        calls.add("start " + resume);
        return record(RunRecord.State.RUNNING);
    }

    @Override
    public List<RunRecord> list() {
        return List.of(record(RunRecord.State.RUNNING));
    }

    @Override
    public Optional<RunRecord> find(String id) {
        return list().stream().filter(r -> r.id().equals(id)).findFirst();
    }

    @Override
    public Optional<RunEvent.Progress> progress(String id) {
        return Optional.of(new RunEvent.Progress(0, 10, 5, 100, 0.5, 1000, Double.POSITIVE_INFINITY));
    }

    @Override
    public RunRecord cancel(String id) {
        calls.add("cancel " + id);
        return record(RunRecord.State.INTERRUPTED);
    }

    @Override
    public List<String> swap(String id, List<String> assignments) {
        calls.add("swap " + id + " " + assignments);
        return List.of("optimizer: adam → sgd");
    }

    @Override
    public Listening listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
