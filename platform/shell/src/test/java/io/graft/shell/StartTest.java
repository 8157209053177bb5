package io.graft.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.live.Pipelines;
import io.graft.plugins.Plugins;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code graft start}: what it does in which order, and how it ends. */
class StartTest {
    private static final URI ADDRESS = URI.create("http://127.0.0.1:8181/");

    @TempDir
    private Path folder;

    private final List<String> happened = new CopyOnWriteArrayList<>();
    private final Map<String, String> properties = new ConcurrentHashMap<>(Map.of("graft.port", "0"));
    private final CountDownLatch ready = new CountDownLatch(1);
    private Optional<String> token = Optional.empty();
    private int cutOff;
    private Optional<PipelineException> failure = Optional.empty();
    private Optional<PipelineException> busy = Optional.empty();

    private CommandRun graft() {
        return new CommandRun(
                folder,
                new Living(this::pipelines, this::plugins, () -> null, this::start, properties::get, v -> null));
    }

    private Pipelines pipelines() {
        return fake(Pipelines.class, "restore", arguments -> null);
    }

    private Plugins plugins() {
        return fake(Plugins.class, "manage", arguments -> {
            busy.ifPresent(e -> {
                throw e;
            });
            return (Plugins.Management) () -> happened.add("gives up");
        });
    }

    private interface Answering {
        Object answer(Object[] arguments);
    }

    /** A service of which one call is expected, and noted. */
    private <S> S fake(Class<S> type, String call, Answering answering) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    assertEquals(call, method.getName());
                    happened.add(call + (arguments == null ? "" : " " + List.of(arguments)));
                    return answering.answer(arguments);
                }));
    }

    private ServerBundles.Started start(ServerSettings settings) {
        happened.add("starts " + settings);
        failure.ifPresent(e -> {
            throw e;
        });
        return new ServerBundles.Started() {
            @Override
            public URI address() {
                ready.countDown();
                return ADDRESS;
            }

            @Override
            public Optional<String> token() {
                return token;
            }

            @Override
            public int drain(Duration atMost) throws InterruptedException {
                assertFalse(Thread.currentThread().isInterrupted(), "the signal must not end the draining");
                happened.add("drains " + atMost.toSeconds());
                return cutOff;
            }
        };
    }

    /** Starts, and sends what a signal sends when the server is ready. */
    private int startAndInterrupt(CommandRun graft, String... arguments) throws Exception {
        AtomicReference<Integer> exit = new AtomicReference<>();
        Thread command = new Thread(() -> exit.set(graft.run(arguments)));
        command.start();
        ready.await();
        command.interrupt();
        command.join(30_000);
        return exit.get();
    }

    @Test
    void itManagesRestoresServesAndASignalDrains() throws Exception {
        CommandRun graft = graft();
        assertEquals(0, startAndInterrupt(graft, "start"), graft::err);
        assertEquals("Graft ready: http://127.0.0.1:8181/\n", graft.out());
        assertEquals("Stopping: requests that have begun are answered.\n", graft.err());
        assertEquals(
                List.of(
                        "manage [false, Optional[" + folder.resolve("deploy") + "]]",
                        "restore",
                        "starts ServerSettings[host=127.0.0.1, port=0, developer=false]",
                        "drains 30",
                        "gives up"),
                happened);
    }

    @Test
    void withJsonTheReadyLineIsADocument() throws Exception {
        CommandRun graft = graft();
        assertEquals(0, startAndInterrupt(graft, "start", "--json"), graft::err);
        assertEquals("{\"ready\":\"http://127.0.0.1:8181/\"}", graft.out().replaceAll("\\s", ""));
    }

    @Test
    void aTokenThatWasJustMadeIsToldOnStandardErrorOnly() throws Exception {
        token = Optional.of("s3cret");
        CommandRun graft = graft();
        assertEquals(0, startAndInterrupt(graft, "start"), graft::err);
        assertTrue(
                graft.err()
                        .startsWith("The administrator's token, made at this first start and shown only now: s3cret"),
                graft.err());
        assertFalse(graft.out().contains("s3cret"));
    }

    @Test
    void optionsComeBeforeTheConfiguration() throws Exception {
        properties.put("graft.host", "localhost");
        properties.put("graft.deploy", folder.resolve("mine").toString());
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        CommandRun graft = graft();
        assertEquals(0, startAndInterrupt(graft, "start", "--dev", "--port", Integer.toString(port)), graft::err);
        assertEquals("manage [true, Optional[" + folder.resolve("mine") + "]]", happened.get(0));
        assertEquals("starts ServerSettings[host=localhost, port=" + port + ", developer=true]", happened.get(2));
    }

    @Test
    void whatWasCutOffIsSaid() throws Exception {
        cutOff = 2;
        CommandRun graft = graft();
        assertEquals(0, startAndInterrupt(graft, "start"));
        assertTrue(graft.err().endsWith("2 requests were cut off after 30 s.\n"), graft.err());
    }

    @Test
    void developersServeThisMachineOnly() {
        CommandRun graft = graft();
        assertEquals(2, graft.run("start", "--dev", "--host", "0.0.0.0"));
        assertTrue(
                graft.err().contains("so it serves this machine only; '0.0.0.0' can be reached from others"),
                graft.err());
        assertEquals(2, graft.run("start", "--port", "70000"));
        properties.put("graft.port", "http");
        assertEquals(2, graft.run("start"));
        assertEquals("'port' in conf/graft.properties is 'http', which is no number.\n", graft.err());
        assertEquals(List.of(), happened);
    }

    @Test
    void aPortThatIsInUseIsSaid() throws Exception {
        CommandRun graft = graft();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals(1, graft.run("start", "--port", Integer.toString(taken.getLocalPort())));
            assertTrue(
                    graft.err().startsWith("Port " + taken.getLocalPort() + " of 127.0.0.1 cannot be used: "),
                    graft.err());
        }
        assertEquals("gives up", happened.get(happened.size() - 1));
    }

    @Test
    void aSecondServerOfADataFolderIsToldSo() {
        busy = Optional.of(new PipelineException(ErrorCode.BUSY, "", "Another server has this data folder."));
        CommandRun graft = graft();
        assertEquals(1, graft.run("start"));
        assertEquals("Another server has this data folder.\n", graft.err());
    }

    @Test
    void aServerThatDoesNotComeUpIsExitCodeThree() {
        failure = Optional.of(new PipelineException(ErrorCode.PLUGIN_UNAVAILABLE, "", "The server did not come up."));
        CommandRun graft = graft();
        assertEquals(3, graft.run("start"));
        assertEquals("The server did not come up.\n", graft.err());
        assertEquals("", graft.out());
        assertEquals("gives up", happened.get(happened.size() - 1));
    }
}
