package io.graft.plugins.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.plugins.PluginOptions;
import io.graft.plugins.PluginStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Killed at any moment: the data folder is copied after every step, as a kill would leave it, and each copy is taken up by a framework of its own.
 * What happens to fail at any step must leave this process with the old code or the new, too.
 */
class KilledTest {
    @TempDir
    Path folder;

    private Path home;
    private Path distribution;

    @BeforeEach
    void folders() throws Exception {
        home = folder.resolve("home");
        distribution = folder.resolve("dist");
        PluginJar.words("0.9.0").write(distribution.resolve("bundle/words.jar"));
    }

    private Path words(String version) throws Exception {
        return PluginJar.words(version).write(folder.resolve("words-" + version + ".jar"));
    }

    private interface Work {
        void on(InFelix felix) throws Exception;
    }

    @Test
    void firstUpdateOfAShippedPlugin() throws Exception {
        Path update = words("1.0.0");
        everyStep(felix -> {}, felix -> felix.plugins.install(update, PluginOptions.DEFAULT), "0.9.0", "1.0.0", 7);
    }

    @Test
    void update() throws Exception {
        Path first = words("1.0.0");
        Path update = words("1.1.0");
        everyStep(
                felix -> felix.plugins.install(first, PluginOptions.DEFAULT),
                felix -> felix.plugins.install(update, PluginOptions.DEFAULT),
                "1.0.0",
                "1.1.0",
                7);
    }

    @Test
    void rollbackToTheShippedOne() throws Exception {
        Path update = words("1.0.0");
        everyStep(
                felix -> felix.plugins.install(update, PluginOptions.DEFAULT),
                felix -> felix.plugins.rollback("acme.words", PluginOptions.DEFAULT),
                "1.0.0",
                "0.9.0",
                7);
    }

    @Test
    void removal() throws Exception {
        Path update = words("1.0.0");
        everyStep(
                felix -> felix.plugins.install(update, PluginOptions.DEFAULT),
                felix -> {
                    felix.pipeline.end();
                    felix.plugins.remove("acme.words", PluginOptions.DEFAULT);
                },
                "1.0.0",
                "",
                2);
    }

    private void everyStep(Work before, Work change, String old, String fresh, int steps) throws Exception {
        Map<String, Path> left = killed(before, change);
        assertTrue(left.size() >= steps, left.keySet().toString());
        for (Map.Entry<String, Path> copy : left.entrySet()) {
            List<String> said = taken(copy.getValue());
            Set<List<String>> allowed = Set.of(List.of(old), fresh.isEmpty() ? List.of() : List.of(fresh));
            assertTrue(allowed.contains(said), "killed at '" + copy.getKey() + "': " + said);
            assertEquals(said, taken(copy.getValue()), "the same again after the next restart");
        }
        int failing = 0;
        for (String step : left.keySet()) failing += fails(before, change, step, old, fresh) ? 1 : 0;
        assertTrue(failing >= steps - 1, "steps that failed: " + failing);
    }

    private Map<String, Path> killed(Work before, Work change) throws Exception {
        Map<String, Path> left = new LinkedHashMap<>();
        Consumer<String>[] step = hook(name -> left.put(name, copy(folder.resolve("killed " + name))));
        try (InFelix felix = new InFelix(home, distribution, name -> step[0].accept(name))) {
            Consumer<String> copying = step[0];
            step[0] = name -> {};
            felix.plugins.manage(false, Optional.empty());
            before.on(felix);
            felix.pipeline.begin();
            step[0] = copying;
            change.on(felix);
            assertEquals(List.of(), felix.pipeline.ghosts);
        }
        delete(home);
        return left;
    }

    /** What components say after a restart, seen by a command first and then by a server. */
    private List<String> taken(Path copy) throws Exception {
        try (InFelix felix = new InFelix(copy, distribution, step -> {})) {
            List<String> command = felix.said("words");
            felix.plugins.manage(false, Optional.empty());
            assertEquals(command, felix.said("words"));
            for (PluginStatus status : felix.plugins.list()) assertEquals(PluginStatus.State.ACTIVE, status.state());
            try (Stream<Path> jars = Files.list(copy.resolve("plugins/jars"))) {
                assertTrue(jars.noneMatch(jar -> jar.getFileName().toString().startsWith(".")), "leftovers are swept");
            }
            return command;
        }
    }

    /** Fails at a step; this process and the next must agree. */
    private boolean fails(Work before, Work change, String step, String old, String fresh) throws Exception {
        Consumer<String>[] hook = hook(name -> {});
        boolean failed = false;
        List<String> said;
        try (InFelix felix = new InFelix(home, distribution, name -> hook[0].accept(name))) {
            felix.plugins.manage(false, Optional.empty());
            before.on(felix);
            felix.pipeline.begin();
            hook[0] = name -> {
                if (name.equals(step)) throw new IllegalStateException("fault at " + name);
            };
            try {
                change.on(felix);
            } catch (IllegalStateException e) {
                failed = true;
            } catch (io.graft.api.PipelineException e) {
                failed = true;
            }
            hook[0] = name -> {};
            said = felix.said("words");
            Set<List<String>> allowed = Set.of(List.of(old), fresh.isEmpty() ? List.of() : List.of(fresh));
            assertTrue(allowed.contains(said), "fault at '" + step + "': " + said);
            felix.pipeline.answer().ifPresent(answer -> assertEquals(said, List.of(answer), "fault at " + step));
            assertEquals(List.of(), felix.pipeline.ghosts, "fault at " + step);
        }
        assertEquals(said, taken(home), "fault at '" + step + "', then a restart");
        delete(home);
        return failed;
    }

    @SuppressWarnings("unchecked")
    private static Consumer<String>[] hook(Consumer<String> first) {
        return new Consumer[] {first};
    }

    private Path copy(Path to) {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(home.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(copy);
                else Files.copy(file, copy);
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
