package io.graft.pipeline.live;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A pipeline under its name: which generation answers now, and what is deployed.
 *
 * <p><b>Threading.</b> Answers read one reference. Everything else is changed by whoever holds {@link #changes}.
 */
final class ServedPipeline implements LivePipeline {
    private final String name;
    private final Duration patience;
    private final Consumer<ServedPipeline> lost;

    /** Whoever changes it holds this, from preparing to retiring. */
    final Semaphore changes = new Semaphore(1, true);

    private volatile Now now = Now.nothing("It is not deployed yet.");
    private volatile Deployed deployed;
    private volatile List<PipelineStatus.Ghost> ghosts = List.of();
    private volatile boolean gone;

    /**
     * What answers.
     *
     * @param serving the published generation; null when there is none
     * @param trial the generation on trial, or null
     * @param hold done when there is a generation again; null when requests need not wait for one
     * @param why why there is none, and what it waits for
     */
    record Now(ServingGeneration serving, TrialRun trial, CompletableFuture<Void> hold, String why) {
        static Now nothing(String why) {
            return new Now(null, null, null, why);
        }

        static Now of(ServingGeneration serving) {
            return new Now(serving, null, null, "");
        }
    }

    /**
     * Nothing, so far.
     *
     * @param patience how long a request waits while a generation is exchanged memory first
     * @param lost is told when the generation cannot answer any more, because a component of it has gone
     */
    ServedPipeline(String name, Duration patience, Consumer<ServedPipeline> lost) {
        this.name = name;
        this.patience = patience;
        this.lost = lost;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Face face() {
        for (; ; ) {
            Now at = now;
            if (at.serving != null) return at.serving.face();
            await(at);
        }
    }

    @Override
    public void answer(Answers answers) {
        for (; ; ) {
            Now at = now;
            if (at.serving == null) {
                await(at);
                continue;
            }
            TrialRun trial = at.trial;
            boolean tried = trial != null && trial.turn();
            if (tried && trial.settings().mode() == TrialSettings.Mode.CANARY && trial.canary(at.serving, answers))
                return;
            if (!at.serving.lease()) continue; // replaced this very moment
            try {
                at.serving.answer(answers);
            } finally {
                at.serving.giveBack();
            }
            if (tried && trial.settings().mode() == TrialSettings.Mode.SHADOW) trial.shadow(answers);
            if (!ghosts.isEmpty()) checkClassSpace(answers);
            return;
        }
    }

    private void await(Now at) {
        if (at.hold != null)
            try {
                at.hold.get(patience.toNanos(), TimeUnit.NANOSECONDS);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (TimeoutException | ExecutionException e) {
                // it takes too long: nobody waits for ever
            }
        throw new PipelineException(
                ErrorCode.NOT_READY, "", "The pipeline '" + name + "' cannot answer now. " + at.why);
    }

    /** What is left of a plug-in that has gone may fail at any class that it did not load before. */
    private void checkClassSpace(Answers answers) {
        for (int row = 0; row < answers.rows(); row++) {
            PipelineException failure = answers.failure(row);
            if (failure == null || !classSpaceGone(failure)) continue;
            lost.accept(this);
            throw new PipelineException(
                    ErrorCode.NOT_READY, "", "The pipeline '" + name + "' cannot answer now. " + waitsFor(), failure);
        }
    }

    private static boolean classSpaceGone(PipelineException failure) {
        if (failure.code() != ErrorCode.PLUGIN_FAILED) return false;
        for (Throwable t = failure.getCause(); t != null; t = t.getCause())
            if (t instanceof LinkageError || t instanceof IllegalStateException) return true;
        return false;
    }

    /** What it waits for, in a sentence. */
    String waitsFor() {
        List<PipelineStatus.Ghost> all = ghosts;
        return all.isEmpty()
                ? ""
                : String.join(
                        " ", all.stream().map(PipelineStatus.Ghost::sentence).toList());
    }

    Now now() {
        return now;
    }

    /** The published generation. */
    Optional<ServingGeneration> serving() {
        return Optional.ofNullable(now.serving);
    }

    /** Says what answers from now on; requests that waited go on. */
    void now(Now next) {
        Now before = now;
        now = next;
        if (before.hold != null && before.hold != next.hold) before.hold.complete(null);
    }

    Deployed deployed() {
        return deployed;
    }

    void deployed(Deployed next) {
        deployed = next;
    }

    List<PipelineStatus.Ghost> ghosts() {
        return ghosts;
    }

    void ghosts(List<PipelineStatus.Ghost> now) {
        ghosts = List.copyOf(now);
    }

    /** Whether it was undeployed, or never came to be deployed; then the name is free for another. */
    boolean gone() {
        return gone;
    }

    void goes() {
        gone = true;
        now(Now.nothing("It is not deployed any more."));
    }

    PipelineStatus status() {
        Now at = now;
        Deployed d = deployed;
        List<PipelineStatus.Ghost> missing = ghosts;
        PipelineStatus.State state = at.serving == null
                ? d.unloaded() ? PipelineStatus.State.UNLOADED : PipelineStatus.State.WAITING
                : missing.isEmpty() ? PipelineStatus.State.SERVING : PipelineStatus.State.GHOST;
        String sentence =
                switch (state) {
                    case SERVING -> "Generation " + d.generation() + " answers.";
                    case GHOST ->
                        "Generation " + d.generation() + " answers, but cannot be assembled again: " + waitsFor();
                    case WAITING -> at.why.isEmpty() ? waitsFor() : at.why;
                    case UNLOADED -> "It was unloaded and answers when it is loaded again.";
                };
        return new PipelineStatus(
                name,
                state,
                sentence,
                d.generation(),
                d.model(),
                at.serving == null ? "" : at.serving.face().backend(),
                d.published(),
                d.descriptor(),
                d.parts(),
                missing,
                Optional.ofNullable(at.trial).map(TrialRun::status),
                d.history().stream().map(Deployed.Kept::past).toList());
    }
}
