package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.distribution.GraftCommand.Result;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A server of the distribution as a process of its own, with a data folder and a deploy folder of its own; it can be stopped, killed and started again.
 *
 * <p><b>Threading.</b> Calls may come from many threads; one starts and ends it.
 */
final class GraftServer implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration MOST = Duration.ofSeconds(120);

    private final Path folder;
    private final List<String> arguments;
    private final List<String> jvm = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Process process;
    private Path out;
    private Path err;
    private String url;
    private String token = "";

    /**
     * A server that is not started yet.
     *
     * @param folder where its folders lie
     * @param arguments of {@code graft start}
     */
    GraftServer(Path folder, String... arguments) throws IOException {
        this.folder = folder;
        this.arguments = List.of(arguments);
        Files.createDirectories(home());
        Files.createDirectories(deploy());
        jvm("-Dgraft.deploy=" + deploy());
    }

    /** With an option for its Java. */
    GraftServer jvm(String option) {
        jvm.add(option);
        return this;
    }

    /** Sends a token with each call of the admin REST. */
    GraftServer token(String known) {
        token = known;
        return this;
    }

    Path home() {
        return folder.resolve("home");
    }

    Path deploy() {
        return folder.resolve("deploy");
    }

    String url() {
        return url;
    }

    int port() {
        return URI.create(url).getPort();
    }

    long pid() {
        return process.pid();
    }

    /** What it has told so far. */
    String told() throws IOException {
        return Files.readString(err);
    }

    /** Commands with its data folder. */
    GraftCommand command() {
        return new GraftCommand(home(), folder);
    }

    /** Starts it and waits until it is ready. */
    GraftServer start() throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(
                List.of(InGraft.distribution().resolve("bin/graft").toString(), "start", "--port", "0"));
        line.addAll(arguments);
        out = Files.createTempFile(folder, "out", ".txt");
        err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeAll(List.of("GRAFT_URL", "GRAFT_TOKEN"));
        builder.environment().put("GRAFT_HOME", home().toString());
        builder.environment().put("GRAFT_OPTS", String.join(" ", jvm));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process = builder.start();
        long deadline = System.nanoTime() + MOST.toNanos();
        while (!Files.readString(out).contains("\n")) {
            if (!process.isAlive() || System.nanoTime() > deadline)
                throw new AssertionError("The server did not come up: " + told());
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        String ready = Files.readString(out).lines().findFirst().orElse("");
        assertEquals("Graft ready: ", ready.substring(0, Math.min(13, ready.length())), ready);
        url = ready.substring(13);
        return this;
    }

    boolean runs() {
        return process != null && process.isAlive();
    }

    /** Asks it to end, and waits. */
    Result stop() throws IOException, InterruptedException {
        signal("TERM");
        return end();
    }

    /** Waits for its end. */
    Result end() throws IOException, InterruptedException {
        if (!process.waitFor(MOST.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + told());
        }
        return new Result(process.exitValue(), Files.readString(out), told());
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Kills it without a chance to do anything. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Has its Java collect garbage. */
    void collectGarbage() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .start();
        String told = new String(jcmd.getInputStream().readAllBytes());
        assertEquals(0, jcmd.waitFor(), told);
    }

    @Override
    public void close() {
        if (process != null) process.destroyForcibly();
    }

    /** What a call was answered. */
    record Answer(int status, String body, HttpResponse<String> response) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + this, e);
            }
        }

        /** The same, when it is of this status. */
        Answer expect(int expected) {
            assertEquals(expected, status, this::toString);
            return this;
        }

        String error() {
            return json().path("error").asText();
        }

        @Override
        public String toString() {
            return status + " " + body;
        }
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody());
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, BodyPublishers.ofString(body));
    }

    Answer patch(String path, String body) throws IOException, InterruptedException {
        return send("PATCH", path, BodyPublishers.ofString(body));
    }

    /** Sends anything, to a path below the server's address. */
    Answer send(String method, String path, BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(MOST).method(method, body);
        if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }

    /** {@code POST /api/v1/plugins}, with more after it, e.g. {@code ?force=true}. */
    Answer install(Path jar, String query) throws IOException, InterruptedException {
        return send("POST", "api/v1/plugins" + query, BodyPublishers.ofFile(jar));
    }

    /** Installs or updates a plug-in. */
    Answer install(Path jar) throws IOException, InterruptedException {
        return install(jar, "");
    }

    /** Swaps parts of a pipeline. */
    Answer swap(String pipeline, String... assignments) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        for (String one : assignments) body.withArray("set").add(one);
        return post("api/v1/pipelines/" + pipeline + "/swap", body.toString());
    }

    /** The status of a pipeline. */
    JsonNode pipeline(String name) throws IOException, InterruptedException {
        return get("api/v1/pipelines/" + name).expect(200).json();
    }

    /** A request for answers to texts. */
    static String request(String... texts) {
        ObjectNode request = JSON.createObjectNode();
        ObjectNode input = request.withArray("inputs").addObject();
        input.put("name", "text").put("datatype", "BYTES");
        input.withArray("shape").add(texts.length);
        for (String text : texts) input.withArray("data").add(text);
        return request.toString();
    }

    /** Asks a pipeline. */
    Answer ask(String pipeline, String... texts) throws IOException, InterruptedException {
        return post("v2/models/" + pipeline + "/infer", request(texts));
    }

    /** The scores of a text: what one compares to see that nothing has changed. */
    List<Double> scores(String pipeline, String text) throws IOException, InterruptedException {
        return scores(ask(pipeline, text).expect(200).json());
    }

    /** All scores of an answer, row by row. */
    static List<Double> scores(JsonNode answer) {
        List<Double> scores = new ArrayList<>();
        for (JsonNode output : answer.path("outputs"))
            if (output.path("name").asText().equals("scores"))
                output.path("data").forEach(n -> scores.add(n.asDouble()));
        return scores;
    }

    /** Writes a jar into the deploy folder at once, as a careful person does. */
    void drop(Path jar, String name) throws IOException {
        Path beside = Files.copy(jar, deploy().resolve("." + name + ".tmp"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, deploy().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The plug-in of a name; missing when there is none. */
    JsonNode plugin(String name) throws IOException, InterruptedException {
        for (JsonNode plugin : get("api/v1/plugins").expect(200).json().path("plugins"))
            if (plugin.path("name").asText().equals(name)) return plugin;
        return JSON.missingNode();
    }

    /** Waits for something that will come by itself. */
    static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) throw new AssertionError("It never came: " + what);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
