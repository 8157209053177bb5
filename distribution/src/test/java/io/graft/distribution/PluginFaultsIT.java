package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.distribution.GraftServer.Answer;
import io.graft.distribution.TestPlugin.Fault;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
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

/** Plug-ins that must not be let in, and those that fail once they are: what runs runs on, and whoever asks is told. */
@DisabledOnOs(OS.WINDOWS)
class PluginFaultsIT {
    private static final SmallPipeline PIPELINE = new SmallPipeline("words", "acme-words");
    private static final String TEXT = "apple car today";
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private static GraftServer server;
    private static TestSigner acme;
    private static TestSigner former;
    private static Path runs;

    private List<Double> scores;
    private List<String> plugins;

    @BeforeAll
    static void aServerThatTrustsAcme() throws Exception {
        acme = TestSigner.named("Acme", folder);
        former = TestSigner.expired("Former", folder);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("acme", acme.certificate());
        trusted.setCertificateEntry("former", former.certificate());
        Path store = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        server = new GraftServer(folder)
                .jvm("-Dgraft.trust.store=" + store)
                .jvm("-Dgraft.trust.password=" + PASSWORD)
                .start();
        Matcher token = Pattern.compile("(graft_\\S+)").matcher(server.told());
        assertTrue(token.find(), server.told());
        server.token(token.group(1));
        runs = words("1.1.0").build(folder);
        server.install(acme.sign(runs)).expect(201);
        PIPELINE.serve(server, folder);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void whatRuns() throws Exception {
        scores = server.scores("words", TEXT);
        plugins = plugins();
    }

    @AfterEach
    void runsOn() throws Exception {
        assertEquals(scores, server.scores("words", TEXT));
        assertEquals(plugins, plugins());
        JsonNode status = server.pipeline("words");
        assertEquals("SERVING", status.path("state").asText(), status::toString);
        assertEquals(1, status.path("generation").asInt(), status::toString);
    }

    private static List<String> plugins() throws Exception {
        List<String> all = new ArrayList<>();
        for (JsonNode p : server.get("api/v1/plugins").expect(200).json().path("plugins"))
            if (!p.path("state").asText().equals("STUCK"))
                all.add(p.path("name").asText() + " " + p.path("version").asText() + " "
                        + p.path("state").asText());
        return all;
    }

    private static TestPlugin words(String version) {
        return TestPlugin.named("io.acme.words").version(version).tokenizer("acme-words");
    }

    private static void rejected(Path jar, String... parts) throws Exception {
        rejected(server.install(jar), parts);
    }

    private static void rejected(Answer answer, String... parts) {
        assertEquals(422, answer.status(), answer::toString);
        JsonNode json = answer.json();
        assertEquals("PLUGIN_REJECTED", json.path("code").asText(), answer::toString);
        assertFalse(json.path("report").path("accepted").asBoolean(true), answer::toString);
        assertFalse(json.path("report").path("sentence").asText().isEmpty(), answer::toString);
        for (String part : parts) assertTrue(answer.error().contains(part), () -> part + " is not in " + answer);
    }

    @Test
    void whatIsCutOffAtAnyKilobyteIsDamaged() throws Exception {
        Path signed = acme.sign(words("1.2.0").build(folder));
        long size = Files.size(signed);
        for (int bytes = 1; bytes < size; bytes += 1024) rejected(DamagedJar.truncated(signed, bytes));
        rejected(DamagedJar.truncated(signed, (int) size - 1));
        Answer nothing = server.install(DamagedJar.truncated(signed, 0));
        assertEquals(400, nothing.status(), nothing::toString);
    }

    @Test
    void bombsAndPathsThatLeadOutAreRefused() throws Exception {
        Path jar = words("1.2.0").build(folder);
        rejected(DamagedJar.bomb(jar, 64L << 20), "zip bomb");
        rejected(DamagedJar.traversing(jar), "../../escaped.txt");
        rejected(DamagedJar.crowded(jar, 70_000));
    }

    @Test
    void whatIsNoBundleIsToldSo() throws Exception {
        rejected(DamagedJar.garbage(folder.resolve("garbage.jar")));
        Path plain = folder.resolve("plain.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(plain))) {
            out.putNextEntry(new ZipEntry("hello.txt"));
            out.write("hello".getBytes());
        }
        rejected(plain, "no bundle");
        rejected(InGraft.distribution().resolve("lib/launcher-" + System.getProperty("graft.version") + ".jar"));
    }

    @Test
    void aLaterJavaIsNamed() throws Exception {
        Path jar = words("1.2.0").build(folder);
        rejected(DamagedJar.ofLaterJava(jar, 99), "Java 99");
        rejected(acme.sign(words("1.2.0").java(99).build(folder, "java-99.jar")), "99");
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        rejected(
                acme.sign(words("1.2.0")
                        .imports("io.acme.missing;version=\"[2,3)\"")
                        .build(folder, "missing.jar")),
                "io.acme.missing [2,3)");
        Path a = TestPlugin.named("io.acme.a")
                .exports("io.acme.a.spi")
                .imports("io.acme.b.spi")
                .build(folder);
        Path b = TestPlugin.named("io.acme.b")
                .exports("io.acme.b.spi")
                .imports("io.acme.a.spi")
                .build(folder);
        rejected(acme.sign(a), "io.acme.b.spi"); // each of a cycle waits for the other
        rejected(acme.sign(b), "io.acme.a.spi");
    }

    @ParameterizedTest
    @CsvSource({
        "CONSTRUCTOR_THROWS, constructor of the test's plug-in fails",
        "CREATE_THROWS, create of the test's plug-in fails",
        "CREATE_GIVES_NULL, null",
        "USE_THROWS, use of the test's plug-in fails",
        "USE_THROWS_LINKAGE_ERROR, io.acme.Gone",
        "CREATE_HANGS, hangs"
    })
    void aComponentThatFailsItsTrialIsNotLetIn(Fault fault, String part) throws Exception {
        rejected(acme.sign(words("1.2.0").with(fault).build(folder, fault + ".jar")), "acme-words", part);
    }

    @Test
    void aNameThatIsTakenNamesBothPlugins() throws Exception {
        Path other = TestPlugin.named("io.rival.words").tokenizer("acme-words").build(folder);
        rejected(acme.sign(other), "acme-words", "io.acme.words", "io.rival.words");
        Path twice = TestPlugin.named("io.acme.twice")
                .tokenizer("acme-twice")
                .tokenizer("acme-twice")
                .build(folder);
        rejected(acme.sign(twice), "acme-twice");
    }

    @Test
    void onlyWhatATrustedPersonSignedIsLetIn() throws Exception {
        Path jar = words("1.2.0").build(folder, "w.jar");
        rejected(jar, "Nobody signed it");
        rejected(TestSigner.named("Mallory", folder).sign(jar), "Mallory", "not trusted", "Acme");
        rejected(former.sign(jar), "Former", "expired");
        rejected(DamagedJar.tampered(acme.sign(jar)), "changed after it was signed");
        rejected(DamagedJar.with(acme.sign(jar), "more", "more.txt", new byte[1]), "more.txt");
    }

    @Test
    void anOlderOneAndAnotherOfTheSameVersionAreRefused() throws Exception {
        rejected(acme.sign(words("1.0.0").build(folder)), "1.0.0 is older than 1.1.0");
        rejected(acme.sign(words("1.1.0").edition(1).build(folder, "same.jar")), "Another jar of version 1.1.0");
        Answer again = server.install(DamagedJar.beside(runs, "signed"));
        assertTrue(again.expect(200).json().path("sentence").asText().contains("nothing to do"), again::toString);
    }

    @Test
    void whatSpoilsTheAnswersIsRefusedByTheGate() throws Exception {
        Answer answer = server.install(acme.sign(words("1.2.0").edition(2).build(folder, "noise.jar")));
        assertEquals(409, answer.status(), answer::toString);
        assertEquals("REFUSED", answer.json().path("code").asText(), answer::toString);
        assertTrue(answer.error().contains("words: The accuracy"), answer::toString);
    }

    @Test
    void onlyThePlatformItselfChangesThePlatform() throws Exception {
        Path api = TestPlugin.named("io.graft.api")
                .version("9.0.0")
                .tokenizer("acme-api")
                .build(folder);
        rejected(acme.sign(api), "platform");
        rejected(server.delete("api/v1/plugins/io.graft.pipeline?force=true"), "platform");
    }

    @Test
    void whatIsNotThereCannotBeUpdatedRemovedOrRolledBack() throws Exception {
        Path other = TestPlugin.named("io.acme.other").tokenizer("acme-other").build(folder);
        Answer update = server.install(acme.sign(other), "?update=true");
        assertEquals(404, update.status(), update::toString);
        Answer remove = server.delete("api/v1/plugins/io.acme.other");
        assertEquals(404, remove.status(), remove::toString);
        Answer rollback = server.post("api/v1/plugins/io.acme.words/rollback", "");
        assertEquals(404, rollback.status(), rollback::toString);
        assertTrue(rollback.error().contains("no former jar"), rollback::toString);
    }

    /** A tokenizer that passes every trial and fails on certain texts. */
    private static Path failing() throws Exception {
        return TestPlugin.named("io.acme.moody")
                .source("io.acme.moody.Moody", """
                        package io.acme.moody;

                        import io.graft.api.*;
                        import io.graft.api.text.*;
                        import org.osgi.service.component.annotations.Component;

                        @Component(service = TokenizerType.class)
                        @ComponentName("acme-moody")
                        public final class Moody implements TokenizerType<Moody.Settings> {
                            public record Settings() {}

                            @Override
                            public Class<Settings> settings() {
                                return Settings.class;
                            }

                            @Override
                            public Tokenizer create(Settings settings, Context context) {
                                return (text, tokens) -> {
                                    String whole = text.toString();
                                    if (whole.contains("boom")) throw new IllegalStateException("it went boom");
                                    if (whole.contains("link")) throw new NoSuchMethodError("io.acme.Gone.method()");
                                    if (text.length() > 0) tokens.add(0, Math.max(1, whole.indexOf(' ')));
                                };
                            }
                        }
                        """)
                .build(folder);
    }

    private static void failed(Answer answer, String part) {
        assertEquals(500, answer.status(), answer::toString);
        assertEquals("PLUGIN_FAILED", answer.json().path("code").asText(), answer::toString);
        assertTrue(answer.error().contains("io.acme.moody"), answer::toString);
        assertTrue(answer.error().contains(part), answer::toString);
    }

    @Test
    void aRowThatMakesAPluginThrowFailsAloneWithThePluginsName() throws Exception {
        server.install(acme.sign(failing())).expect(201);
        new SmallPipeline("moody", "acme-moody").serve(server, folder);
        List<Double> before = server.scores("moody", TEXT);
        try (Load load = new Load(server, "moody", 4)) {
            for (int i = 0; i < 10; i++) {
                failed(server.ask("moody", "apple boom"), "it went boom");
                failed(server.ask("moody", "car", "link it"), "io.acme.Gone");
                load.awaitAnswers(5);
            }
            assertEquals(List.of(), load.faults());
        }
        assertEquals(before, server.scores("moody", TEXT));
        server.delete("api/v1/pipelines/moody").expect(200);
        server.delete("api/v1/plugins/io.acme.moody").expect(200);
    }

    @Test
    void aStopThatHangsIsStuckAndThePlatformGoesOn() throws Exception {
        Path stuck = TestPlugin.named("io.acme.stuck")
                .source("io.acme.stuck.Stuck", """
                        package io.acme.stuck;

                        import org.osgi.service.component.annotations.*;

                        @Component(service = Object.class, immediate = true)
                        public final class Stuck {
                            @Deactivate
                            public void stop() {
                                while (System.getProperty("graft.test.release") == null)
                                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                            }
                        }
                        """)
                .tokenizer("acme-stuck")
                .build(folder);
        server.install(acme.sign(stuck)).expect(201);
        Answer removed = server.delete("api/v1/plugins/io.acme.stuck").expect(200);
        assertTrue(removed.json().path("warnings").toString().contains("asked to stop and has not"), removed::toString);
        assertEquals("STUCK", server.plugin("io.acme.stuck").path("state").asText());
        JsonNode offered = server.get("api/v1/components?kind=tokenizer&name=acme-stuck")
                .json()
                .path("components");
        assertEquals(0, offered.size(), offered::toString);
        Path other = TestPlugin.named("io.acme.more").tokenizer("acme-more").build(folder);
        server.install(acme.sign(other)).expect(201);
        server.delete("api/v1/plugins/io.acme.more").expect(200);
    }
}
