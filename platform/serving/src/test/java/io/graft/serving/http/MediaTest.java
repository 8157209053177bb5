package io.graft.serving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.data.DataType;
import io.graft.pipeline.live.FakePipeline;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images, sounds and rows of tables in requests. */
class MediaTest {
    private static ServerFixture server;

    @BeforeAll
    static void start() throws Exception {
        server = new ServerFixture();
        server.pipelines.add(FakePipeline.media("photos", new DataType.Image(1, 2, 2)));
        server.pipelines.add(FakePipeline.media("any", new DataType.Image(0, 0, 0)));
        server.pipelines.add(FakePipeline.media("words", new DataType.Audio(0)));
        server.pipelines.add(FakePipeline.media("calls", new DataType.Audio(8)));
        server.pipelines.add(FakePipeline.media(
                "people",
                new DataType.Table(List.of(new DataType.Column("age", true), new DataType.Column("job", false)))));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static List<String> labels(HttpResponse<byte[]> response) throws Exception {
        JsonNode answer = ServerFixture.json(response);
        assertEquals(200, response.statusCode(), answer.toString());
        List<String> labels = new java.util.ArrayList<>();
        answer.at("/outputs/0/data").forEach(l -> labels.add(l.asText()));
        return labels;
    }

    private static HttpResponse<byte[]> ask(String pipeline, String input) throws Exception {
        return server.post("/v2/models/" + pipeline + "/infer", "{'inputs':[{" + input + "}]}");
    }

    @Test
    void pixelsComeChannelByChannelInTheRequestAndPlaneByPlaneToThePipeline() throws Exception {
        // the sum of the first is 1 + 10 * 0, of the second 1 + 10 * 1: what counts is the last pixel's last channel
        assertEquals(
                List.of("yes", "yes"),
                labels(ask("photos", "'name':'image','shape':[2,1,2,2],'datatype':'FP32','data':[0,1,0,0, 0,0,0,1]")));
        assertEquals(
                List.of("no"),
                labels(ask(
                        "photos", "'name':'image','shape':[1,1,2,2],'datatype':'UINT8','data':[[[[0,255],[255,0]]]]")));
    }

    @Test
    void bytesAreBinaryPixels() throws Exception {
        byte[] head =
                "{\"inputs\":[{\"name\":\"image\",\"shape\":[1,1,2,2],\"datatype\":\"UINT8\",\"parameters\":{\"binary_data_size\":4}}]}"
                        .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(head);
        body.write(new byte[] {(byte) 255, 0, 0, 0});
        assertEquals(
                List.of("yes"),
                labels(server.post(
                        "/v2/models/photos/infer",
                        body.toByteArray(),
                        "Inference-Header-Content-Length",
                        Integer.toString(head.length))));
    }

    @Test
    void filesComeInBase64OrInBinary() throws Exception {
        assertEquals(
                List.of("yes", "no"),
                labels(ask("any", "'name':'image','shape':[2],'datatype':'BYTES','data':['AQI=','Ag==']")));
        byte[] head =
                "{\"inputs\":[{\"name\":\"image\",\"shape\":[2],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":11}}]}"
                        .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(head);
        body.write(new byte[] {1, 0, 0, 0, 2, 2, 0, 0, 0, 3, (byte) 200});
        assertEquals(
                List.of("no", "yes"),
                labels(server.post(
                        "/v2/models/any/infer",
                        body.toByteArray(),
                        "Inference-Header-Content-Length",
                        Integer.toString(head.length))));
    }

    @Test
    void soundsSayTheirRateWhereThePipelineTakesAny() throws Exception {
        assertEquals(
                List.of("yes"),
                labels(
                        ask(
                                "words",
                                "'name':'sound','shape':[1,3],'datatype':'FP32','parameters':{'sample_rate':7},'data':[0.5,-0.5,0]")));
        assertEquals(
                List.of("no"), labels(ask("calls", "'name':'sound','shape':[1,2],'datatype':'FP32','data':[0,0]")));
    }

    @Test
    void rowsOfTablesAreJsonObjects() throws Exception {
        assertEquals(
                List.of("yes", "no"),
                labels(ask(
                        "people",
                        "'name':'row','shape':[2],'datatype':'BYTES','data':['{\\'age\\':3,\\'job\\':null}','{\\'age\\':2}']"
                                .replace("\\'", "\\\""))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "photos|'name':'text','shape':[1],'datatype':'BYTES','data':['a']|inputs[0].name|takes 'image'",
                "photos|'name':'image','shape':[1,2,2,2],'datatype':'FP32','data':[0,0,0,0,0,0,0,0]|inputs[0].shape|takes [rows,1,2,2], or [rows] of files as BYTES",
                "any|'name':'image','shape':[1,4],'datatype':'FP32','data':[0,0,0,0]|inputs[0].shape|[rows,height,width,channels]",
                "photos|'name':'image','shape':[1,1,2,2],'datatype':'INT8','data':[0,0,0,0]|inputs[0].datatype|'image' takes FP32, UINT8, or BYTES of files",
                "photos|'name':'image','shape':[1],'datatype':'BYTES','data':['*']|inputs[0].data|File 1 is not in Base64",
                "photos|'name':'image','shape':[1],'datatype':'BYTES','data':[1]|inputs[0].data|not all texts",
                "photos|'name':'image','shape':[1,1,2,2],'datatype':'FP32','data':['a','b','c','d']|inputs[0].data|not all numbers",
                "words|'name':'sound','shape':[1,1],'datatype':'FP32','data':[0]|inputs[0].parameters.sample_rate|takes any",
                "words|'name':'sound','shape':[1,1],'datatype':'FP32','parameters':{'sample_rate':0},'data':[0]|inputs[0].parameters.sample_rate|The sample rate is 0",
                "words|'name':'sound','shape':[1,1],'datatype':'UINT8','data':[0]|inputs[0].datatype|'sound' takes FP32",
                "people|'name':'row','shape':[1],'datatype':'FP32','data':[1]|inputs[0].datatype|'row' takes BYTES",
                "people|'name':'row','shape':[1],'datatype':'BYTES','data':['[1]']|inputs[0]|Row 1: The row is no JSON object",
                "people|'name':'row','shape':[1],'datatype':'BYTES','data':['{x']|inputs[0]|Row 1: The row is no JSON object",
            })
    void whatIsWrongIsSaid(String pipeline, String input, String at, String part) throws Exception {
        HttpResponse<byte[]> response = ask(pipeline, input.replace("\"", ""));
        JsonNode error = ServerFixture.json(response);
        assertEquals(400, response.statusCode(), error.toString());
        assertEquals(at, error.get("at").asText(), error.toString());
        assertTrue(error.get("error").asText().contains(part), error.toString());
    }

    @Test
    void theMetadataSayWhatIsTaken() throws Exception {
        JsonNode photos = ServerFixture.json(server.get("/v2/models/photos"));
        assertEquals("image", photos.at("/inputs/0/name").asText());
        assertEquals("[-1,1,2,2]", photos.at("/inputs/0/shape").toString());
        JsonNode people = ServerFixture.json(server.get("/v2/models/people/config"));
        assertEquals("TYPE_STRING", people.at("/input/0/data_type").asText());
        assertEquals("row", people.at("/input/0/name").asText());
    }
}
