package io.graft.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ComponentType;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import io.graft.descriptor.Location;
import io.graft.descriptor.Reference;
import io.graft.descriptor.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class OfferedComponentsTest {
    private final List<Offer> offers = new ArrayList<>();
    private int inUse;

    /** Finds in whatever was offered. */
    private final OfferedComponents catalog = new OfferedComponents() {
        @Override
        public List<Offer> offers() {
            return offers;
        }
    };

    record Settings() {}

    private static final class Words implements TokenizerType<Settings> {
        private final Class<Settings> settings;

        Words(Class<Settings> settings) {
            this.settings = settings;
        }

        @Override
        public Class<Settings> settings() {
            return settings;
        }

        @Override
        public Tokenizer create(Settings settings, Context context) {
            return (text, tokens) -> {};
        }
    }

    private void offer(String kind, String name, String version, String plugin) {
        offer(kind, name, version, plugin, new Words(Settings.class));
    }

    private void offer(String kind, String name, String version, String plugin, ComponentType<?, ?> type) {
        offers.add(
                new Offer(kind, name, Version.valueOf(version), plugin, "file:/plugins/" + plugin + ".jar", 0, () -> {
                    inUse++;
                    return new Use() {
                        @Override
                        public ComponentType<?, ?> type() {
                            return type;
                        }

                        @Override
                        public void close() {
                            inUse--;
                        }
                    };
                }));
    }

    private static Reference reference(String name, String range) {
        return new Reference("", name, range, Tree.map(Location.NONE), "prepare[1]", new Location("p.yaml", 7));
    }

    private Offer find(String name, String range) {
        return catalog.find(List.of("tokenizer"), reference(name, range));
    }

    private PipelineException refused(List<String> kinds, String name, String range) {
        PipelineException e = assertThrows(PipelineException.class, () -> catalog.find(kinds, reference(name, range)));
        assertEquals("prepare[1]", e.at());
        return e;
    }

    @Test
    void theNewestOfOnePlugInWins() {
        offer("tokenizer", "words", "1.9.0", "io.graft.words");
        offer("tokenizer", "words", "1.10.0", "io.graft.words");
        offer("tokenizer", "words", "1.2.0", "io.graft.words");
        assertEquals(
                new Version("1.10.0"), find("words", "").version(), "versions are compared as numbers, not as text");
    }

    @Test
    void aRangeNarrowsTheChoice() {
        offer("tokenizer", "words", "1.2.0", "io.graft.words");
        offer("tokenizer", "words", "1.9.0", "io.graft.words");
        offer("tokenizer", "words", "2.0.0", "io.graft.words");
        assertEquals(new Version("1.9.0"), find("words", "[1.2,2)").version());
        assertEquals(new Version("2.0.0"), find("words", "[1.2,2]").version());
        assertEquals(new Version("1.2.0"), find("words", "[1.2,1.2]").version());
        assertEquals(new Version("2.0.0"), find("words", "1.5").version(), "a single version is the least one");
    }

    @Test
    void aVersionThatIsNotThereNamesThoseThatAre() {
        offer("tokenizer", "words", "1.2.0", "io.graft.words");
        PipelineException e = refused(List.of("tokenizer"), "words", "[2,3)");
        assertEquals(ErrorCode.PLUGIN_UNAVAILABLE, e.code());
        assertTrue(
                e.getMessage()
                        .startsWith(
                                "No tokenizer 'words' of version [2.0.0,3.0.0). Installed: 1.2.0 (io.graft.words)."),
                e.getMessage());
    }

    @Test
    void aRangeThatIsNoneIsSaid() {
        offer("tokenizer", "words", "1.2.0", "io.graft.words");
        PipelineException e = refused(List.of("tokenizer"), "words", "newest");
        assertEquals(ErrorCode.BAD_SETTING, e.code());
        assertEquals("'newest' is no range of versions; write for example [1.2,2).", e.getMessage());
    }

    @Test
    void twoPlugInsOfOneNameAreBothNamed() {
        offer("tokenizer", "words", "1.2.0", "io.graft.words");
        offer("tokenizer", "words", "3.0.0", "com.acme.words");
        PipelineException e = refused(List.of("tokenizer"), "words", "");
        assertEquals(ErrorCode.DUPLICATE_COMPONENT, e.code());
        assertTrue(
                e.getMessage().contains("io.graft.words 1.2.0")
                        && e.getMessage().contains("com.acme.words 3.0.0"),
                e.getMessage());
        assertEquals("io.graft.words", find("words", "[1,2)").plugin(), "a range may tell them apart");
    }

    @Test
    void aNameOfAnotherKindIsSaid() {
        offer("layer", "dense", "1.0.0", "io.graft.layers");
        offer("optimizer", "adam", "1.0.0", "io.graft.optimizers");
        PipelineException e = refused(List.of("cleaner", "tokenizer"), "dense", "");
        assertEquals(ErrorCode.WRONG_KIND, e.code());
        assertEquals("'dense' is a layer, but here belongs a cleaner or tokenizer.", e.getMessage());
        assertEquals(
                "'adam' is an optimizer, but here belongs a loss.",
                refused(List.of("loss"), "adam", "").getMessage());
    }

    @Test
    void anUnknownNameComesWithTheNearestAndAll() {
        offer("tokenizer", "whitespace", "1.0.0", "io.graft.words");
        offer("tokenizer", "wordpiece", "1.0.0", "io.graft.words");
        offer("layer", "word", "1.0.0", "io.graft.layers");
        PipelineException e = refused(List.of("tokenizer"), "wordpeice", "");
        assertEquals(ErrorCode.UNKNOWN_COMPONENT, e.code());
        assertEquals(
                "No tokenizer 'wordpeice'. Did you mean 'wordpiece'? Available: whitespace, wordpiece.",
                e.getMessage());
    }

    @Test
    void whenNothingIsInstalledThatIsSaid() {
        assertEquals(
                "No tokenizer 'words'. None is installed.",
                refused(List.of("tokenizer"), "words", "").getMessage());
    }

    @Test
    void namesKindsAndVersionsAreListed() {
        offer("tokenizer", "words", "1.2.0", "io.graft.words");
        offer("tokenizer", "words", "1.3.0", "io.graft.words");
        offer("token-filter", "words", "1.0.0", "io.graft.filters");
        assertEquals(Set.of("words"), catalog.names("tokenizer"));
        assertEquals(Set.of(), catalog.names("layer"));
        assertEquals(List.of("token-filter", "tokenizer"), List.copyOf(catalog.kindsOf("words")));
        assertEquals(List.of("1.2.0", "1.3.0"), catalog.versions("tokenizer", "words"));
    }

    @Test
    void askingForSettingsGivesTheComponentBack() {
        offer("tokenizer", "words", "1.2.0", "io.graft.words");
        assertEquals(Optional.of(Settings.class), catalog.settingsType("tokenizer", reference("words", "")));
        assertEquals(Optional.empty(), catalog.settingsType("tokenizer", reference("words", "[2,3)")));
        assertEquals(Optional.empty(), catalog.settingsType("layer", reference("words", "")));
        assertEquals(0, inUse);
    }

    @Test
    void aPlugInThatCannotTellItsSettingsIsNamed() {
        offer("tokenizer", "null-settings", "1.2.0", "com.acme.broken", new Words(null));
        offer("tokenizer", "throws", "1.2.0", "com.acme.broken", new TokenizerType<Settings>() {
            @Override
            public Class<Settings> settings() {
                throw new NoClassDefFoundError("com/acme/Missing");
            }

            @Override
            public Tokenizer create(Settings settings, Context context) {
                throw new AssertionError();
            }
        });
        for (String name : List.of("null-settings", "throws")) {
            PipelineException e =
                    assertThrows(PipelineException.class, () -> catalog.settingsType("tokenizer", reference(name, "")));
            assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
            assertEquals("prepare[1]", e.at());
            assertTrue(
                    e.getMessage().contains("com.acme.broken") && e.getMessage().contains("'" + name + "'"),
                    e.getMessage());
        }
        assertEquals(0, inUse);
    }

    @Test
    void aFixedCatalogueKnowsKindsByTheirInterfaces() {
        FixedCatalog fixed = new FixedCatalog(java.util.Map.of("words", new Words(Settings.class)));
        assertEquals(Set.of("tokenizer"), fixed.kindsOf("words"));
        Offer offer = fixed.find(List.of("tokenizer"), Reference.of("tokenizer", "words"));
        try (Use use = offer.use()) {
            assertTrue(use.type() instanceof Words);
            use.close(); // twice is fine
        }
        assertEquals("tokenizer 'words' of fixed 0.0.0", offer.toString());
        ComponentType<Settings, Object> strange = new ComponentType<>() {
            @Override
            public Class<Settings> settings() {
                return Settings.class;
            }

            @Override
            public Object create(Settings settings, Context context) {
                return this;
            }
        };
        assertThrows(IllegalArgumentException.class, () -> new FixedCatalog(java.util.Map.of("strange", strange)));
    }

    @Test
    void kindsComeInTheOrderOfAPipeline() {
        List<String> names = Kinds.names();
        assertEquals(17, names.size());
        assertEquals("source", names.get(0));
        assertTrue(names.indexOf("tokenizer") < names.indexOf("vectorizer"));
        assertFalse(names.contains("model"));
        offer("optimizer", "a", "1.0.0", "p");
        offer("source", "z", "1.0.0", "p");
        offer("source", "b", "1.0.0", "p");
        offers.sort(Offer.ORDER);
        assertEquals(List.of("b", "z", "a"), offers.stream().map(Offer::name).toList());
    }
}
