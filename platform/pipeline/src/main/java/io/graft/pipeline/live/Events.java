package io.graft.pipeline.live;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells what happens. Thread-safe. */
final class Events {
    private static final System.Logger LOG = System.getLogger(Events.class.getName());

    private final List<Consumer<PipelineEvent>> listeners = new CopyOnWriteArrayList<>();

    Pipelines.Listening listen(Consumer<PipelineEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void tell(PipelineEvent.Type type, String pipeline, int generation, String sentence) {
        tell(type, pipeline, generation, sentence, Optional.empty(), Optional.empty());
    }

    void tell(PipelineEvent.Type type, String pipeline, int generation, String sentence, Report report) {
        tell(type, pipeline, generation, sentence, Optional.empty(), Optional.of(report));
    }

    void tell(PipelineEvent.Type type, String pipeline, int generation, String sentence, Duration took) {
        tell(type, pipeline, generation, sentence, Optional.of(took), Optional.empty());
    }

    private void tell(
            PipelineEvent.Type type,
            String pipeline,
            int generation,
            String sentence,
            Optional<Duration> took,
            Optional<Report> report) {
        PipelineEvent event = new PipelineEvent(type, pipeline, generation, Instant.now(), sentence, took, report);
        LOG.log(Level.DEBUG, "{0} {1}: {2}", pipeline, type, sentence);
        for (Consumer<PipelineEvent> listener : listeners)
            try {
                listener.accept(event);
            } catch (RuntimeException | LinkageError e) {
                LOG.log(Level.WARNING, "Somebody who listens to pipelines failed.", e);
            }
    }
}
