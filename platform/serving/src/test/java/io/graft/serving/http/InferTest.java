package io.graft.serving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.pipeline.live.FakePipeline;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests for answers, as the protocol's specification writes them. */
class InferTest {
    private ServerFixture server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture();
        server.pipelines.add(FakePipeline.texts("tickets", 7, 4));
        server.pipelines.add(FakePipeline.numbers("wine"));
        server.pipelines.add(FakePipeline.regression("price"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void textsInJsonAreAnsweredInJson() throws Exception {
        HttpResponse<byte[]> response = server.post(
                "/v2/models/tickets/infer",
                "{'id':'42','inputs':[{'name':'text','shape':[2],'datatype':'BYTES','data':['abc','abcd']}]}");
        assertEquals(200, response.statusCode());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(ServerFixture.JSON.readTree("""
                {"model_name":"tickets","model_version":"4","id":"42","parameters":{"generation":7},"outputs":[
                {"name":"label","datatype":"BYTES","shape":[2],"data":["billing","technical"]},
                {"name":"score","datatype":"FP32","shape":[2],"data":[0.75,0.75]},
                {"name":"scores","datatype":"FP32","shape":[2,3],"data":[0.75,0.125,0.125,0.125,0.75,0.125]}]}"""), ServerFixture.json(response));
    }

    @Test
    void withoutAnIdTheAnswerHasNone() throws Exception {
        HttpResponse<byte[]> response = server.post(
                "/v2/models/tickets/infer", "{'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','data':['a']}]}");
        assertFalse(ServerFixture.json(response).has("id"));
    }

    @Test
    void queryStringsAndUnknownMembersAndParametersAreFine() throws Exception {
        HttpResponse<byte[]> response = server.post(
                "/v2/models/tickets/infer?priority=1&x=%20",
                "{'model_name':'tickets','parameters':{'sequence_id':1,'deep':{'a':[1]}},'inputs':[{'parameters':{'x':true},"
                        + "'data':['a'],'shape':[1],'more':[{}],'datatype':'BYTES','name':'text'}],'outputs':[]}");
        assertEquals(200, response.statusCode());
        assertEquals(3, ServerFixture.json(response).get("outputs").size());
    }

    @Test
    void onlyTheOutputsThatAreAskedForAreGivenInThatOrder() throws Exception {
        JsonNode answer = ServerFixture.json(server.post(
                "/v2/models/tickets/infer",
                "{'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','data':['ab']}],"
                        + "'outputs':[{'name':'score'},{'name':'label'}]}"));
        assertEquals("score", answer.at("/outputs/0/name").asText());
        assertEquals("größer", answer.at("/outputs/1/data/0").asText());
        assertEquals(2, answer.get("outputs").size());
    }

    @Test
    void numbersAreTakenFlatAndNestedAndWhole() throws Exception {
        for (String data : new String[] {"[1,0,0,0.5,0.25,1.25]", "[[1.0,0,0],[0.5,0.25,1.25]]"}) {
            JsonNode answer = ServerFixture.json(server.post(
                    "/v2/models/wine/infer",
                    "{'inputs':[{'name':'input','shape':[2,3],'datatype':'FP64','data':" + data + "}]}"));
            assertEquals("yes", answer.at("/outputs/0/data/0").asText(), data);
            assertEquals("no", answer.at("/outputs/0/data/1").asText(), data);
        }
        JsonNode whole = ServerFixture.json(server.post(
                "/v2/models/wine/infer",
                "{'inputs':[{'name':'input','shape':[1,3],'datatype':'INT64','data':[1,1,1]}]}"));
        assertEquals("yes", whole.at("/outputs/0/data/0").asText());
    }

    @Test
    void aRegressionHasOnlyScores() throws Exception {
        JsonNode answer = ServerFixture.json(server.post(
                "/v2/models/price/infer",
                "{'inputs':[{'name':'input','shape':[1,3],'datatype':'FP32','data':[[1,2,3.5]]}]}"));
        assertEquals(
                ServerFixture.JSON.readTree(
                        "[{\"name\":\"scores\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[6.5,-6.5]}]"),
                answer.get("outputs"));
    }

    @Test
    void binaryTextsAreAnsweredInBinaryWhenAllOutputsAreTo() throws Exception {
        byte[] data = {3, 0, 0, 0, 'a', 'b', 'c', 2, 0, 0, 0, (byte) 0xc3, (byte) 0xa4};
        byte[] body = mixed(
                "{'parameters':{'binary_data_output':true},'inputs':[{'name':'text','shape':[2],'datatype':'BYTES',"
                        + "'parameters':{'binary_data_size':13}}]}",
                data);
        HttpResponse<byte[]> response = server.post(
                "/v2/models/tickets/infer",
                body,
                "Inference-Header-Content-Length",
                Integer.toString(body.length - data.length),
                "Content-Type",
                "application/octet-stream");
        assertEquals(200, response.statusCode());
        int header = Integer.parseInt(
                response.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
        JsonNode answer = ServerFixture.JSON.readTree(response.body(), 0, header);
        assertEquals(24, answer.at("/outputs/0/parameters/binary_data_size").asInt());
        assertFalse(answer.get("outputs").get(0).has("data"));
        assertEquals(24 + 8 + 24, response.body().length - header);
        ByteBuffer tail = ByteBuffer.wrap(response.body(), header, response.body().length - header)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        assertEquals("billing", text(tail));
        assertEquals("technical", text(tail));
        assertEquals(0.75f, tail.getFloat());
        assertEquals(0.75f, tail.getFloat());
        assertEquals(0.75f, tail.getFloat());
    }

    @Test
    void oneOutputInBinaryAndTheOthersInJson() throws Exception {
        HttpResponse<byte[]> response = server.post(
                "/v2/models/tickets/infer",
                "{'parameters':{'binary_data_output':true},'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','data':['a']}],"
                        + "'outputs':[{'name':'label','parameters':{'binary_data':false}},{'name':'score'}]}");
        int header = Integer.parseInt(
                response.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
        JsonNode answer = ServerFixture.JSON.readTree(response.body(), 0, header);
        assertEquals("technical", answer.at("/outputs/0/data/0").asText());
        assertEquals(4, answer.at("/outputs/1/parameters/binary_data_size").asInt());
        assertEquals(
                0.75f,
                ByteBuffer.wrap(response.body()).order(ByteOrder.LITTLE_ENDIAN).getFloat(header));
    }

    @Test
    void binaryNumbersOfEveryTypeAreTaken() throws Exception {
        for (NumberType type : NumberType.values()) {
            ByteBuffer data = ByteBuffer.allocate(3 * type.bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < 3; i++) {
                switch (type) {
                    case FP32 -> data.putFloat(i);
                    case FP64 -> data.putDouble(i);
                    case INT8, UINT8 -> data.put((byte) i);
                    case INT16, UINT16 -> data.putShort((short) i);
                    case INT32, UINT32 -> data.putInt(i);
                    case INT64, UINT64 -> data.putLong(i);
                }
            }
            byte[] body = mixed(
                    "{'inputs':[{'name':'input','shape':[1,3],'datatype':'" + type
                            + "','parameters':{'binary_data_size':" + 3 * type.bytes + "}}]}",
                    data.array());
            HttpResponse<byte[]> response = server.post(
                    "/v2/models/wine/infer",
                    body,
                    "Inference-Header-Content-Length",
                    Integer.toString(body.length - data.capacity()));
            assertEquals(
                    "yes", ServerFixture.json(response).at("/outputs/0/data/0").asText(), type.name());
        }
    }

    @Test
    void theVersionThatServesAnswersAndOthersDoNot() throws Exception {
        String request = "{'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','data':['a']}]}";
        assertEquals(
                200, server.post("/v2/models/tickets/versions/4/infer", request).statusCode());
        HttpResponse<byte[]> other = server.post("/v2/models/tickets/versions/3/infer", request);
        assertEquals(404, other.statusCode());
        assertTrue(
                ServerFixture.json(other).get("error").asText().contains("version 4 is"),
                ServerFixture.json(other).toString());
        assertEquals(
                404,
                server.post("/v2/models/tickets/versions/latest/infer", request).statusCode());
    }

    @Test
    void packedRequestsAreUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write("{\"inputs\":[{\"name\":\"text\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"a\"]}]}"
                    .getBytes(StandardCharsets.UTF_8));
        }
        HttpResponse<byte[]> response =
                server.post("/v2/models/tickets/infer", packed.toByteArray(), "Content-Encoding", "gzip");
        assertEquals(
                "technical",
                ServerFixture.json(response).at("/outputs/0/data/0").asText());
    }

    @Test
    void aRequestOfManyRowsIsAnsweredWhole() throws Exception {
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < 1000; i++)
            data.append(i == 0 ? "'" : ",'").append("x".repeat(i % 3)).append('\'');
        JsonNode answer = ServerFixture.json(server.post(
                "/v2/models/tickets/infer",
                "{'inputs':[{'name':'text','shape':[1000,1],'datatype':'BYTES','data':[" + data
                        + "]}],'outputs':[{'name':'label'}]}"));
        assertEquals(1000, answer.at("/outputs/0/data").size());
        assertEquals("technical", answer.at("/outputs/0/data/1").asText());
    }

    static byte[] mixed(String json, byte[] data) {
        byte[] head = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[head.length + data.length];
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(data, 0, body, head.length, data.length);
        return body;
    }

    private static String text(ByteBuffer from) {
        byte[] bytes = new byte[from.getInt()];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
