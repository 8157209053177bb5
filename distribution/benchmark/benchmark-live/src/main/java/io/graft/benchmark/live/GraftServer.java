package io.graft.benchmark.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, and its admin REST. */
final class GraftServer implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final Path folder;
    private final Process process;
    private final URI address;

    /** Starts {@code bin/graft start --dev} of an unpacked folder, on a free port. */
    GraftServer(Path folder, Path home, Path log) throws IOException {
        this.folder = folder;
        process = new ProcessBuilder(
                        folder.resolve("bin/graft").toString(),
                        "start",
                        "--dev",
                        "--port",
                        "0",
                        "--home",
                        home.toString())
                .redirectError(log.toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null || !line.startsWith("Graft ready: "))
            throw new IOException("The server did not start: " + line + "\n" + Files.readString(log));
        address = URI.create(line.substring("Graft ready: ".length()));
        Thread drain = new Thread(() -> out.lines().forEach(System.err::println), "server-output");
        drain.setDaemon(true);
        drain.start();
    }

    URI uri(String path) {
        return address.resolve(path);
    }

    long pid() {
        return process.pid();
    }

    /** A call of the admin REST; what is not 2xx is thrown. */
    JsonNode call(String method, String path, HttpRequest.BodyPublisher body, String type)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .method(method, body)
                .header("Content-Type", type)
                .timeout(Duration.ofMinutes(5))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2)
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        return JSON.readTree(answer.body());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return call("GET", path, HttpRequest.BodyPublishers.noBody(), "application/json");
    }

    JsonNode post(String path, String json) throws IOException, InterruptedException {
        return call("POST", path, HttpRequest.BodyPublishers.ofString(json), "application/json");
    }

    /** Sends a jar. */
    JsonNode plugin(Path jar) throws IOException, InterruptedException {
        return call("POST", "/api/v1/plugins", HttpRequest.BodyPublishers.ofFile(jar), "application/java-archive");
    }

    /** Trains a pipeline here and waits until the model is stored. */
    void train(String descriptor) throws IOException, InterruptedException {
        String id = call("POST", "/api/v1/runs", HttpRequest.BodyPublishers.ofString(descriptor), "application/yaml")
                .get("id")
                .asText();
        for (; ; ) {
            JsonNode run = get("/api/v1/runs/" + id);
            String state = run.get("state").asText();
            if (state.equalsIgnoreCase("done")) return;
            if (!state.equalsIgnoreCase("running")) throw new IOException("The run ended: " + run);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** What the server's JVM answers to jcmd. */
    String jcmd(String... command) throws IOException, InterruptedException {
        List<String> all = new java.util.ArrayList<>();
        String home = System.getProperty("java.home");
        all.add(home + "/bin/jcmd");
        all.add(Long.toString(process.pid()));
        all.addAll(List.of(command));
        Process p = new ProcessBuilder(all).redirectErrorStream(true).start();
        String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        p.waitFor();
        return text;
    }

    /** A line of {@code /proc/PID/status}, in its unit. */
    long status(String key) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")))
            if (line.startsWith(key + ":")) return Long.parseLong(line.replaceAll("[^0-9]", ""));
        throw new IOException("no " + key);
    }

    /** The CPU time that the process has used, in seconds. */
    double cpuSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) throw new IOException("The server did not end.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
