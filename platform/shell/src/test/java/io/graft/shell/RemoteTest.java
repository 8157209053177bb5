package io.graft.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.shell.AdminStub.Asked;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands against a server: what is asked, what people see, which exit code programs get. */
class RemoteTest {
    private static final String PUBLISHED =
            "{'pipeline':'tickets','from':1,'to':2,'outcome':'PUBLISHED','sentence':'Generation 2 of tickets serves.',"
                    + "'changes':['prepare[1]: unicode-words → chinese-words'],"
                    + "'checks':[{'name':'resolve','passed':true,'sentence':'All are there.'},"
                    + "{'name':'probe','passed':true,'sentence':'accuracy has not fallen.'}],"
                    + "'probe':{'rows':200,'metric':'accuracy','before':0.915,'after':0.92,'tolerance':0.01,'agreement':0.985,"
                    + "'p50Before':0.31,'p99Before':0.62,'p50After':0.29,'p99After':0.55},"
                    + "'warnings':['It is slow.'],'milliseconds':{'prepare':31.26,'publish':0.02}}";
    private static final String REFUSED =
            "{'error':'The accuracy would fall from 0.9150 to 0.1000.','code':'REFUSED','at':'','report':"
                    + PUBLISHED
                            .replace("PUBLISHED", "REFUSED")
                            .replace("{'name':'probe','passed':true", "{'name':'probe','passed':false")
                    + "}";

    @TempDir
    private Path folder;

    private final AdminStub server = new AdminStub();
    private CommandRun graft;

    @BeforeEach
    void aServerByTheEnvironment() {
        graft = CommandRun.with(folder, Map.of("GRAFT_URL", server.url(), "GRAFT_TOKEN", "secret"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Asked asked() {
        assertEquals(1, server.asked().size(), server.asked()::toString);
        return server.asked().get(0);
    }

    private JsonNode document() throws IOException {
        return new ObjectMapper().readTree(graft.out());
    }

    @Test
    void aSwapShowsWhatTheGateMeasured() {
        server.when("POST /api/v1/pipelines/tickets/swap", 200, PUBLISHED);
        assertEquals(0, graft.run("swap", "tickets", "prepare.1=chinese-words", "--model", "3"), graft::err);
        assertEquals(
                new Asked(
                        "POST /api/v1/pipelines/tickets/swap",
                        "Bearer secret",
                        "application/json",
                        "{\"set\":[\"prepare.1=chinese-words\"],\"model\":3}"),
                asked());
        assertEquals(
                List.of(
                        "Generation 2 of tickets serves.",
                        "  change     prepare[1]: unicode-words → chinese-words",
                        "  check      resolve    ok     All are there.",
                        "  check      probe      ok     accuracy has not fallen.",
                        "  accuracy   0.9150 → 0.9200 on 200 rows; may fall by 0.0100",
                        "  agreement  98.5 %",
                        "  p50        0.31 → 0.29 ms for one row",
                        "  p99        0.62 → 0.55 ms for one row",
                        "  ms         prepare 31.3, publish 0.020",
                        "  warning    It is slow."),
                graft.out().lines().toList());
    }

    @Test
    void aRefusedSwapIsExitCodeOneAndStillShowsWhatWasMeasured() throws Exception {
        server.when("POST /api/v1/pipelines/tickets/swap", 409, REFUSED);
        assertEquals(1, graft.run("swap", "tickets", "prepare.1=characters"));
        assertTrue(graft.out().contains("  check      probe      FAILED accuracy"), graft.out());
        assertEquals("The accuracy would fall from 0.9150 to 0.1000.\n", graft.err());
        assertEquals(1, graft.run("swap", "tickets", "prepare.1=characters", "--json"));
        assertEquals("REFUSED", document().path("code").asText());
        assertEquals(200, document().path("report").path("probe").path("rows").asInt());
    }

    @Test
    void aDryRunThatWouldBeRefusedIsExitCodeOne() {
        server.when("POST /api/v1/pipelines/tickets/swap?dryRun=true", 200, PUBLISHED.replace("PUBLISHED", "REFUSED"));
        assertEquals(1, graft.run("swap", "tickets", "--dry-run"));
    }

    @Test
    void optionsOfAChangeAreItsQuery() {
        server.when(
                "POST /api/v1/pipelines/a%20b/swap?force=true&dryRun=true&gate=false&memoryFirst=true&note=why%3F&canary=0.1",
                200, PUBLISHED);
        assertEquals(
                0,
                graft.run(
                        "swap",
                        "a b",
                        "--force",
                        "--dry-run",
                        "--no-gate",
                        "--memory-first",
                        "--note=why?",
                        "--canary=0.1"),
                graft::err);
        assertEquals(2, graft.run("swap", "tickets", "--canary=0.1", "--shadow=0.1"));
    }

    @Test
    void aPatchIsSentAsJson() throws Exception {
        server.when("PATCH /api/v1/pipelines/tickets?model=2", 200, PUBLISHED);
        Path patch = Files.writeString(
                folder.resolve("patch.yaml"), "backend: ~\nserve: { batch: { max: 8 } }\nprepare: [a, 1.5, true]\n");
        assertEquals(0, graft.run("swap", "tickets", "--patch", patch.toString(), "--model=2"), graft::err);
        assertEquals(
                "{\"backend\":null,\"serve\":{\"batch\":{\"max\":8}},\"prepare\":[\"a\",1.5,true]}", asked().body());
        assertEquals(2, graft.run("swap", "tickets", "a=b", "--patch", patch.toString()));
    }

    @Test
    void aDescriptorIsSentAsItIsWritten() throws Exception {
        server.when("POST /api/v1/pipelines?shadow=0.5&model=4", 201, PUBLISHED);
        String yaml = "graft: 1\npipeline: tickets # 发票\n";
        Path file = Files.writeString(folder.resolve("p.yaml"), yaml);
        assertEquals(0, graft.run("deploy", file.toString(), "--model=4", "--shadow=0.5"), graft::err);
        assertEquals(yaml, asked().body());
        assertEquals("application/yaml", asked().type());
    }

    @Test
    void problemsOfADescriptorNameTheFileOfTheCaller() throws Exception {
        server.when(
                "POST /api/v1/pipelines",
                400,
                "{'error':'2 problems','code':'UNKNOWN_KEY','at':'epochs','problems':["
                        + "{'error':'Unknown key epochs.','code':'UNKNOWN_KEY','at':'epochs','file':'request','line':8},"
                        + "{'error':'It threw.','code':'PLUGIN_FAILED','at':'prepare[1]','file':'request','line':3}]}");
        Path file = Files.writeString(folder.resolve("p.json"), "{}");
        assertEquals(3, graft.run("deploy", file.toString()));
        assertEquals(file + ":8: epochs: Unknown key epochs.\n" + file + ":3: prepare[1]: It threw.\n", graft.err());
        assertEquals(2, graft.run("deploy", folder.resolve("none.yaml").toString()));
        assertTrue(graft.err().contains("There is no such file"), graft.err());
        assertEquals(2, graft.run("deploy", folder.resolve("model.graft").toString()));
    }

    @Test
    void pipelinesAreATableAndGhostsAreWords() {
        server.when(
                "GET /api/v1/pipelines",
                200,
                "{'pipelines':[{'name':'tickets','state':'GHOST','generation':3,'model':2,'backend':'dl4j-cpu','since':'2026-01-01T00:00:00Z',"
                        + "'ghosts':[{'path':'prepare[1]','sentence':'It waits for the tokenizer chinese-words.'}]}]}");
        assertEquals(0, graft.run("pipelines"), graft::err);
        assertEquals(
                List.of(
                        "pipeline             state     generation  model  backend      since",
                        "tickets              ghost              3      2  dl4j-cpu     2026-01-01T00:00:00Z",
                        "    It waits for the tokenizer chinese-words."),
                graft.out().lines().toList());
        server.when(
                "GET /api/v1/pipelines/none", 404, "{'error':'There is no pipeline none.','code':'NOT_FOUND','at':''}");
        assertEquals(2, graft.run("pipelines", "none"));
        assertEquals("There is no pipeline none.\n", graft.err());
    }

    @Test
    void aTrialIsDecidedOneWayOrTheOther() {
        server.when("POST /api/v1/pipelines/tickets/trial", 200, PUBLISHED);
        assertEquals(0, graft.run("trial", "tickets", "--drop"), graft::err);
        assertEquals("{\"publish\":false}", asked().body());
        assertEquals(2, graft.run("trial", "tickets"));
        assertEquals(2, graft.run("trial", "tickets", "--publish", "--drop"));
    }

    @Test
    void rollbackAndUndeployNeedTheNameOnly() {
        server.when("POST /api/v1/pipelines/tickets/rollback", 200, PUBLISHED)
                .when("DELETE /api/v1/pipelines/tickets", 200, "{'undeployed':'tickets'}");
        assertEquals(0, graft.run("rollback", "tickets"), graft::err);
        assertEquals(0, graft.run("undeploy", "tickets"), graft::err);
        assertEquals("The pipeline 'tickets' is not served any more; its models stay.\n", graft.out());
    }

    @Test
    void aPluginIsSentWholeAndItsPipelinesAreReported() throws Exception {
        String report = "{'action':'update','plugin':'io.acme.words','from':'1.0.0','to':'1.1.0','accepted':true,"
                + "'sentence':'io.acme.words 1.1.0 replaces 1.0.0.','checks':[{'name':'whole','passed':true,'sentence':'12 entries.'}],"
                + "'pipelines':[" + PUBLISHED + "],'warnings':[],'milliseconds':{}}";
        server.when("POST /api/v1/plugins?update=true", 200, report);
        Path jar = Files.writeString(folder.resolve("words.jar"), "PK");
        assertEquals(0, graft.run("plugin", "update", jar.toString()), graft::err);
        assertEquals("PK", asked().body());
        List<String> lines = graft.out().lines().toList();
        assertEquals("io.acme.words 1.1.0 replaces 1.0.0.", lines.get(0));
        assertEquals("Generation 2 of tickets serves.", lines.get(2));
        server.when(
                "POST /api/v1/plugins",
                422,
                "{'error':'words.jar is no zip.','code':'PLUGIN_REJECTED','at':'','report':"
                        + report.replace("true", "false") + "}");
        assertEquals(3, graft.run("plugin", "install", jar.toString()));
        assertEquals("words.jar is no zip.\n", graft.err());
        assertEquals(
                2, graft.run("plugin", "install", folder.resolve("none.jar").toString()));
        assertEquals(2, graft.run("plugin"));
    }

    @Test
    void pluginsAreListedRemovedRolledBackAndDiagnosed() {
        server.when(
                        "GET /api/v1/plugins",
                        200,
                        "{'plugins':[{'name':'io.acme.words','version':'1.0.0','state':'BROKEN','sentence':'It needs io.acme.api.','shipped':false,'users':['tickets']}]}")
                .when("DELETE /api/v1/plugins/io.acme.words?force=true", 200, "{'accepted':true,'sentence':'Gone.'}")
                .when("POST /api/v1/plugins/io.acme.words/rollback", 200, "{'accepted':true,'sentence':'Back.'}")
                .when(
                        "GET /api/v1/plugins/diagnose?name=io.acme.words",
                        200,
                        "{'diagnoses':[{'plugin':'io.acme.words','sentence':'It needs io.acme.api.','details':['a','b']}]}")
                .when("GET /api/v1/plugins/diagnose", 200, "{'diagnoses':[]}");
        assertEquals(0, graft.run("plugin", "list"), graft::err);
        assertEquals(
                List.of("io.acme.words 1.0.0 broken installed used by tickets", "It needs io.acme.api."),
                graft.out()
                        .lines()
                        .map(l -> String.join(" ", l.strip().split(" +")))
                        .toList());
        assertEquals(0, graft.run("plugin", "remove", "io.acme.words", "--force"), graft::err);
        assertEquals(0, graft.run("plugin", "rollback", "io.acme.words"), graft::err);
        assertEquals(0, graft.run("plugin", "diagnose", "io.acme.words"), graft::err);
        assertEquals("io.acme.words: It needs io.acme.api.\n    a\n    b\n", graft.out());
        assertEquals(0, graft.run("plugin", "diagnose"), graft::err);
        assertEquals("Nothing is wrong.\n", graft.out());
    }

    @Test
    void aRunOfAServerIsFollowedToItsEnd() {
        String run = "{'id':'r','pipeline':'p','state':'%s','model':%s,'message':'%s','epochs':[%s]%s}";
        String one = "{'epoch':1,'loss':0.5,'learningRate':0.1,'validation':{'accuracy':0.9}}";
        String two = "{'epoch':2,'loss':0.25,'learningRate':0.1,'validation':{}}";
        String progress =
                ",'progress':{'epoch':1,'epochs':2,'step':3,'steps':9,'loss':0.3,'samplesPerSecond':5,'secondsLeft':1}";
        server.when("GET /api/v1/runs/r", 200, String.format(run, "running", "null", "", one, progress))
                .when("GET /api/v1/runs/r", 200, String.format(run, "done", "4", "", one + "," + two, ""));
        assertEquals(0, graft.run("run", "r", "--follow"), graft::err);
        assertTrue(
                graft.err().startsWith("epoch 1/2  loss 0.5000  validation accuracy 0.9000\nepoch 2/2  loss 0.2500\n"),
                graft.err());
        assertTrue(graft.out().contains("model 4"), graft.out());
        server.when("GET /api/v1/runs/f", 200, String.format(run, "failed", "null", "No data.", "", ""));
        assertEquals(0, graft.run("run", "f"));
        assertEquals(1, graft.run("run", "f", "--follow"));
    }

    @Test
    void runsAndModelsOfAServerLookLikeThoseOfTheDataFolder() throws Exception {
        server.when("GET /api/v1/runs", 200, "{'runs':[{'id':'r','state':'done','epochs':[]}]}")
                .when(
                        "GET /api/v1/models/p",
                        200,
                        "{'models':[{'pipeline':'p','model':1,'created':'2026','bytes':1000000,'metrics':{'accuracy':0.5,'rows':3}}]}");
        assertEquals(0, graft.run("runs", "--json"), graft::err);
        assertEquals("r", document().get(0).path("id").asText());
        assertEquals(0, graft.run("models", "p"), graft::err);
        assertEquals(
                "p 1 2026 1.0 MB accuracy 0.5000",
                String.join(" ", graft.out().strip().split(" +")));
    }

    @Test
    void aRunThatIsNotOfThisDataFolderIsChangedAndCancelledThroughTheServer() {
        server.when("PATCH /api/v1/runs/r", 200, "{'run':'r','changes':['optimizer: adam → sgd']}")
                .when("POST /api/v1/runs/r/cancel", 200, "{'id':'r','state':'interrupted','epochs':[]}");
        assertEquals(0, graft.run("swap", "--run", "r", "optimizer=sgd"), graft::err);
        assertEquals("optimizer: adam → sgd\n", graft.out());
        assertEquals("{\"set\":[\"optimizer=sgd\"]}", asked().body());
        assertEquals(0, graft.run("cancel", "r"), graft::err);
        assertEquals(2, graft.run("swap", "--run", "r"));
        assertEquals(2, graft.run("swap"));
    }

    @Test
    void whereNobodyListensIsExitCodeFour() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertEquals(4, graft.run("pipelines", "--url", "http://127.0.0.1:" + port));
        assertEquals(
                "There is no server at http://127.0.0.1:" + port
                        + "/. Start one with graft start, or say where it is: --url or GRAFT_URL.\n",
                graft.err());
        assertEquals(4, graft.run("pipelines", "--json", "--url", "http://127.0.0.1:" + port));
        assertEquals("UNREACHABLE", document().path("code").asText());
    }

    @Test
    void whatIsNoGraftServerIsExitCodeFour() {
        server.when("GET /api/v1/pipelines", 200, "<html>").when("GET /api/v1/plugins", 502, "{}");
        assertEquals(4, graft.run("pipelines"));
        assertTrue(graft.err().contains("is not a Graft server (status 200)"), graft.err());
        assertEquals(4, graft.run("plugin", "list"));
    }

    @Test
    void anAddressThatIsNoneIsAWrongCall() {
        for (String url : List.of("localhost:8181", "ftp://127.0.0.1", "http://", "http://a b"))
            assertEquals(2, graft.run("pipelines", "--url", url), url + ": " + graft.err());
        assertEquals(2, graft.run("pipelines", "--token", "a\nb"));
        assertTrue(server.asked().isEmpty());
    }

    @Test
    void aWrongTokenIsAWrongCall() {
        server.when("GET /api/v1/pipelines", 401, "{'error':'Give a token.','code':'FORBIDDEN','at':''}");
        assertEquals(2, graft.run("pipelines"));
        assertEquals("Give a token.\n", graft.err());
    }

    @Test
    void aCodeOfANewerServerIsJudgedByItsStatus() {
        server.when("GET /api/v1/pipelines", 409, "{'error':'Something new.','code':'SOMETHING_NEW','at':''}")
                .when("GET /api/v1/plugins", 500, "{'error':'Something newer.','code':'SOMETHING_NEWER','at':''}");
        assertEquals(2, graft.run("pipelines"));
        assertEquals(1, graft.run("plugin", "list"));
        assertFalse(graft.err().isEmpty());
    }
}
