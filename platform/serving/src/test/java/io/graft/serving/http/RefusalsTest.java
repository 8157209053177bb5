package io.graft.serving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.pipeline.live.FakePipeline;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is said with its place, and what would be right; the server goes on. */
class RefusalsTest {
    private static final String TICKETS = "/v2/models/tickets/infer";
    private static final String WINE = "/v2/models/wine/infer";
    private static final String GOOD = "{'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','data':['a']}]}";
    private static ServerFixture server;

    @BeforeAll
    static void start() throws Exception {
        server = new ServerFixture(
                "graft.http.max.body", "100KB", "graft.http.queue", "64", "graft.http.timeout", "20s");
        server.pipelines.add(FakePipeline.texts("tickets", 1, 1));
        server.pipelines.add(FakePipeline.numbers("wine"));
        FakePipeline waiting = server.pipelines.add(FakePipeline.texts("waiting", 1, 1));
        waiting.face = null;
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static void assertRefused(HttpResponse<byte[]> response, int status, String code, String at, String part)
            throws Exception {
        JsonNode error = ServerFixture.json(response);
        assertEquals(status, response.statusCode(), error.toString());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElse(""));
        assertEquals(List.of("error", "code", "at"), names(error));
        assertEquals(code, error.get("code").asText(), error.toString());
        assertEquals(at, error.get("at").asText(), error.toString());
        assertTrue(error.get("error").asText().contains(part), error.toString());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new java.util.ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static List<Arguments> badRequests() {
        return List.of(
                Arguments.of(TICKETS, "", "BAD_CALL", "", "empty"),
                Arguments.of(TICKETS, "[]", "BAD_CALL", "", "not a JSON object"),
                Arguments.of(TICKETS, "{'inputs':[{", "BAD_CALL", "", "no JSON at line 1"),
                Arguments.of(TICKETS, "{'inputs':[]} x", "BAD_CALL", "", "no JSON"),
                Arguments.of(TICKETS, "{'inputs':[]}{}", "BAD_CALL", "", "goes on after"),
                Arguments.of(TICKETS, "{}", "BAD_CALL", "inputs", "has 0 inputs; this pipeline takes one, 'text'"),
                Arguments.of(TICKETS, "{'inputs':{}}", "BAD_CALL", "inputs", "must be a list"),
                Arguments.of(TICKETS, "{'id':7,'inputs':[]}", "BAD_CALL", "id", "must be a text"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[{'name':'txt','shape':[1],'datatype':'BYTES','data':['a']}]}",
                        "BAD_CALL",
                        "inputs[0].name",
                        "There is no input 'txt'; this pipeline takes 'text'"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[{'name':'text','datatype':'BYTES','data':['a']}]}",
                        "SHAPE_MISMATCH",
                        "inputs[0].shape",
                        "has no shape"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[{'name':'text','shape':[1],'data':['a']}]}",
                        "TYPE_MISMATCH",
                        "inputs[0].datatype",
                        "it is BYTES"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[{'name':'text','shape':[1],'datatype':'FP32','data':[1]}]}",
                        "TYPE_MISMATCH",
                        "inputs[0].datatype",
                        "'text' takes BYTES"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','data':[1]}]}",
                        "TYPE_MISMATCH",
                        "inputs[0].data",
                        "not all texts"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[{'name':'text','shape':[1,2],'datatype':'BYTES','data':['a','b']}]}",
                        "SHAPE_MISMATCH",
                        "inputs[0].shape",
                        "[1,2]; this pipeline takes [rows]"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[{'name':'text','shape':[-1],'datatype':'BYTES','data':['a']}]}",
                        "SHAPE_MISMATCH",
                        "inputs[0].shape",
                        "is -1"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[{'name':'text','shape':[0],'datatype':'BYTES','data':[]}]}",
                        "SHAPE_MISMATCH",
                        "inputs[0].shape",
                        "no rows"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[{'name':'text','shape':[2],'datatype':'BYTES','data':['a']}]}",
                        "SHAPE_MISMATCH",
                        "inputs[0].data",
                        "1 values, but the shape [2] needs 2"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[{'name':'text','shape':[65],'datatype':'BYTES','data':['a']}]}",
                        "BAD_CALL",
                        "inputs[0].shape",
                        "65 rows; one request can have 64 at most"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[{'name':'text','shape':[1],'datatype':'BYTES'}]}",
                        "BAD_CALL",
                        "inputs[0]",
                        "has no data"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','data':[null]}]}",
                        "BAD_DATA",
                        "inputs[0].data",
                        "Value 1 of the data is null"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','data':['a']}],'outputs':[{'name':'logits'}]}",
                        "BAD_CALL",
                        "outputs[0].name",
                        "There is no output 'logits'; this pipeline has label, score, scores"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[],'outputs':[{'name':'scores','parameters':{'classification':2,'binary_data':true}}]}",
                        "BAD_CALL",
                        "outputs[0].parameters.classification",
                        "ask for 'label' or for all 'scores'"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[],'outputs':[{'name':'scores','parameters':{'shared_memory_region':'r','shared_memory_byte_size':8}}]}",
                        "BAD_CALL",
                        "outputs[0].parameters.shared_memory_region",
                        "no shared memory"),
                Arguments.of(
                        WINE,
                        "{'inputs':[{'name':'input','shape':[1,3],'datatype':'FP32','parameters':{'shared_memory_region':'r'}}]}",
                        "BAD_CALL",
                        "inputs[0].parameters.shared_memory_region",
                        "no shared memory"),
                Arguments.of(
                        TICKETS,
                        "{'parameters':{'timeout':-5},'inputs':[]}",
                        "BAD_CALL",
                        "parameters.timeout",
                        "microseconds"),
                Arguments.of(
                        TICKETS,
                        "{'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','parameters':{'binary_data_size':9}}]}",
                        "BAD_DATA",
                        "inputs[0].parameters.binary_data_size",
                        "followed by 9 bytes of data, but there are 0"),
                Arguments.of(
                        WINE,
                        "{'inputs':[{'name':'input','shape':[1,3],'datatype':'FP32','data':[1,NaN,2]}]}",
                        "BAD_DATA",
                        "inputs[0].data",
                        "Number 2 of the data is NaN"),
                Arguments.of(
                        WINE,
                        "{'inputs':[{'name':'input','shape':[1,3],'datatype':'FP32','data':[1,2,1e39]}]}",
                        "BAD_DATA",
                        "inputs[0].data",
                        "fits into 32 bits"),
                Arguments.of(
                        WINE,
                        "{'inputs':[{'name':'input','shape':[1,2],'datatype':'FP32','data':[1,2]}]}",
                        "SHAPE_MISMATCH",
                        "inputs[0].shape",
                        "this pipeline takes [rows,3]"),
                Arguments.of(
                        WINE,
                        "{'inputs':[{'name':'input','shape':[2,3],'datatype':'FP32','data':[[1,2,3],[1,2]]}]}",
                        "SHAPE_MISMATCH",
                        "inputs[0].data",
                        "3 and 2 long"),
                Arguments.of(
                        WINE,
                        "{'inputs':[{'name':'input','shape':[2,3],'datatype':'FP32','data':[[1,2],[3,4],[5,6]]}]}",
                        "SHAPE_MISMATCH",
                        "inputs[0].data",
                        "nested as [3,2], but the shape is [2,3]"),
                Arguments.of(
                        WINE,
                        "{'inputs':[{'name':'input','shape':[1,3],'datatype':'BF16','data':[1,2,3]}]}",
                        "TYPE_MISMATCH",
                        "inputs[0].datatype",
                        "BF16"),
                Arguments.of(
                        WINE,
                        "{'inputs':[{'name':'input','shape':[1,3],'datatype':'FP32','data':['1','2','3']}]}",
                        "TYPE_MISMATCH",
                        "inputs[0].data",
                        "not all numbers"));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void badRequestsAreRefusedWithPlaceAndReason(String path, String json, String code, String at, String part)
            throws Exception {
        assertRefused(server.post(path, json), 400, code, at, part);
        assertEquals(200, server.post(TICKETS, GOOD).statusCode());
    }

    @Test
    void binaryTextsThatEndTooEarlyAreRefused() throws Exception {
        String json =
                "{'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','parameters':{'binary_data_size':SIZE}}]}";
        for (byte[] data : new byte[][] {{5, 0}, {5, 0, 0, 0, 'a'}, {-1, -1, -1, -1, 'a'}, {1, 0, 0, 0, 'a', 'b'}}) {
            String head = json.replace("SIZE", Integer.toString(data.length));
            assertRefused(
                    server.post(
                            TICKETS,
                            InferTest.mixed(head, data),
                            "Inference-Header-Content-Length",
                            Integer.toString(head.length())),
                    400,
                    "BAD_DATA",
                    "inputs[0].parameters.binary_data_size",
                    "");
        }
        byte[] noUtf8 = {2, 0, 0, 0, (byte) 0xc3, 'x'};
        String head = json.replace("SIZE", "6");
        assertRefused(
                server.post(
                        TICKETS,
                        InferTest.mixed(head, noUtf8),
                        "Inference-Header-Content-Length",
                        Integer.toString(head.length())),
                400,
                "BAD_DATA",
                "inputs[0]",
                "Text 1 is not UTF-8");
    }

    @Test
    void binaryNumbersThatAreNaNOrTooFewAreRefused() throws Exception {
        String head =
                "{'inputs':[{'name':'input','shape':[1,3],'datatype':'FP32','parameters':{'binary_data_size':12}}]}";
        byte[] nan = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(4, Float.NaN)
                .array();
        assertRefused(
                server.post(WINE, InferTest.mixed(head, nan), "Inference-Header-Content-Length", "" + head.length()),
                400,
                "BAD_DATA",
                "inputs[0]",
                "Number 2 of row 1 is NaN");
        String few = head.replace("12", "8");
        assertRefused(
                server.post(
                        WINE, InferTest.mixed(few, new byte[8]), "Inference-Header-Content-Length", "" + few.length()),
                400,
                "BAD_DATA",
                "inputs[0].parameters.binary_data_size",
                "needs 12");
    }

    @Test
    void aWrongHeaderLengthIsRefused() throws Exception {
        for (String length : new String[] {"x", "-1", "9999"})
            assertRefused(
                    server.post(TICKETS, GOOD, "Inference-Header-Content-Length", length),
                    400,
                    "BAD_CALL",
                    "Inference-Header-Content-Length",
                    length);
    }

    @Test
    void unknownNamesAndAddressesAreNotFound() throws Exception {
        assertRefused(server.post("/v2/models/nobody/infer", GOOD), 404, "NOT_FOUND", "", "no pipeline 'nobody'");
        assertRefused(server.get("/v2/models/nobody"), 404, "NOT_FOUND", "", "no pipeline 'nobody'");
        assertRefused(server.get("/v2/model"), 404, "NOT_FOUND", "", "nothing at /v2/model");
        assertRefused(server.get("/v2/models/tickets/versions/9"), 404, "NOT_FOUND", "", "version 1 is");
    }

    @Test
    void wrongMethodsNameTheRightOne() throws Exception {
        HttpResponse<byte[]> response = server.get(TICKETS);
        assertRefused(response, 405, "BAD_CALL", "", "takes POST, not GET");
        assertEquals("POST", response.headers().firstValue("Allow").orElse(""));
        assertRefused(server.post("/v2", "{}"), 405, "BAD_CALL", "", "takes GET, not POST");
    }

    @Test
    void aPipelineThatWaitsAnswers503AndWhen() throws Exception {
        HttpResponse<byte[]> response = server.post("/v2/models/waiting/infer", GOOD);
        assertRefused(response, 503, "NOT_READY", "prepare[1]", "It waits for a tokenizer.");
        assertEquals("1", response.headers().firstValue("Retry-After").orElse(""));
        assertRefused(server.get("/v2/models/waiting/ready"), 503, "NOT_READY", "prepare[1]", "It waits");
    }

    @Test
    void bodiesThatAreTooLargeAreRefusedHoweverTheyAreSent() throws Exception {
        byte[] large = new byte[200 << 10];
        assertRefused(server.post(TICKETS, large), 413, "BAD_CALL", "", "larger than 102400 bytes");
        HttpRequest chunked = HttpRequest.newBuilder(server.uri(TICKETS))
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large)))
                .build();
        HttpResponse<byte[]> response = server.client.send(chunked, HttpResponse.BodyHandlers.ofByteArray());
        assertRefused(response, 413, "BAD_CALL", "", "larger than 102400 bytes");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(new byte[1 << 20]);
        }
        assertRefused(
                server.post(TICKETS, packed.toByteArray(), "Content-Encoding", "gzip"),
                413,
                "BAD_CALL",
                "",
                "larger than 102400 bytes");
    }

    @Test
    void unknownAndBrokenPackingIsRefused() throws Exception {
        assertRefused(server.post(TICKETS, GOOD, "Content-Encoding", "br"), 415, "BAD_CALL", "", "'br'");
        assertRefused(server.post(TICKETS, GOOD, "Content-Encoding", "gzip"), 400, "BAD_CALL", "", "not packed");
    }

    @Test
    void aRowThatFailsFailsItsRequestWithItsReason() throws Exception {
        assertRefused(
                server.post(TICKETS, GOOD.replace("'a'", "'!row'")),
                500,
                "PLUGIN_FAILED",
                "prepare[1]",
                "tokenizer failed");
        assertRefused(
                server.post(TICKETS, GOOD.replace("'a'", "'!bad'")), 400, "BAD_DATA", "prepare[0]", "No such text");
        assertRefused(
                server.post(TICKETS, GOOD.replace("'a'", "'!batch'")),
                500,
                "PLUGIN_FAILED",
                "backend",
                "backend failed");
        assertRefused(
                server.post(TICKETS, GOOD.replace("'a'", "'!link'")),
                500,
                "PLUGIN_FAILED",
                "",
                "NoClassDefFoundError: io/acme/Words");
        assertRefused(server.post(TICKETS, GOOD.replace("'a'", "'!runtime'")), 500, "INTERNAL", "", "broken");
        assertEquals(200, server.post(TICKETS, GOOD).statusCode());
    }

    @Test
    void aRequestThatTakesTooLongIsAnswered504WhileThePluginStillHangs() throws Exception {
        FakePipeline slow = server.pipelines.add(FakePipeline.texts("slow", 1, 1));
        slow.gate = new CountDownLatch(1);
        try {
            HttpResponse<byte[]> response = server.post(
                    "/v2/models/slow/infer", GOOD.replace("{'inputs'", "{'parameters':{'timeout':200000},'inputs'"));
            assertRefused(response, 504, "TIMEOUT", "", "within its 200 ms");
        } finally {
            slow.gate.countDown();
        }
        slow.gate = null;
        assertEquals(200, server.post("/v2/models/slow/infer", GOOD).statusCode());
    }

    @Test
    void loadAndUnloadAreForOperators() throws Exception {
        assertRefused(
                server.post("/v2/repository/models/tickets/unload", ""), 403, "FORBIDDEN", "", "operator's token");
        server.operator = true;
        try {
            assertRefused(
                    server.post("/v2/repository/models/nobody/load", ""), 404, "NOT_FOUND", "", "no pipeline 'nobody'");
            assertRefused(
                    server.post("/v2/repository/models/tickets/load", "{'parameters':{'config':'{}'}}"),
                    400,
                    "BAD_CALL",
                    "parameters.config",
                    "descriptor");
        } finally {
            server.operator = false;
        }
    }

    @Test
    void errorsSurviveAnyText() throws Exception {
        assertEquals(404, server.get("/v2/models/%22%C3%A4/ready").statusCode());
        assertEquals(
                400,
                server.post(TICKETS, "{\"inputs\":\"\u0001\"}".getBytes(StandardCharsets.UTF_8))
                        .statusCode());
    }
}
