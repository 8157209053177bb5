package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.distribution.GraftCommand.Result;
import io.graft.distribution.GraftCommand.Running;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code graft start}, and the commands that talk to what it starts. */
@DisabledOnOs(OS.WINDOWS)
class StartIT {
    @TempDir
    private static Path folder;

    private static GraftCommand graft;
    private static Running server;
    private static String url;

    @BeforeAll
    static void aServerOfTheExample() throws Exception {
        graft = new GraftCommand(Files.createDirectory(folder.resolve("home")), folder);
        Result trained = graft.run("train", tickets());
        assertEquals(0, trained.exit(), trained::toString);
        server = graft.start("start", "--dev", "--port", "0");
        url = server.awaitPrinted("Graft ready: ");
        assertTrue(url.matches("http://127\\.0\\.0\\.1:\\d+/"), url);
        Result deployed = graft.run("deploy", tickets(), "--url", url);
        assertEquals(0, deployed.exit(), deployed::toString);
    }

    @AfterAll
    static void aSignalDrainsAndEndsWithZero() throws Exception {
        server.signal("TERM");
        Result ended = server.end();
        assertEquals(0, ended.exit(), ended::toString);
        assertEquals("Graft ready: " + url + "\n", ended.out(), "one line on standard output, and nothing else");
    }

    private static String tickets() {
        return InGraft.distribution().resolve("examples/tickets/tickets.yaml").toString();
    }

    private static Result ok(String... arguments) throws IOException, InterruptedException {
        Result result = graft.run(arguments);
        assertEquals(0, result.exit(), result::toString);
        return result;
    }

    @Test
    void aSettingIsSwappedAndRolledBack() throws Exception {
        Result swapped = ok("swap", "tickets", "prepare.0.clean.simplifiedChinese=true", "--url", url);
        assertTrue(swapped.out().contains("agreement"), swapped::toString);
        assertTrue(ok("pipelines", "tickets", "--url", url).out().contains("before: generation"));
        ok("rollback", "tickets", "--url", url);
    }

    @Test
    void aSwapThatWouldSpoilTheAnswersIsRefusedWithWhatWasMeasured() throws Exception {
        Result refused = graft.run("swap", "tickets", "prepare.1=characters", "--url", url);
        assertEquals(1, refused.exit(), refused::toString);
        assertTrue(refused.out().contains("FAILED"), refused::toString);
        assertTrue(refused.out().contains("accuracy"), refused::toString);
        Result unknown = graft.run("swap", "tickets", "prepare.1=chinese-wrods", "--url", url);
        assertEquals(2, unknown.exit(), unknown::toString);
        assertTrue(unknown.err().contains("Did you mean 'chinese-words'?"), unknown::toString);
    }

    @Test
    void aSecondServerOfADataFolderIsToldSo() throws Exception {
        Result second = graft.run("start", "--port", "0");
        assertEquals(1, second.exit(), second::toString);
        assertEquals("", second.out());
        assertTrue(second.err().contains("Another Graft server uses this data folder"), second::toString);
    }

    @Test
    void aPortThatIsInUseIsSaid() throws Exception {
        GraftCommand other = new GraftCommand(Files.createDirectory(folder.resolve("other")), folder);
        String port = Integer.toString(URI.create(url).getPort());
        Result second = other.run("start", "--port", port);
        assertEquals(1, second.exit(), second::toString);
        assertTrue(second.err().contains("Port " + port + " of 127.0.0.1 cannot be used"), second::toString);
    }

    @Test
    void otherCommandsWorkBesideTheServer() throws Exception {
        ok("validate", tickets());
        assertTrue(ok("plugin", "list", "--url", url).out().contains("io.graft.tokenizers-chinese"));
        assertEquals(
                ok("runs", "--json").out(), ok("runs", "--json", "--url", url).out());
        assertEquals(
                ok("models", "--json").out(),
                ok("models", "--json", "--url", url).out());
        assertEquals(
                "Nothing is wrong.\n", ok("plugin", "diagnose", "--url", url).out());
    }

    @Test
    void theTokenIsToldOnceAndNeeded() throws Exception {
        GraftCommand closed = new GraftCommand(Files.createDirectory(folder.resolve("closed")), folder);
        Running first = closed.start("start", "--port", "0");
        String address = first.awaitPrinted("Graft ready: ");
        Matcher told = Pattern.compile("(graft_\\S+)").matcher(first.toldSoFar());
        assertTrue(told.find(), first.toldSoFar());
        Result without = closed.run("pipelines", "--url", address);
        assertEquals(2, without.exit(), without::toString);
        Result with = closed.run("pipelines", "--json", "--url", address, "--token", told.group(1));
        assertEquals(0, with.exit(), with::toString);
        first.signal("INT");
        assertEquals(0, first.end().exit());

        Running second = closed.start("start", "--port", "0");
        address = second.awaitPrinted("Graft ready: ");
        assertFalse(second.toldSoFar().contains("graft_"), second.toldSoFar());
        assertEquals(
                0,
                closed.run("pipelines", "--url", address, "--token", told.group(1))
                        .exit());
        second.signal("TERM");
        assertEquals(0, second.end().exit());
    }

    @Test
    void whereNobodyListensIsExitCodeFour() throws Exception {
        Result nobody = graft.run("pipelines", "--url", "http://127.0.0.1:1");
        assertEquals(4, nobody.exit(), nobody::toString);
        assertEquals(List.of(), nobody.out().lines().toList());
    }
}
