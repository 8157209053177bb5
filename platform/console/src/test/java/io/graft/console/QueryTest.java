package io.graft.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.live.SwapOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class QueryTest {

    private static Query query(String written) {
        return new Query(written, Options.with(Options.SWAP, "model"));
    }

    private static PipelineException refused(String written) {
        PipelineException e = assertThrows(PipelineException.class, () -> {
            Query query = query(written);
            Options.swap(query);
            query.version("model");
        });
        assertEquals(ErrorCode.BAD_CALL, e.code());
        return e;
    }

    @Test
    void nothingSaidIsTheDefault() {
        assertEquals(SwapOptions.DEFAULT, Options.swap(query(null)));
        assertEquals(SwapOptions.DEFAULT, Options.swap(query("")));
        assertEquals(OptionalInt.empty(), query("&&").version("model"));
    }

    @Test
    void aNameAloneIsTrue() {
        assertTrue(Options.swap(query("dryRun&force=")).dryRun());
        assertTrue(Options.swap(query("dryRun&force=")).force());
    }

    @Test
    void anUnknownParameterIsToldWithTheNearest() {
        PipelineException e = refused("dryrun=true");
        assertEquals("dryrun", e.at());
        assertTrue(
                e.getMessage()
                        .startsWith("This call has no parameter 'dryrun'. Did you mean 'dryRun'? It has: async, "),
                e.getMessage());
        assertEquals(
                "This call has no parameter 'x'. It has none.",
                assertThrows(PipelineException.class, () -> new Query("x=1", Set.of()))
                        .getMessage());
    }

    @Test
    void badValuesAreToldWithWhatWouldBeRight() {
        assertEquals(
                "'force' must be true or false, but is 'yes'.",
                refused("force=yes").getMessage());
        for (String drain : List.of("30", "x", "-1s", "1.5s", "2d", "25h", "9999999999999s"))
            assertEquals("drain", refused("drain=" + drain).at(), drain);
        assertEquals(Duration.ofMinutes(2), Options.swap(query("drain=2m")).drain());
        assertEquals(Duration.ZERO, Options.swap(query("drain=0")).drain());
        for (String share : List.of("0", "-1", "1.01", "NaN", "Infinity", "x", ""))
            assertEquals("canary", refused("canary=" + share).at(), share);
        for (String model : List.of("0", "-1", "1.5", "x", "9999999999", ""))
            assertEquals("model", refused("model=" + model).at(), model);
        assertEquals("minRows", refused("canary=0.1&minRows=-1").at());
        assertEquals("canary", refused("canary=0.1&maxErrors=2").at());
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        assertEquals("shadow", refused("canary=0.1&shadow=0.1").at());
        assertEquals("minRows", refused("minRows=5").at());
        assertEquals("force", refused("force=true&force=false").at());
        assertEquals("", refused("note=%zz").at());
    }

    @Test
    void textIsDecoded() {
        assertEquals(Optional.of("a b&c=ü"), query("note=a+b%26c%3D%C3%BC").text("note"));
    }
}
