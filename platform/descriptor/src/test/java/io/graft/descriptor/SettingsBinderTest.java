package io.graft.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.model.Layer;
import io.graft.api.model.Schedule;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import io.graft.api.settings.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsBinderTest {
    enum Pooling {
        MEAN,
        LAST_ONE
    }

    record Inner(@Default("1") int a, String b) {}

    record All(
            @Default("1") @Min(0) @Max(10) @Unit("rows") int i,
            @Default("2") long l,
            @Default("0.5") float f,
            @Default("1e-3") @Min(0) double d,
            @Default("true") boolean z,
            @Default("32") String s,
            @Default("last-one") Pooling p,
            @Default("2ms") Duration t,
            @Default("classes") Units u,
            Optional<String> os,
            Optional<Integer> oi,
            @Default("a, b") List<String> list,
            @Default("") List<Inner> inners,
            @Default("") Map<String, Integer> map,
            @Default("none") ClassWeights weights) {}

    record Nests(
            @Default("") List<Layer> layers, @Default("") List<List<Layer>> branches, Optional<Schedule> schedule) {}

    record Picky(@Default("1") int low, @Default("2") int high) {
        Picky {
            if (low > high) throw new IllegalArgumentException("low must not be above high");
            if (low == 13) throw new IllegalStateException("unlucky");
        }
    }

    record WrongDefault(@Default("0") @Min(1) int size) {}

    record Unreadable(@Default("x") Broken broken) {}

    static final class Broken {
        private Broken() {}

        public static Broken parse(String text) {
            throw new UnsupportedOperationException("cannot be read");
        }
    }

    enum Unlucky {
        ONE;

        static {
            if (ONE.ordinal() == 0) throw new IllegalStateException("no luck");
        }
    }

    record Unloadable(@Default("one") Unlucky unlucky) {}

    private final List<Problem> problems = new ArrayList<>();

    private <S extends Record> Optional<S> bind(Class<S> type, String yaml, Nested nested) {
        Tree tree = Example.yaml("x: " + yaml).find("x").orElseThrow();
        return new SettingsBinder().bind(type, tree, "p", problems::add, nested);
    }

    private <S extends Record> Optional<S> bind(Class<S> type, String yaml) {
        return bind(type, yaml, (kind, reference) -> {
            throw new AssertionError("nothing is nested");
        });
    }

    private void assertProblem(String expected, String yaml) {
        problems.clear();
        assertEquals(Optional.empty(), bind(All.class, yaml));
        assertEquals(
                List.of("a.yaml:1: p" + expected),
                problems.stream().map(Problem::toString).toList());
    }

    @Test
    void defaultsAreAsTheyWouldBeWritten() {
        All all = bind(All.class, "{}").orElseThrow();
        assertEquals(
                new All(
                        1,
                        2,
                        0.5f,
                        1e-3,
                        true,
                        "32",
                        Pooling.LAST_ONE,
                        Duration.ofMillis(2),
                        new Units(0, "classes"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("a", "b"),
                        List.of(),
                        Map.of(),
                        ClassWeights.parse("none")),
                all);
        assertEquals(List.of(), problems);
    }

    @Test
    void everyTypeIsBound() {
        All all = bind(All.class, """
                { i: 10, l: 3000000000, f: -1.5, d: 1e3, z: false, s: 007, p: MEAN, t: 1.5 s, u: 12, os: hm, oi: 4,
                  list: [c], inners: [{ b: x }, { a: 2, b: true }], map: { k: 1, m.n: 2 }, weights: { a: 2 } }""").orElseThrow();
        assertEquals(
                new All(
                        10,
                        3_000_000_000L,
                        -1.5f,
                        1000,
                        false,
                        "007",
                        Pooling.MEAN,
                        Duration.ofMillis(1500),
                        new Units(12, ""),
                        Optional.of("hm"),
                        Optional.of(4),
                        List.of("c"),
                        List.of(new Inner(1, "x"), new Inner(2, "true")),
                        Map.of("k", 1, "m.n", 2),
                        ClassWeights.of(Map.of("a", 2.0))),
                all);
    }

    @ParameterizedTest
    @CsvSource({"last-one", "LAST_ONE", "Last_One", "'\"last-one\"'"})
    void wordsOfAChoiceAreWrittenInAnyCase(String word) {
        assertEquals(
                Pooling.LAST_ONE,
                bind(All.class, "{ p: " + word + " }").orElseThrow().p());
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, 500000000",
        "2s, 2000000000",
        "5m, 300000000000",
        "5 min, 300000000000",
        "1h, 3600000000000",
        "1d, 86400000000000",
        "7us, 7000",
        "7ns, 7",
        "0, 0",
        "0.5ms, 500000"
    })
    void lengthsOfTimeHaveUnits(String text, long nanos) {
        assertEquals(
                Duration.ofNanos(nanos),
                bind(All.class, "{ t: " + text + " }").orElseThrow().t());
    }

    @Test
    void wholeNumbersMayBeWrittenWithAnExponent() {
        assertEquals(
                3_000_000_000_000L, bind(All.class, "{ l: 3e12 }").orElseThrow().l());
        assertEquals(5, bind(All.class, "{ i: 5.0 }").orElseThrow().i());
        assertEquals(0, bind(All.class, "{ i: 0e999999999 }").orElseThrow().i());
    }

    @Test
    void wrongTypesAreNamed() {
        assertProblem(".i: 'i' must be a whole number, but is the text 'many'.", "{ i: many }");
        assertProblem(
                ".i: 'i' must be a whole number, but is the text '3'. Write it without quotation marks.", "{ i: '3' }");
        assertProblem(".i: 'i' must be a whole number, but is the number 2.5.", "{ i: 2.5 }");
        assertProblem(".i: 'i' must be a whole number, but is the number 1e-999999999.", "{ i: 1e-999999999 }");
        assertProblem(".i: 'i' must be a whole number, but is a list.", "{ i: [1] }");
        assertProblem(".i: 'i' must be a whole number, but is true.", "{ i: true }");
        assertProblem(".d: 'd' must be a number, but is the text 'NaN'.", "{ d: NaN }");
        assertProblem(".d: 'd' must be a number, but is the text '.inf'.", "{ d: .inf }");
        assertProblem(".z: 'z' must be true or false, but is the text 'yes'.", "{ z: yes }");
        assertProblem(
                ".z: 'z' must be true or false, but is the text 'true'. Write it without quotation marks.",
                "{ z: 'true' }");
        assertProblem(".s: 's' must be a text, but is a map.", "{ s: {} }");
        assertProblem(".i: 'i' has no value; write one, or leave the key out.", "{ i: }");
        assertProblem(
                ".p: 'p' must be one of mean, last-one, but is the text 'meen'. Did you mean 'mean'?", "{ p: meen }");
        assertProblem(".p: 'p' must be one of mean, last-one, but is a list.", "{ p: [] }");
        assertProblem(
                ".t: 't' must be a length of time such as 500ms, 2s, 5m or 1h, but is the text '2 weeks'.",
                "{ t: 2 weeks }");
        assertProblem(
                ".u: 'u' cannot be the text 'many': 'many' is neither a whole number above 0 nor 'classes'.",
                "{ u: many }");
        assertProblem(".u: 'u' must be a word or a number, but is a list.", "{ u: [] }");
        assertProblem(".list: 'list' must be a list, but is the text 'x'.", "{ list: x }");
        assertProblem(".list[1]: 'list[1]' must be a text, but is a list.", "{ list: [x, [y]] }");
        assertProblem(".map.k: 'map.k' must be a whole number, but is the text 'x'.", "{ map: { k: x } }");
        assertProblem(".map: 'map' must be a map, but is a list.", "{ map: [] }");
        assertProblem(".inners[0]: Settings must be a map, but this is the number 1.", "{ inners: [1] }");
        assertProblem(
                ".weights: 'weights' cannot be the text 'x': must be none, balanced or a map from label to weight, but is 'x'.",
                "{ weights: x }");
        assertProblem(
                ".weights: 'weights' cannot be a map: the weight of 'a' must be 0 or more, but is -1.0.",
                "{ weights: { a: -1 } }");
        assertProblem(".oi: 'oi' must be a whole number, but is the text 'x'.", "{ oi: x }");
    }

    @Test
    void numbersOutOfRangeAreNamed() {
        assertProblem(".i: 'i' must be between 0 and 10 (in rows), but is 11.", "{ i: 11 }");
        assertProblem(".i: 'i' must be between 0 and 10 (in rows), but is -1.", "{ i: -1 }");
        assertProblem(
                ".i: 'i' must be a whole number between -2147483648 and 2147483647, but is 3000000000.",
                "{ i: 3000000000 }");
        assertProblem(
                ".l: 'l' must be a whole number between -9223372036854775808 and 9223372036854775807, but is 1e999999999.",
                "{ l: 1e999999999 }");
        assertProblem(
                ".l: 'l' must be a whole number between -9223372036854775808 and 9223372036854775807, but is 9223372036854775808.",
                "{ l: 9223372036854775808 }");
        assertProblem(".f: 'f' is too large: 1e60.", "{ f: 1e60 }");
        assertProblem(".d: 'd' is too large: 1e999.", "{ d: 1e999 }");
        assertProblem(".d: 'd' must be at least 0, but is -0.5.", "{ d: -0.5 }");
    }

    @Test
    void everythingWrongIsReportedAtOnce() {
        bind(All.class, "{ i: x, zz: 1, inners: [{ a: y }, { c: 1, b: x }], l: 1.5 }");
        assertEquals(
                List.of(
                        "p.zz: Unknown key 'zz'. Did you mean 'i'?",
                        "p.i",
                        "p.l",
                        "p.inners[0].a",
                        "p.inners[0]",
                        "p.inners[1].c"),
                problems.stream()
                        .map(p -> p.path() + (p.path().equals("p.zz") ? ": Unknown key 'zz'. Did you mean 'i'?" : ""))
                        .toList());
    }

    @Test
    void whatTheRecordRefusesIsASentence() {
        assertEquals(Optional.empty(), bind(Picky.class, "{ low: 3 }"));
        assertEquals(
                "a.yaml:1: p: These settings do not go together: low must not be above high.",
                problems.get(0).toString());
        assertEquals(ErrorCode.BAD_SETTING, problems.get(0).code());
    }

    @Test
    void whatTheRecordThrowsIsAFaultOfThePlugIn() {
        assertEquals(Optional.empty(), bind(Picky.class, "{ low: 13, high: 14 }"));
        assertEquals(ErrorCode.PLUGIN_FAILED, problems.get(0).code());
        assertEquals(
                "These settings do not go together: the plug-in threw java.lang.IllegalStateException: unlucky.",
                problems.get(0).sentence());
        problems.clear();
        assertEquals(Optional.empty(), bind(Unreadable.class, "{}"));
        assertEquals(ErrorCode.PLUGIN_FAILED, problems.get(0).code());
    }

    @Test
    void aClassThatCannotBeLoadedIsAFaultOfThePlugIn() {
        assertEquals(Optional.empty(), bind(Unloadable.class, "{}"));
        assertEquals(ErrorCode.PLUGIN_FAILED, problems.get(0).code());
        PipelineException e = org.junit.jupiter.api.Assertions.assertThrows(
                PipelineException.class, () -> SettingsModel.of(Unloadable.class));
        assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
    }

    @Test
    void aWrongDefaultIsAFaultOfThePlugIn() {
        assertEquals(Optional.empty(), bind(WrongDefault.class, "{}"));
        assertEquals(ErrorCode.PLUGIN_FAILED, problems.get(0).code());
        assertEquals(
                "a.yaml:1: p.size: A default of the plug-in is wrong. 'size' must be at least 1, but is 0.",
                problems.get(0).toString());
    }

    @Test
    void componentsWithinSettingsAreMade() {
        List<String> asked = new ArrayList<>();
        Layer layer = (graph, input) -> input;
        Schedule schedule = moment -> 1;
        Nests nests = bind(
                        Nests.class,
                        "{ layers: [a, { b: { size: 1 } }], branches: [[c], []], schedule: 'd@[1,2)' }",
                        (kind, reference) -> {
                            asked.add(kind + " " + reference.written() + " " + reference.path() + " "
                                    + reference.settings().entries().keySet());
                            return kind.equals("layer") ? layer : schedule;
                        })
                .orElseThrow();
        assertEquals(
                List.of(
                        "layer a p.layers[0] []",
                        "layer b p.layers[1] [size]",
                        "layer c p.branches[0][0] []",
                        "schedule d@[1,2) p.schedule []"),
                asked);
        assertEquals(List.of(layer, layer), nests.layers());
        assertSame(schedule, nests.schedule().orElseThrow());
    }

    @Test
    void aComponentThatCannotBeMadeIsAProblem() {
        bind(Nests.class, "{ layers: [a] }", (kind, reference) -> {
            throw new PipelineException(ErrorCode.SHAPE_MISMATCH, "", "It does not fit.");
        });
        assertEquals("a.yaml:1: p.layers[0]: It does not fit.", problems.get(0).toString());
        assertEquals(ErrorCode.SHAPE_MISMATCH, problems.get(0).code());
        problems.clear();
        bind(Nests.class, "{ layers: [a] }", (kind, reference) -> "a text");
        assertEquals(
                "a.yaml:1: p.layers[0]: The layer 'a' is none.", problems.get(0).toString());
    }

    @Test
    void listsAndMapsCannotBeChanged() {
        All all = bind(All.class, "{ list: [a], map: { k: 1 } }").orElseThrow();
        org.junit.jupiter.api.Assertions.assertThrows(
                UnsupportedOperationException.class, () -> all.list().add("x"));
        org.junit.jupiter.api.Assertions.assertThrows(
                UnsupportedOperationException.class, () -> all.map().clear());
        assertTrue(all.oi().isEmpty());
    }
}
