package io.graft.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a run stands: what a checkpoint holds beside tensors. Used by the thread of the run. */
final class RunState {
    /** The epoch being trained, from 0. */
    int epoch;

    /** The steps made in the whole run; a session's own number may begin anew when the rule is swapped. */
    long steps;

    /** The sum of the losses of its rows so far. */
    double lossSum;

    /** Its rows so far, which is its place in the epoch. */
    long rowsSeen;

    /** The learning rate of the last step. */
    double learningRate;

    /** The epochs that have ended. */
    final List<EpochRecord> history = new ArrayList<>();

    /** What was changed while it ran. */
    final List<RunRecord.Swap> swaps = new ArrayList<>();

    /** The epoch, from 1, that was best so far; 0 for none. */
    int bestEpoch;

    /** What it was best by. */
    double best;

    /** The parameters after the best epoch; empty unless training may stop early. */
    Map<String, float[]> bestParameters = Map.of();

    /** Whether there is a checkpoint. */
    boolean saved;

    /** Forgets the best epoch: the next one is judged by something else, or its parameters do not fit any more. */
    void forgetBest() {
        bestEpoch = 0;
        best = 0;
        bestParameters = Map.of();
    }

    /** What is left when the run fails now. */
    String kept() {
        return saved ? "The last good checkpoint is kept." : "No checkpoint had been written yet.";
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("epoch", epoch);
        json.put("steps", steps);
        json.put("lossSum", lossSum);
        json.put("rowsSeen", rowsSeen);
        json.put("learningRate", learningRate);
        json.put(
                "history",
                history.stream().map(EpochRecord::json).map(Json::plain).toList());
        json.put("swaps", swaps.stream().map(RunRecord.Swap::json).toList());
        json.put("bestEpoch", bestEpoch);
        json.put("best", best);
        return json;
    }

    static RunState of(Map<String, Object> json) {
        RunState s = new RunState();
        s.epoch = ((Number) json.get("epoch")).intValue();
        // an older checkpoint has only the session's number, which was the same then
        s.steps = ((Number) json.getOrDefault("steps", json.get("step"))).longValue();
        s.lossSum = ((Number) json.get("lossSum")).doubleValue();
        s.rowsSeen = ((Number) json.get("rowsSeen")).longValue();
        s.learningRate = ((Number) json.get("learningRate")).doubleValue();
        for (Object e : (List<?>) json.get("history")) s.history.add(EpochRecord.of((Map<?, ?>) e));
        s.swaps.addAll(RunRecord.Swap.all(json.get("swaps")));
        s.bestEpoch = ((Number) json.get("bestEpoch")).intValue();
        s.best = ((Number) json.get("best")).doubleValue();
        return s;
    }
}
