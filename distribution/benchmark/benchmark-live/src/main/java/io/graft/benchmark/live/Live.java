package io.graft.benchmark.live;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code Live FOLDER PLUGIN WORK WHAT}: measures a server of an unpacked folder; {@code WHAT} is {@code load PAUSE_MILLIS}, {@code cycles COUNT},
 * {@code prompt} or {@code throughput PIPELINE DESCRIPTOR}.
 */
public final class Live {
    private Live() {}

    /** Prints one JSON document. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]).toAbsolutePath();
        Path work = Path.of(args[2]).toAbsolutePath();
        String what = args[3];
        Path home = work.resolve("home-" + what);
        Files.createDirectories(home);
        Editions plugin = new Editions(Path.of(args[1]).toAbsolutePath(), work);
        Words words = new Words(folder.resolve("examples"));
        Map<String, Object> json = new LinkedHashMap<>();
        try (GraftServer server = new GraftServer(folder, home, work.resolve("server-" + what + ".log"))) {
            server.plugin(plugin.edition(1));
            for (int seed = 1; seed <= (what.equals("load") ? 3 : 1); seed++) server.train(words.descriptor(seed));
            server.call(
                    "POST",
                    "/api/v1/pipelines",
                    java.net.http.HttpRequest.BodyPublishers.ofString(words.descriptor(1)),
                    "application/yaml");
            json.put(
                    "jvm", server.jcmd("VM.version").lines().reduce((a, b) -> b).orElse(""));
            json.put(
                    what,
                    switch (what) {
                        case "load" ->
                            UnderLoad.measure(server, words, plugin, backend(folder, work), Integer.parseInt(args[4]));
                        case "cycles" -> Cycles.measure(server, words, plugin, Integer.parseInt(args[4]));
                        case "prompt" -> Prompt.measure(server, words, plugin, folder.resolve("deploy"));
                        case "throughput" -> {
                            String pipeline = args[4];
                            server.train(Files.readString(Path.of(args[5])));
                            server.call(
                                    "POST",
                                    "/api/v1/pipelines",
                                    java.net.http.HttpRequest.BodyPublishers.ofString(
                                            Files.readString(Path.of(args[5]))),
                                    "application/yaml");
                            yield Throughput.measure(server, pipeline, words.texts(), work);
                        }
                        default ->
                            throw new IllegalArgumentException("load, cycles, prompt or throughput, not " + what);
                    });
        }
        System.out.println(GraftServer.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json));
    }

    private static Editions backend(Path folder, Path work) throws java.io.IOException {
        try (var jars = Files.list(folder.resolve("bundle"))) {
            return new Editions(
                    jars.filter(j -> j.getFileName().toString().contains("backend-dl4j-cpu"))
                            .findFirst()
                            .orElseThrow(),
                    work);
        }
    }
}
