package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.distribution.GraftServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A random sequence of what operators, crashes and restarts do, against what must hold all the time: the same state after a restart, never no generation,
 * never two plug-ins that count for one name. Run it again with {@code -Dgraft.test.seed=SEED}.
 */
@DisabledOnOs(OS.WINDOWS)
class RandomSequencesIT {
    private static final SmallPipeline PIPELINE = new SmallPipeline("words", "acme-words");
    private static final String PLUGIN = "io.acme.words";
    private static final String OTHER = "io.acme.more";
    private static final String AT = "api/v1/pipelines/words";
    private static final String TEXT = "apple car today";
    private static final int OPERATIONS = 60;
    private static final long SECONDS = 60;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("graft.test.seed", System.nanoTime() & 0xffffff);
    private final Random random = new Random(seed);
    private final List<String> done = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, List<Double>> answers = new HashMap<>();
    private GraftServer server;
    private int patch;

    /**
     * What one sees from outside.
     *
     * @param plugin the version of the plug-in; empty when it is not there
     * @param other that of the one nobody uses
     * @param state the state of the pipeline; empty when it is not deployed
     * @param generation its generation
     * @param model its model
     * @param descriptor its descriptor
     * @param history the generations before
     */
    private record Seen(
            String plugin, String other, String state, int generation, int model, String descriptor, String history) {
        boolean installed() {
            return !plugin.isEmpty();
        }

        boolean deployed() {
            return !state.isEmpty();
        }

        boolean needsPlugin() {
            return deployed() && descriptor.contains("acme-words");
        }
    }

    @AfterEach
    void end() {
        if (server != null) server.close();
    }

    private Path words() throws IOException {
        int number = ++patch;
        return TestPlugin.named(PLUGIN)
                .version("1.0." + number)
                .edition(number % 3 - 1)
                .tokenizer("acme-words")
                .build(folder);
    }

    private Path more() throws IOException {
        return TestPlugin.named(OTHER)
                .version("1.0." + ++patch)
                .tokenizer("acme-more")
                .build(folder);
    }

    /** Looks, and checks what must hold at any time. */
    private Seen look() throws Exception {
        Map<String, String> versions = new HashMap<>();
        for (JsonNode p : server.get("api/v1/plugins").expect(200).json().path("plugins")) {
            assertEquals("ACTIVE", p.path("state").asText(), p::toString);
            String twice =
                    versions.put(p.path("name").asText(), p.path("version").asText());
            assertEquals(null, twice, "two count for one: " + p);
        }
        String plugin = versions.getOrDefault(PLUGIN, "");
        JsonNode offers = server.get("api/v1/components?kind=tokenizer&name=acme-words")
                .expect(200)
                .json()
                .path("components");
        assertEquals(plugin.isEmpty() ? 0 : 1, offers.size(), offers::toString);
        Answer status = server.get(AT);
        if (status.status() == 404) {
            assertEquals(404, server.ask("words", TEXT).status());
            return new Seen(plugin, versions.getOrDefault(OTHER, ""), "", 0, 0, "", "");
        }
        JsonNode p = status.expect(200).json();
        Seen seen = new Seen(
                plugin,
                versions.getOrDefault(OTHER, ""),
                p.path("state").asText(),
                p.path("generation").asInt(),
                p.path("model").asInt(),
                p.path("descriptor").toString(),
                p.path("history").toString());
        answers(seen, p);
        return seen;
    }

    private void answers(Seen seen, JsonNode status) throws Exception {
        Answer answer = server.ask("words", TEXT);
        if (seen.needsPlugin() && !seen.installed()) {
            assertTrue(answer.status() == 200 || answer.status() == 503, answer::toString);
            assertTrue(List.of("GHOST", "WAITING", "SERVING").contains(seen.state()), seen::toString);
            return;
        }
        assertEquals("SERVING", seen.state(), status::toString);
        JsonNode json = answer.expect(200).json();
        assertEquals(
                seen.generation(), json.path("parameters").path("generation").asInt(), answer::toString);
        assertEquals(seen.model(), json.path("model_version").asInt(), answer::toString);
        String code = seen.needsPlugin() ? seen.plugin() : "shipped";
        String config = code + " " + seen.model() + " " + seen.descriptor();
        List<Double> scores = GraftServer.scores(json);
        List<Double> before = answers.putIfAbsent(config, scores);
        if (before != null) for (int i = 0; i < 2; i++) assertEquals(before.get(i), scores.get(i), 1e-4, config);
    }

    private void did(String what) {
        done.add(what);
        counts.merge(what.split(" ")[0], 1, Integer::sum);
    }

    /** Whatever was lost of components comes back by itself. */
    private Seen settled() throws Exception {
        GraftServer.await("a settled pipeline", () -> {
            Answer status = server.get(AT);
            if (status.status() == 404) return true;
            boolean there = !server.plugin(PLUGIN).isMissingNode();
            JsonNode json = status.json();
            boolean needs = json.path("descriptor").toString().contains("acme-words");
            return !needs || there == json.path("state").asText().equals("SERVING");
        });
        return look();
    }

    @Test
    void whatMustHoldHoldsAfterEveryStep() throws Exception {
        System.out.println("seed " + seed);
        server = new GraftServer(folder, "--dev").start();
        try {
            server.install(words()).expect(201);
            PIPELINE.train(server, folder);
            PIPELINE.serve(server, folder);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            Seen seen = look();
            while (done.size() < OPERATIONS && System.nanoTime() < end) seen = step(seen);
            System.out.println(done.size() + " operations: " + counts);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed + ", after " + done + ": " + e.getMessage(), e);
        }
    }

    private Seen step(Seen before) throws Exception {
        return switch (random.nextInt(13)) {
            case 0, 1 -> update(before);
            case 2 -> removeOrInstallOther(before);
            case 3 -> remove(before);
            case 4, 5 ->
                change(before, "set", "{\"set\":[\"prepare.0.clean.lowercase=" + random.nextBoolean() + "\"]}");
            case 6 -> tokenizer(before);
            case 7 -> change(before, "model", "{\"model\":" + (1 + random.nextInt(2)) + "}");
            case 8 -> rollback(before);
            case 9 -> pluginRollback(before);
            case 10 -> deployOrUndeploy(before);
            case 11 -> restart(before, random.nextBoolean());
            default -> killInTheMiddle(before);
        };
    }

    private Seen update(Seen before) throws Exception {
        did("update");
        server.install(words()).expect(before.installed() ? 200 : 201);
        Seen after = settled();
        assertEquals("1.0." + patch, after.plugin());
        if (before.needsPlugin() && before.installed()) assertEquals(before.generation() + 1, after.generation());
        return after;
    }

    private Seen removeOrInstallOther(Seen before) throws Exception {
        boolean there = !before.other().isEmpty();
        if (there && random.nextBoolean()) {
            did("remove-other");
            server.delete("api/v1/plugins/" + OTHER).expect(200);
        } else {
            did("install-other");
            server.install(more()).expect(there ? 200 : 201);
        }
        Seen after = look();
        assertEquals(before.generation(), after.generation(), "a plug-in that it does not use changes nothing");
        return after;
    }

    private Seen remove(Seen before) throws Exception {
        if (!before.installed()) return update(before);
        boolean force = random.nextBoolean();
        did(force ? "remove-force" : "remove");
        Answer answer = server.delete("api/v1/plugins/" + PLUGIN + "?force=" + force);
        if (before.needsPlugin() && !force) {
            assertEquals(409, answer.status(), answer::toString);
            Seen after = look();
            assertEquals(before, after);
            return after;
        }
        answer.expect(200);
        return settled();
    }

    private Seen change(Seen before, String what, String body) throws Exception {
        if (!before.deployed()) return deployOrUndeploy(before);
        did(what);
        Answer answer = server.post(AT + "/swap", body);
        if (before.needsPlugin() && !before.installed()) {
            assertTrue(answer.status() >= 400, answer::toString);
            return look();
        }
        answer.expect(200);
        Seen after = look();
        assertEquals(before.generation() + 1, after.generation());
        return after;
    }

    private Seen tokenizer(Seen before) throws Exception {
        boolean own = before.installed() && random.nextBoolean();
        if (!before.deployed()) return deployOrUndeploy(before);
        did("tokenizer");
        server.swap("words", "prepare.1=" + (own ? "acme-words" : "whitespace")).expect(200);
        Seen after = settled();
        assertEquals(own, after.needsPlugin());
        return after;
    }

    private Seen rollback(Seen before) throws Exception {
        if (!before.deployed()) return deployOrUndeploy(before);
        did("rollback");
        Answer answer = server.post(AT + "/rollback", "");
        assertTrue(answer.status() < 500 || answer.status() == 503, answer::toString);
        Seen after = settled();
        if (answer.status() == 200) assertTrue(after.generation() > before.generation(), after::toString);
        else assertEquals(before, after, "a rollback that is refused changes nothing: " + answer);
        return after;
    }

    private Seen pluginRollback(Seen before) throws Exception {
        did("rollback-plugin");
        Answer answer = server.post("api/v1/plugins/" + PLUGIN + "/rollback", "");
        assertTrue(answer.status() == 200 || answer.status() == 404, answer::toString);
        Seen after = settled();
        if (answer.status() == 200) assertEquals(answer.json().path("to").asText(), after.plugin());
        else assertEquals(before, after);
        return after;
    }

    private Seen deployOrUndeploy(Seen before) throws Exception {
        if (before.deployed()) {
            did("undeploy");
            server.delete(AT).expect(200);
            Seen after = look();
            assertEquals("", after.state());
            return after;
        }
        did("deploy");
        Answer answer = server.post("api/v1/pipelines?model=" + (1 + random.nextInt(2)), PIPELINE.descriptor());
        if (before.installed()) answer.expect(201);
        else assertTrue(answer.status() >= 400 && answer.status() < 500, answer::toString);
        Seen after = look();
        assertEquals(before.installed(), after.deployed());
        return after;
    }

    private Seen restart(Seen before, boolean kill) throws Exception {
        did(kill ? "kill" : "restart");
        if (kill) server.kill();
        else assertEquals(0, server.stop().exit());
        server.start();
        Seen after = settled();
        if (before.needsPlugin() && !before.installed()) // a ghost cannot outlive its process
        assertEquals(List.of("", "WAITING"), List.of(after.plugin(), after.state()));
        else assertEquals(before, after);
        return after;
    }

    /** Killed at any moment of a change: afterwards all is as before, or as after. */
    private Seen killInTheMiddle(Seen before) throws Exception {
        boolean plugin = !before.deployed() || random.nextBoolean();
        did(plugin ? "killed-in-update" : "killed-in-swap");
        Path jar = words();
        Thread change = new Thread(() -> {
            try {
                if (plugin) server.install(jar);
                else server.swap("words", "prepare.1=whitespace", "prepare.0.clean.lowercase=true");
            } catch (IOException | InterruptedException e) {
                // its server was killed
            }
        });
        change.start();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(250)); // a random moment is what this is about
        server.kill();
        change.join();
        server.start();
        Seen after = settled();
        if (plugin) assertTrue(List.of(before.plugin(), "1.0." + patch).contains(after.plugin()), after::toString);
        else assertEquals(before.plugin(), after.plugin());
        assertEquals(before.deployed(), after.deployed());
        assertEquals(before.other(), after.other());
        assertTrue(
                after.generation() == before.generation() || after.generation() == before.generation() + 1,
                () -> before + " became " + after);
        return after;
    }
}
