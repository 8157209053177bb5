package io.graft.console;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** Work that goes on after its call was answered. Thread-safe. */
final class Job {
    private final String id;
    private final String what;
    private final String subject;
    private final Consumer<Answer> done;
    private final Instant started = Instant.now();
    private volatile Thread thread;
    private String progress = "Waiting.";
    private Instant ended;
    private Answer answer;

    /**
     * Work that has not begun.
     *
     * @param what for people: the call
     * @param subject the pipeline or plug-in that it is about, or an empty string
     * @param done is told the answer, once
     */
    Job(String id, String what, String subject, Consumer<Answer> done) {
        this.id = id;
        this.what = what;
        this.subject = subject;
        this.done = done;
    }

    String id() {
        return id;
    }

    synchronized boolean isRunning() {
        return answer == null;
    }

    void begins() {
        thread = Thread.currentThread();
        tell("Begun.");
    }

    /** Takes what happened as its progress when it is about this work: it happens in its thread, or to its pipeline or plug-in. */
    void happened(String name, String sentence) {
        Thread t = thread;
        if (t != null && (t == Thread.currentThread() || name.equals(subject))) tell(sentence);
    }

    private synchronized void tell(String sentence) {
        if (answer == null) progress = sentence;
    }

    /** The first end counts. */
    void ends(Answer with) {
        thread = null;
        if (take(with)) done.accept(with);
    }

    private synchronized boolean take(Answer with) {
        if (answer != null) return false;
        answer = with;
        ended = Instant.now();
        progress = with.body() instanceof Map<?, ?> m
                        && m.get(with.status() < 400 ? "sentence" : "error") instanceof String s
                ? s
                : with.status() < 400 ? "Done." : "Failed.";
        return true;
    }

    synchronized Map<String, Object> json() {
        String state = answer == null ? "RUNNING" : answer.status() < 400 ? "DONE" : "FAILED";
        Map<String, Object> json = Answer.map("id", id, "what", what, "state", state, "started", started.toString());
        if (ended != null) json.put("ended", ended.toString());
        json.put("progress", progress);
        if (answer != null) json.put(answer.status() < 400 ? "result" : "error", answer.body());
        return json;
    }
}
