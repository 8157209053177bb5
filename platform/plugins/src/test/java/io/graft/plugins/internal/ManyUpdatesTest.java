package io.graft.plugins.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.plugins.PluginOptions;
import io.graft.plugins.PluginReport;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyUpdatesTest {
    private static final int CYCLES = Integer.getInteger("plugins.cycles", 100);

    @TempDir
    Path folder;

    @Test
    void updatesOfAPluginInUseLeaveNeitherLoadersNorThreadsNorBundles() throws Exception {
        Path one = PluginJar.words("1.0.0").write(folder.resolve("one.jar"));
        Path other = PluginJar.words("1.1.0").write(folder.resolve("other.jar"));
        try (InFelix felix = new InFelix(folder.resolve("home"))) {
            felix.plugins.manage(true, Optional.empty());
            felix.plugins.install(one, PluginOptions.DEFAULT);
            felix.pipeline.begin();
            int bundles = felix.framework.getBundleContext().getBundles().length;
            int threads = 0;
            double milliseconds = 0;
            for (int i = 1; i <= CYCLES; i++) {
                felix.leaks.watched.clear();
                PluginReport report = felix.plugins.install(i % 2 == 0 ? one : other, PluginOptions.DEFAULT);
                milliseconds += report.milliseconds().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
                assertEquals(Optional.of(i % 2 == 0 ? "1.0.0" : "1.1.0"), felix.pipeline.answer());
                if (i == CYCLES / 10)
                    threads = ManagementFactory.getThreadMXBean().getThreadCount();
                if (i % 10 == 0) assertTrue(felix.leaks.collected("acme.words " + (i % 2 == 0 ? "1.1.0" : "1.0.0")));
            }
            System.out.printf("%d updates, %.1f ms each%n", CYCLES, milliseconds / CYCLES);
            assertEquals(bundles, felix.framework.getBundleContext().getBundles().length);
            assertEquals(Set.of(), felix.catalog.hidden());
            assertEquals(List.of(), felix.pipeline.ghosts);
            int before = threads;
            InFelix.await(
                    "threads level", () -> ManagementFactory.getThreadMXBean().getThreadCount() <= before + 2);
        }
    }
}
