package io.graft.console;

import io.graft.pipeline.live.PipelineEvent;
import io.graft.pipeline.live.Pipelines;
import io.graft.plugins.PluginEvent;
import io.graft.plugins.Plugins;
import io.graft.training.RunEvent;
import io.graft.training.Runs;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Hands on what happens to pipelines, plug-ins and runs, to those who listen and to the jobs that it is about. */
final class Happenings implements AutoCloseable {
    private final Events events;
    private final Jobs jobs;
    private final Pipelines.Listening ofPipelines;
    private final Plugins.Listening ofPlugins;
    private final Runs.Listening ofRuns;

    Happenings(Services services, Events events, Jobs jobs) {
        this.events = events;
        this.jobs = jobs;
        ofPipelines = services.pipelines().listen(this::happened);
        ofPlugins = services.plugins().listen(this::happened);
        ofRuns = services.runs().listen(this::happened);
    }

    private void happened(PipelineEvent event) {
        Map<String, Object> json = Values.of(event);
        Object took = json.remove("took");
        if (took != null) json.put("milliseconds", took);
        event.report().ifPresent(r -> json.put("report", r.json()));
        events.publish("pipeline", json, true);
        jobs.happened(event.pipeline(), event.sentence());
    }

    private void happened(PluginEvent event) {
        events.publish("plugin", Values.of(event), true);
        jobs.happened(event.plugin(), event.sentence());
    }

    private void happened(String run, RunEvent event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type(event));
        json.put("run", run);
        json.put("time", Instant.now().toString());
        if (event instanceof RunEvent.Ended ended)
            json.put("record", ended.run().json());
        else Values.of((Record) event).forEach(json::putIfAbsent);
        events.publish("run", json, !(event instanceof RunEvent.Progress || event instanceof RunEvent.Reading));
    }

    /** {@code EPOCH_ENDED}, as the other types are written. */
    private static String type(RunEvent event) {
        return event.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toUpperCase(Locale.ROOT);
    }

    @Override
    public void close() {
        ofPipelines.close();
        ofPlugins.close();
        ofRuns.close();
    }
}
