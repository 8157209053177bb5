package io.graft.serving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.pipeline.live.FakePipeline;
import io.graft.pipeline.live.PipelineStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the protocol tells of the server and its pipelines. */
class PagesTest {
    private ServerFixture server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture("graft.dev", "true");
        server.pipelines.add(FakePipeline.texts("tickets", 7, 4));
        server.pipelines.add(FakePipeline.regression("price"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void assertPage(String path, String json) throws Exception {
        assertEquals(ServerFixture.JSON.readTree(json.replace('\'', '"')), ServerFixture.json(server.get(path)));
    }

    @Test
    void theServerNamesItsExtensions() throws Exception {
        for (String path : new String[] {"/v2", "/v2/", "/v2?x=1"})
            assertPage(
                    path,
                    "{'name':'graft','version':'1.2.3','extensions':['binary_tensor_data','model_repository',"
                            + "'model_repository(unload_dependents)','model_configuration','statistics']}");
    }

    @Test
    void theServerIsLiveAndReadyUnlessAPipelineWaits() throws Exception {
        assertPage("/v2/health/live", "{'live':true}");
        assertPage("/v2/health/ready", "{'ready':true}");
        server.pipelines.state("price", PipelineStatus.State.UNLOADED);
        assertEquals(200, server.get("/v2/health/ready").statusCode(), "it was told not to answer");
        server.pipelines.state("tickets", PipelineStatus.State.WAITING);
        assertEquals(503, server.get("/v2/health/ready").statusCode());
        assertEquals(200, server.get("/v2/health/live").statusCode());
    }

    @Test
    void aPipelineTellsItsTensors() throws Exception {
        for (String path : new String[] {"/v2/models/tickets", "/v2/models/tickets/versions/4"})
            assertPage(
                    path,
                    "{'name':'tickets','versions':['4'],'platform':'graft_fake',"
                            + "'inputs':[{'name':'text','datatype':'BYTES','shape':[-1]}],"
                            + "'outputs':[{'name':'label','datatype':'BYTES','shape':[-1]},{'name':'score','datatype':'FP32','shape':[-1]},"
                            + "{'name':'scores','datatype':'FP32','shape':[-1,3]}],'parameters':{'generation':7}}");
        JsonNode price = ServerFixture.json(server.get("/v2/models/price"));
        assertEquals("[-1,3]", price.at("/inputs/0/shape").toString());
        assertEquals("input", price.at("/inputs/0/name").asText());
        assertEquals(1, price.get("outputs").size());
    }

    @Test
    void aPipelineIsReadyAndHasAConfiguration() throws Exception {
        assertPage("/v2/models/tickets/ready", "{'name':'tickets','ready':true}");
        assertPage("/v2/models/tickets/versions/4/ready", "{'name':'tickets','ready':true}");
        server.pipelines.wait = "3ms";
        JsonNode config = ServerFixture.json(server.get("/v2/models/tickets/config"));
        assertEquals("fake", config.get("backend").asText());
        assertEquals("TYPE_STRING", config.at("/input/0/data_type").asText());
        assertEquals("[3]", config.at("/output/2/dims").toString());
        assertEquals(8, config.at("/dynamic_batching/preferred_batch_size/0").asInt());
        assertEquals(
                3000,
                config.at("/dynamic_batching/max_queue_delay_microseconds").asInt());
    }

    @Test
    void statisticsCountRowsAndBatches() throws Exception {
        for (int i = 0; i < 3; i++)
            server.post(
                    "/v2/models/tickets/infer",
                    "{'inputs':[{'name':'text','shape':[2],'datatype':'BYTES','data':['a','b']}]}");
        JsonNode one =
                ServerFixture.json(server.get("/v2/models/tickets/stats")).at("/model_stats/0");
        assertEquals("tickets", one.get("name").asText());
        assertEquals("4", one.get("version").asText());
        assertEquals(6, one.get("inference_count").asInt());
        assertEquals(3, one.get("execution_count").asInt());
        assertEquals(3, one.at("/inference_stats/success/count").asInt());
        assertTrue(one.at("/inference_stats/success/ns").asLong() > 0);
        assertEquals(2, one.at("/batch_stats/0/batch_size").asInt());
        assertEquals(3, one.at("/batch_stats/0/compute_infer/count").asInt());
        JsonNode all = ServerFixture.json(server.get("/v2/models/stats"));
        assertEquals(2, all.get("model_stats").size());
    }

    @Test
    void theIndexTakesAnEmptyBodyAndTellsOnlyWhatIsReadyWhenAsked() throws Exception {
        server.pipelines.state("price", PipelineStatus.State.WAITING);
        JsonNode all = ServerFixture.json(server.post("/v2/repository/index", ""));
        assertEquals(ServerFixture.JSON.readTree("""
                [{"name":"price","version":"1","state":"UNAVAILABLE","reason":"It waits for a tokenizer."},
                 {"name":"tickets","version":"4","state":"READY","reason":""}]"""), all);
        JsonNode ready = ServerFixture.json(server.post("/v2/repository/index", "{'ready':true}"));
        assertEquals(1, ready.size());
        assertEquals(400, server.post("/v2/repository/index", "{'ready':").statusCode());
    }

    @Test
    void pipelinesAreUnloadedAndLoaded() throws Exception {
        assertEquals(
                200,
                server.post("/v2/repository/models/tickets/unload", "{'parameters':{'unload_dependents':true}}")
                        .statusCode());
        assertEquals(
                PipelineStatus.State.UNLOADED,
                server.pipelines.status("tickets").orElseThrow().state());
        assertEquals(200, server.post("/v2/repository/models/tickets/load", "").statusCode());
        assertEquals(
                PipelineStatus.State.SERVING,
                server.pipelines.status("tickets").orElseThrow().state());
    }
}
