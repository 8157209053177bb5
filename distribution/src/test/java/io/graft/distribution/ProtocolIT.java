package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.distribution.RawHttp.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Open Inference Protocol byte by byte, as its specification has it and as clients of Triton speak it. */
@DisabledOnOs(OS.WINDOWS)
class ProtocolIT {
    private static final SmallPipeline WORDS = new SmallPipeline("words", "whitespace");
    private static final String INFER = "/v2/models/words/infer";
    private static final String POINTS = """
            graft: 1
            pipeline: points
            data:
              train: { csv: { path: points.csv, features: [x, y], label: label } }
            model:
              layers: [{ dense: { units: classes } }]
              loss: cross-entropy
              optimizer: { adam: { learningRate: 0.1 } }
            train: { epochs: 10, batch: 8, seed: 7 }
            """;

    @TempDir
    private static Path folder;

    private static GraftServer server;
    private RawHttp http;

    @BeforeAll
    static void aServerOfTextsAndNumbers() throws Exception {
        server = new GraftServer(folder, "--dev").jvm("-Dgraft.http.timeout=3s").start();
        WORDS.serve(server, folder);
        StringBuilder rows = new StringBuilder("x,y,label\n");
        for (int i = 0; i < 40; i++) rows.append(i % 2 == 0 ? "1,0,right\n" : "0,1,up\n");
        Files.writeString(folder.resolve("points.csv"), rows);
        Files.writeString(folder.resolve("points.yaml"), POINTS);
        assertEquals(0, server.command().run("train", "points.yaml").exit());
        server.post("api/v1/pipelines", POINTS).expect(201);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        http = new RawHttp(server.port());
    }

    @AfterEach
    void close() throws IOException {
        http.close();
        try (RawHttp other = new RawHttp(server.port())) { // whatever was sent, others are answered
            other.post(INFER, GraftServer.request("apple plum now")).expect(200);
        }
    }

    @Test
    void healthAndMetadataAreAsTheSpecificationSays() throws Exception {
        http.get("/v2/health/live").expect(200);
        http.get("/v2/health/ready").expect(200);
        http.get("/v2/models/words/ready").expect(200);
        http.get("/v2/models/words/versions/1/ready?verbose=1").expect(200);
        JsonNode about = http.get("/v2").expect(200).json();
        for (String key : List.of("name", "version", "extensions")) assertTrue(about.has(key), about::toString);
        assertTrue(about.path("extensions").toString().contains("\"binary_tensor_data\""), about::toString);
        JsonNode model = http.get("/v2/models/words").expect(200).json();
        assertEquals("words", model.path("name").asText());
        assertEquals("[\"1\"]", model.path("versions").toString());
        assertEquals(
                "[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[-1]}]",
                model.path("inputs").toString());
        assertEquals(
                "[{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[-1]},{\"name\":\"score\",\"datatype\":\"FP32\",\"shape\":[-1]},"
                        + "{\"name\":\"scores\",\"datatype\":\"FP32\",\"shape\":[-1,2]}]",
                model.path("outputs").toString());
        assertEquals(model, http.get("/v2/models/words/versions/1").expect(200).json());
        assertEquals(
                "words",
                http.get("/v2/models/words/config")
                        .expect(200)
                        .json()
                        .path("name")
                        .asText());
        assertEquals(
                1,
                http.get("/v2/models/words/stats")
                        .expect(200)
                        .json()
                        .path("model_stats")
                        .size());
        http.send("HEAD", "/v2/health/ready", "").read(false).expect(200);
    }

    @Test
    void textsAreAnsweredWithoutAContentTypeAndWithAQuery() throws Exception {
        String body = "{\"id\":\"a 1\",\"inputs\":[{\"name\":\"text\",\"shape\":[2],\"datatype\":\"BYTES\","
                + "\"data\":[\"apple plum now\",\"car bus now\"]}],\"unknown\":{\"x\":[1]}}";
        JsonNode answer = http.post(INFER + "?a=b&c=%20", body).expect(200).json();
        assertEquals("a 1", answer.path("id").asText());
        assertEquals("words", answer.path("model_name").asText());
        assertEquals("1", answer.path("model_version").asText());
        assertTrue(answer.path("parameters").path("generation").asInt() > 0, answer::toString);
        JsonNode label = answer.path("outputs").get(0);
        assertEquals("[\"fruit\",\"vehicle\"]", label.path("data").toString());
        assertEquals("[2,2]", answer.path("outputs").get(2).path("shape").toString());
        String nested = body.replace("\"shape\":[2]", "\"shape\":[2,1]")
                .replace("[\"apple plum now\",\"car bus now\"]", "[[\"apple plum now\"],[\"car bus now\"]]");
        JsonNode same = http.post("/v2/models/words/versions/1/infer", nested, "Content-Type: text/plain")
                .expect(200)
                .json();
        assertEquals(answer, same);
    }

    @Test
    void onlyTheOutputsThatWereAskedForComeBack() throws Exception {
        String body = GraftServer.request("apple plum now")
                .replaceFirst("\\}$", ",\"outputs\":[{\"name\":\"scores\"},{\"name\":\"label\"}]}");
        JsonNode outputs = http.post(INFER, body).expect(200).json().path("outputs");
        assertEquals(List.of("scores", "label"), outputs.findValuesAsText("name"));
    }

    private static byte[] bytesTensor(String... texts) {
        ByteBuffer all = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        for (String text : texts) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            all.putInt(utf8.length).put(utf8);
        }
        byte[] bytes = new byte[all.position()];
        all.flip().get(bytes);
        return bytes;
    }

    private static byte[] joined(String json, byte[] binary) {
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(head.length + binary.length)
                .put(head)
                .put(binary)
                .array();
    }

    private RawHttp sendBinary(String target, String json, byte[] binary) throws IOException {
        String header = "Inference-Header-Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length;
        return http.send("POST", target, joined(json, binary), header);
    }

    @Test
    void binaryTextsAndBinaryAnswersAreLengthPrefixed() throws Exception {
        byte[] texts = bytesTensor("apple plum now", "发票 car bus");
        String json =
                "{\"inputs\":[{\"name\":\"text\",\"shape\":[2],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":"
                        + texts.length + "}}],\"parameters\":{\"binary_data_output\":true}}";
        Response answer = sendBinary(INFER, json, texts).read().expect(200);
        int head = Integer.parseInt(answer.headers().get("inference-header-content-length"));
        JsonNode outputs = GraftServer.JSON.readTree(answer.body(), 0, head).path("outputs");
        ByteBuffer data = ByteBuffer.wrap(answer.body(), head, answer.body().length - head)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        int expected = 0;
        for (JsonNode output : outputs) {
            assertFalse(output.has("data"), output::toString);
            expected += output.path("parameters").path("binary_data_size").asInt();
        }
        assertEquals(expected, data.remaining());
        byte[] first = new byte[data.getInt()];
        data.get(first);
        assertEquals("fruit", new String(first, StandardCharsets.UTF_8));
        byte[] second = new byte[data.getInt()];
        data.get(second);
        assertEquals("vehicle", new String(second, StandardCharsets.UTF_8));
        assertTrue(data.getFloat() > 0.5f); // score
        data.getFloat();
        assertEquals(1, data.getFloat() + data.getFloat(), 1e-5); // scores
    }

    @Test
    void jsonAndBinaryAreMixedAsOneLikes() throws Exception {
        byte[] texts = bytesTensor("apple plum now");
        String json =
                "{\"inputs\":[{\"name\":\"text\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":"
                        + texts.length
                        + "}}],\"outputs\":[{\"name\":\"label\"},{\"name\":\"scores\",\"parameters\":{\"binary_data\":true}}]}";
        Response answer = sendBinary(INFER, json, texts).read().expect(200);
        int head = Integer.parseInt(answer.headers().get("inference-header-content-length"));
        JsonNode outputs = GraftServer.JSON.readTree(answer.body(), 0, head).path("outputs");
        assertEquals("[\"fruit\"]", outputs.get(0).path("data").toString());
        assertEquals(
                8, outputs.get(1).path("parameters").path("binary_data_size").asInt());
        assertEquals(head + 8, answer.body().length);

        byte[] numbers = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0)
                .putFloat(1)
                .array();
        String points =
                "{\"inputs\":[{\"name\":\"input\",\"shape\":[1,2],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":8}}]}";
        JsonNode up = sendBinary("/v2/models/points/infer", points, numbers)
                .read()
                .expect(200)
                .json();
        assertEquals("[\"up\"]", up.path("outputs").get(0).path("data").toString());
        for (String data : List.of("[0,1]", "[[0,1]]")) {
            String flat = points.replace("\"parameters\":{\"binary_data_size\":8}", "\"data\":" + data);
            assertEquals(
                    up, http.post("/v2/models/points/infer", flat).expect(200).json());
        }
    }

    @Test
    void oneConnectionCarriesManyRequestsAlsoWithoutWaiting() throws Exception {
        for (int i = 0; i < 3; i++)
            http.post(INFER, GraftServer.request("apple plum now")).expect(200);
        for (int i = 0; i < 20; i++)
            http.send("POST", INFER, GraftServer.request("car bus").replaceFirst("\\{", "{\"id\":\"" + i + "\","));
        http.send("GET", "/v2/health/live", "");
        for (int i = 0; i < 20; i++)
            assertEquals(
                    Integer.toString(i),
                    http.read().expect(200).json().path("id").asText());
        http.read().expect(200);
        http.post(INFER, "{").expect(400); // a mistake does not end it
        http.post(INFER, GraftServer.request("apple plum now")).expect(200);
    }

    @Test
    void bodiesInChunksAndThoseThatWaitForPermissionAreRead() throws Exception {
        String body = GraftServer.request("apple plum now");
        http.write("POST " + INFER + " HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n");
        for (int from = 0; from < body.length(); from += 40) {
            String part = body.substring(from, Math.min(body.length(), from + 40));
            http.write(Integer.toHexString(part.length()) + "\n" + part + "\n");
        }
        http.write("0\n\n").read().expect(200);
        http.write("POST " + INFER + " HTTP/1.1\nHost: localhost\nExpect: 100-continue\nContent-Length: "
                + body.length() + "\n\n");
        http.read().expect(100);
        http.write(body).read().expect(200);
    }

    @Test
    void theRepositoryIsListedLoadedAndUnloaded() throws Exception {
        JsonNode index =
                http.send("POST", "/v2/repository/index", "").read().expect(200).json();
        assertEquals(List.of("points", "words"), index.findValuesAsText("name"));
        assertEquals(List.of("READY", "READY"), index.findValuesAsText("state"));
        http.post("/v2/repository/models/points/unload", "{\"parameters\":{\"unload_dependents\":false}}")
                .expect(200);
        http.post("/v2/models/points/infer", "{\"inputs\":[]}").expect(503, "NOT_READY");
        http.get("/v2/models/points/ready").expect(503, "NOT_READY");
        JsonNode ready = http.post("/v2/repository/index", "{\"ready\":true}")
                .expect(200)
                .json();
        assertEquals(List.of("words"), ready.findValuesAsText("name"));
        http.post("/v2/repository/models/points/load", "").expect(200);
        http.get("/v2/models/points/ready").expect(200);
        http.post("/v2/repository/models/nothing/load", "").expect(404, "NOT_FOUND");
        http.post("/v2/repository/models/nothing/unload", "{}").expect(404, "NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | BAD_CALL       | {
            400 | BAD_CALL       | []
            400 | BAD_CALL       | {}
            400 | BAD_CALL       | {'inputs':{}}
            400 | BAD_CALL       | {'inputs':[]}
            400 | BAD_CALL       | {'inputs':[{'name':'txt','shape':[1],'datatype':'BYTES','data':['a']}]}
            400 | BAD_CALL       | {'inputs':[{'name':'text','shape':[1],'datatype':'BYTES'}]}
            400 | BAD_CALL       | {'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','data':['a']}]} {}
            400 | BAD_CALL       | {'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','data':['a']}],'outputs':[{'name':'logits'}]}
            400 | SHAPE_MISMATCH | {'inputs':[{'name':'text','shape':[2],'datatype':'BYTES','data':['a']}]}
            400 | SHAPE_MISMATCH | {'inputs':[{'name':'text','shape':[1,2],'datatype':'BYTES','data':['a','b']}]}
            400 | SHAPE_MISMATCH | {'inputs':[{'name':'text','shape':[0],'datatype':'BYTES','data':[]}]}
            400 | SHAPE_MISMATCH | {'inputs':[{'name':'text','shape':[-1],'datatype':'BYTES','data':['a']}]}
            400 | SHAPE_MISMATCH | {'inputs':[{'name':'text','shape':[2],'datatype':'BYTES','data':['a',['b']]}]}
            400 | TYPE_MISMATCH  | {'inputs':[{'name':'text','shape':[1],'datatype':'FP32','data':[1]}]}
            400 | TYPE_MISMATCH  | {'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','data':[1]}]}
            400 | BAD_DATA       | {'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','data':[null]}]}
            400 | BAD_CALL       | {'inputs':[{'name':'text','shape':[5000000000],'datatype':'BYTES','data':['a']}]}
            """)
    void aWrongRequestIsToldWhatIsWrong(int status, String code, String body) throws Exception {
        Response answer = http.post(INFER, body.replace('\'', '"')).expect(status, code);
        assertEquals("application/json", answer.headers().get("content-type").split(";")[0]);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            BAD_DATA       | {'inputs':[{'name':'input','shape':[1,2],'datatype':'FP32','data':[NaN,1]}]}
            BAD_DATA       | {'inputs':[{'name':'input','shape':[1,2],'datatype':'FP32','data':[1e99,1]}]}
            BAD_DATA       | {'inputs':[{'name':'input','shape':[1,2],'datatype':'FP32','data':[-Infinity,1]}]}
            SHAPE_MISMATCH | {'inputs':[{'name':'input','shape':[1,3],'datatype':'FP32','data':[1,2,3]}]}
            SHAPE_MISMATCH | {'inputs':[{'name':'input','shape':[2,2],'datatype':'FP32','data':[1,2,3]}]}
            TYPE_MISMATCH  | {'inputs':[{'name':'input','shape':[1,2],'datatype':'BYTES','data':['1','2']}]}
            TYPE_MISMATCH  | {'inputs':[{'name':'input','shape':[1,2],'datatype':'FP31','data':[1,2]}]}
            """)
    void wrongNumbersAreRefused(String code, String body) throws Exception {
        http.post("/v2/models/points/infer", body.replace('\'', '"')).expect(400, code);
    }

    @Test
    void binaryDataThatDoNotFitAreRefused() throws Exception {
        byte[] nan = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(Float.NaN)
                .putFloat(1)
                .array();
        String points =
                "{\"inputs\":[{\"name\":\"input\",\"shape\":[1,2],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":8}}]}";
        sendBinary("/v2/models/points/infer", points, nan).read().expect(400, "BAD_DATA");
        sendBinary("/v2/models/points/infer", points, new byte[7]).read().expect(400, "BAD_DATA");
        sendBinary("/v2/models/points/infer", points, new byte[9]).read().expect(400, "BAD_DATA");
        String text =
                "{\"inputs\":[{\"name\":\"text\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":8}}]}";
        byte[] huge =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(-1).array();
        sendBinary(INFER, text, huge).read().expect(400, "BAD_DATA");
        http.post(INFER, text, "Inference-Header-Content-Length: 999999").expect(400, "BAD_CALL");
        http.post(INFER, text, "Inference-Header-Content-Length: many").expect(400, "BAD_CALL");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        http.post("/v2/models/nothing/infer", GraftServer.request("a")).expect(404, "NOT_FOUND");
        http.get("/v2/models/nothing").expect(404, "NOT_FOUND");
        http.get("/v2/models/nothing/ready").expect(404, "NOT_FOUND");
        http.post("/v2/models/words/versions/9/infer", GraftServer.request("a")).expect(404, "NOT_FOUND");
        http.get("/v2/models/words/versions/zero").expect(404, "NOT_FOUND");
        http.get("/v2/nothing").expect(404, "NOT_FOUND");
        assertEquals("POST", http.get(INFER).expect(405, "BAD_CALL").headers().get("allow"));
    }

    @Test
    void aHundredMegabytesAreRefused() throws Exception {
        http.write("POST " + INFER + " HTTP/1.1\nHost: localhost\nContent-Length: 104857600\n\n{");
        http.read().expect(413, "BAD_CALL");
        try (RawHttp chunked = new RawHttp(server.port())) {
            chunked.write("POST " + INFER + " HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n");
            byte[] megabyte = new byte[1 << 20];
            Arrays.fill(megabyte, (byte) ' ');
            try {
                for (int i = 0; i < 100; i++)
                    chunked.write("100000\n").write(megabyte).write("\n");
            } catch (IOException e) {
                return; // it was closed: the answer may be lost with it
            }
            chunked.read().expect(413, "BAD_CALL");
        }
    }

    @Test
    void whoSendsAByteASecondIsCutOffAndHoldsUpNobody() throws Exception {
        List<RawHttp> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                RawHttp one = new RawHttp(server.port());
                one.write("POST " + INFER + " HTTP/1.1\nHost: localhost\nContent-Length: 1000\n\n{");
                slow.add(one);
            }
            for (int i = 0; i < 100; i++) {
                RawHttp one = new RawHttp(server.port());
                one.write("POST " + INFER + " HTTP/1.1\nHost: loc"); // not even its headers
                slow.add(one);
            }
            for (int second = 0; second < 4; second++) {
                for (int i = 0; i < 50; i++)
                    http.post(INFER, GraftServer.request("apple plum now")).expect(200);
                for (RawHttp one : slow.subList(0, 100))
                    try {
                        one.write(" ");
                    } catch (IOException e) {
                        // cut off already
                    }
                TimeUnit.SECONDS.sleep(1); // what a slow client does
            }
            for (RawHttp one : slow.subList(0, 100)) {
                one.read().expect(408, "TIMEOUT");
                assertTrue(one.ended(), "it stays open");
            }
        } finally {
            for (RawHttp one : slow) one.close();
        }
    }
}
