package io.graft.training;

import io.graft.pipeline.BackendChoice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of a run.
 *
 * @param id its name, which begins with the time it was begun
 * @param pipeline the pipeline it trains
 * @param state how it stands
 * @param started when it was begun
 * @param ended when it ended, or null
 * @param model the version of the model it left, or 0
 * @param backend what computes, or an empty string when that is not known yet
 * @param backendChoice why it does, and what was measured, see {@link BackendChoice#json}; empty when that is not known
 * @param message why it failed, or an empty string
 * @param epochs the epochs so far
 * @param swaps what was changed while it ran
 * @param descriptor the descriptor that it was begun with, as YAML; empty when an older Graft wrote the record
 */
public record RunRecord(
        String id,
        String pipeline,
        State state,
        Instant started,
        Instant ended,
        int model,
        String backend,
        Map<String, Object> backendChoice,
        String message,
        List<EpochRecord> epochs,
        List<Swap> swaps,
        String descriptor) {

    /** How a run stands. */
    public enum State {
        /** A process works on it. */
        RUNNING,
        /** It has left a model. */
        DONE,
        /** It ended with an error. */
        FAILED,
        /** It was interrupted or its process was killed; it can be resumed. */
        INTERRUPTED
    }

    /**
     * A change at a step boundary.
     *
     * @param time when
     * @param epoch in which epoch, from 1
     * @param step after how many steps of the run
     * @param changes what was changed, kept and made new, a sentence each
     */
    public record Swap(Instant time, int epoch, long step, List<String> changes) {

        /** Copies. */
        public Swap {
            Objects.requireNonNull(time);
            changes = List.copyOf(changes);
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("time", time.toString());
            json.put("epoch", epoch);
            json.put("step", step);
            json.put("changes", changes);
            return json;
        }

        /** Those of a record or a checkpoint; none in those of an older Graft. */
        static List<Swap> all(Object json) {
            List<Swap> swaps = new ArrayList<>();
            if (json instanceof List<?> list)
                for (Object item : list) {
                    Map<?, ?> swap = (Map<?, ?>) item;
                    swaps.add(new Swap(
                            Instant.parse((String) swap.get("time")),
                            ((Number) swap.get("epoch")).intValue(),
                            ((Number) swap.get("step")).longValue(),
                            ((List<?>) swap.get("changes"))
                                    .stream().map(String.class::cast).toList()));
                }
            return swaps;
        }
    }

    /** Copies. */
    public RunRecord {
        Objects.requireNonNull(id);
        Objects.requireNonNull(pipeline);
        Objects.requireNonNull(descriptor);
        backendChoice = Collections.unmodifiableMap(new LinkedHashMap<>(backendChoice));
        epochs = List.copyOf(epochs);
        swaps = List.copyOf(swaps);
    }

    /** The same run in another state. */
    RunRecord with(State newState, Instant newEnd, int newModel, String newMessage) {
        return new RunRecord(
                id,
                pipeline,
                newState,
                started,
                newEnd,
                newModel,
                backend,
                backendChoice,
                newMessage,
                epochs,
                swaps,
                descriptor);
    }

    /** The same run, that far. */
    RunRecord with(BackendChoice choice, List<EpochRecord> newEpochs, List<Swap> newSwaps) {
        return new RunRecord(
                id,
                pipeline,
                state,
                started,
                ended,
                model,
                choice.backend(),
                choice.json(),
                message,
                newEpochs,
                newSwaps,
                descriptor);
    }

    /** As JSON values. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("pipeline", pipeline);
        json.put("state", state.name().toLowerCase(java.util.Locale.ROOT));
        json.put("started", started.toString());
        json.put("ended", ended == null ? null : ended.toString());
        json.put("model", model == 0 ? null : model);
        json.put("backend", backend);
        json.put("backendChoice", backendChoice);
        json.put("message", message);
        json.put("epochs", epochs.stream().map(EpochRecord::json).toList());
        json.put("swaps", swaps.stream().map(Swap::json).toList());
        json.put("descriptor", descriptor);
        return json;
    }

    /** None in the record of an older Graft. */
    private static Map<String, Object> choice(Object json) {
        Map<String, Object> choice = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) map.forEach((key, value) -> choice.put((String) key, value));
        return choice;
    }

    static RunRecord of(Map<?, ?> json) {
        List<EpochRecord> epochs = new ArrayList<>();
        for (Object e : (List<?>) json.get("epochs")) epochs.add(EpochRecord.of((Map<?, ?>) e));
        Object ended = json.get("ended");
        return new RunRecord(
                (String) json.get("id"),
                (String) json.get("pipeline"),
                State.valueOf(((String) json.get("state")).toUpperCase(java.util.Locale.ROOT)),
                Instant.parse((String) json.get("started")),
                ended == null ? null : Instant.parse((String) ended),
                json.get("model") instanceof Number n ? n.intValue() : 0,
                (String) json.get("backend"),
                choice(json.get("backendChoice")),
                (String) json.get("message"),
                epochs,
                Swap.all(json.get("swaps")),
                json.get("descriptor") instanceof String text ? text : "");
    }
}
