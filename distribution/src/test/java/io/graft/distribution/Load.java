package io.graft.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.distribution.GraftServer.Answer;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * People who ask a {@link SmallPipeline} again and again and look at what they are answered: each answer is of one generation, equal texts have equal
 * scores in it, and all answers of a generation agree.
 */
final class Load implements AutoCloseable {
    private static final double NOISE = 1e-4;

    private final GraftServer server;
    private final String pipeline;
    private final List<Thread> people = new ArrayList<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Map<String, List<Double>> known = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> models = new ConcurrentHashMap<>();
    private final AtomicLong answered = new AtomicLong();
    private volatile boolean over;

    /** Begins. */
    Load(GraftServer server, String pipeline, int connections) {
        this.server = server;
        this.pipeline = pipeline;
        for (int i = 0; i < connections; i++) {
            Random random = new Random(i);
            Thread one = new Thread(() -> ask(random), "load-" + i);
            one.start();
            people.add(one);
        }
    }

    private void ask(Random random) {
        while (!over)
            try {
                String twice = text(random);
                String once = text(random);
                Answer answer = server.ask(pipeline, twice, once, twice);
                if (answer.status() == 200) look(answer, twice, once);
                else faults.add(answer.toString());
                answered.incrementAndGet();
            } catch (ConnectException e) { // nobody listens any more
                faults.add(e.toString());
                return;
            } catch (Exception e) {
                faults.add(e.toString());
            }
    }

    private static String text(Random random) {
        return SmallPipeline.text(random.nextInt(2), random.nextInt(80));
    }

    private void look(Answer answer, String twice, String once) {
        JsonNode json = answer.json();
        int generation = json.path("parameters").path("generation").asInt();
        int model = json.path("model_version").asInt();
        List<Double> scores = GraftServer.scores(json);
        if (scores.size() != 6 || generation <= 0) faults.add("not three rows of a generation: " + answer);
        else {
            if (!close(scores.subList(0, 2), scores.subList(4, 6)))
                faults.add("two answers to one text in one request: " + answer);
            same(generation, twice, scores.subList(0, 2), answer);
            same(generation, once, scores.subList(2, 4), answer);
        }
        Integer other = models.putIfAbsent(generation, model);
        if (other != null && other != model) faults.add("generation " + generation + " has two models: " + answer);
    }

    private void same(int generation, String text, List<Double> scores, Answer answer) {
        List<Double> before = known.putIfAbsent(generation + " " + text, List.copyOf(scores));
        if (before != null && !close(before, scores))
            faults.add("generation " + generation + " answers '" + text + "' by " + before + " and " + answer);
    }

    private static boolean close(List<Double> a, List<Double> b) {
        for (int i = 0; i < a.size(); i++) if (Math.abs(a.get(i) - b.get(i)) > NOISE) return false;
        return true;
    }

    /** Waits for so many answers more. */
    void awaitAnswers(int more) throws Exception {
        long until = answered.get() + more;
        GraftServer.await(more + " answers more", () -> answered.get() >= until);
    }

    /** What was wrong: at most the first ten. */
    List<String> faults() {
        return faultsBut();
    }

    /** What was wrong, but for what is right here: statuses, or names of exceptions. */
    List<String> faultsBut(String... right) {
        return faults.stream()
                .filter(f -> Stream.of(right).noneMatch(f::startsWith))
                .limit(10)
                .toList();
    }

    long answered() {
        return answered.get();
    }

    /** How many generations have answered. */
    int generations() {
        return models.size();
    }

    @Override
    public void close() {
        over = true;
        for (Thread one : people)
            try {
                one.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
    }
}
