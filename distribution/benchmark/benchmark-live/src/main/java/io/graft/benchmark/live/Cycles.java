package io.graft.benchmark.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Update cycles of a plug-in that a pipeline uses, under a little load: what stays in memory. */
final class Cycles {
    private Cycles() {}

    static Map<String, Object> measure(GraftServer server, Words words, Editions plugin, int cycles) throws Exception {
        List<Map<String, Object>> seen = new ArrayList<>();
        try (Load load = new Load(server, words.texts(), 2, 20)) {
            for (int i = 1; i <= cycles; i++) {
                Path jar = plugin.edition(10_000 + i);
                server.plugin(jar);
                Files.delete(jar);
                if (i == 10 || i % 100 == 0) seen.add(look(server, i));
                System.err.print("\rcycle " + i + " of " + cycles);
            }
            System.err.println();
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("cycles", seen);
            json.put("failed", load.failed.get());
            json.put("mixed", load.mixed.get());
            json.put("problems", load.problems);
            return json;
        }
    }

    private static Map<String, Object> look(GraftServer server, int cycle) throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) server.jcmd("GC.run");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cycle", cycle);
        long loaders = server.jcmd("VM.classloader_stats")
                .lines()
                .filter(l -> l.contains("BundleWiringImpl$BundleClassLoader"))
                .count();
        json.put("bundleClassLoaders", loaders);
        String histogram = server.jcmd("GC.class_histogram");
        json.put(
                "instancesOfThePluginsClasses",
                histogram
                        .lines()
                        .filter(l -> l.contains("io.graft.benchmark.words."))
                        .count());
        for (String line : server.jcmd("VM.metaspace", "basic").split("\n"))
            if (line.strip().startsWith("Both:") && !json.containsKey("metaspace")) json.put("metaspace", line.strip());
        json.put("threads", server.status("Threads"));
        json.put("rssKilobytes", server.status("VmRSS"));
        return json;
    }
}
