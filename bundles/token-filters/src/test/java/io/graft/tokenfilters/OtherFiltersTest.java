package io.graft.tokenfilters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.PipelineException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtherFiltersTest {

    private static Filtering stemmer(StemmerLanguage language) {
        return new Filtering(new StemmerFilter().create(new StemmerFilter.Settings(language), null));
    }

    private static Filtering synonyms(Map<String, List<String>> map, String file, boolean expand, boolean ignoreCase) {
        Map<String, String> files = file == null ? Map.of() : Map.of("syn.txt", file);
        return new Filtering(new SynonymsFilter()
                .create(
                        new SynonymsFilter.Settings(
                                map, file == null ? Optional.empty() : Optional.of("syn.txt"), expand, ignoreCase),
                        Filtering.context(files)));
    }

    @Test
    void lengthCountsCodePoints() {
        Filtering two = new Filtering(new LengthFilter().create(new LengthFilter.Settings(2, 3), null));
        assertEquals(
                "bc def \ud83d\ude00\ud83d\ude00", two.terms("a bc def ghij \ud83d\ude00 \ud83d\ude00\ud83d\ude00"));
        assertThrows(IllegalArgumentException.class, () -> new LengthFilter.Settings(3, 2));
    }

    @Test
    void lowerCaseReachesBeyondAsciiAndKeepsTheRest() {
        Filtering lower = new Filtering(new LowercaseFilter().create(new LowercaseFilter.Settings(), null));
        assertEquals(
                "abc \u00e4\u00f6 \u0434\u0430 \ud801\udc28 \u4e2d \ud801",
                lower.terms("aBC \u00c4\u00d6 \u0414\u0410 \ud801\udc00 \u4e2d \ud801"));
        assertEquals("i@0-1", lower.full("\u0130"));
    }

    /** Words and stems from the samples on snowballstem.org. */
    @Test
    void stemsAreThoseOfTheSnowballProject() {
        assertEquals(
                "consign consign consign consist consist knight kneel knit",
                stemmer(StemmerLanguage.ENGLISH)
                        .terms("consign consigned consignment consistency consistently knightly kneeling knitting"));
        assertEquals("run generat generous", stemmer(StemmerLanguage.ENGLISH).terms("running generate generously"));
        assertEquals("aufeinanderfolg kategori", stemmer(StemmerLanguage.GERMAN).terms("aufeinanderfolge kategorie"));
        assertEquals("continuel", stemmer(StemmerLanguage.FRENCH).terms("continuellement"));
        assertEquals(
                "\u0432\u0430\u0436\u043d",
                stemmer(StemmerLanguage.RUSSIAN).terms("\u0432\u0430\u0436\u043d\u0430\u044f"));
        assertEquals("chic", stemmer(StemmerLanguage.SPANISH).terms("chicas"));
    }

    @Test
    void stemmingKeepsOffsetsAndOverlongTerms() {
        assertEquals("run@0-7", stemmer(StemmerLanguage.ENGLISH).full("running"));
        String longest = "running".repeat(40);
        assertEquals(longest, stemmer(StemmerLanguage.ENGLISH).terms(longest));
    }

    @Test
    void synonymsReplaceOrStandBeside() {
        Map<String, List<String>> map = Map.of("auto", List.of("car", "vehicle"), "tv", List.of("television"));
        assertEquals(
                "my@0-2 car@3-7 vehicle@3-7 television@8-10 x@11-12",
                synonyms(map, null, false, true).full("my Auto TV x"));
        assertEquals("auto car vehicle x", synonyms(map, null, true, true).terms("auto x"));
        assertEquals("Auto television", synonyms(map, null, false, false).terms("Auto tv"));
    }

    @Test
    void synonymsAreNotLookedUpAgain() {
        assertEquals(
                "b a",
                synonyms(Map.of("a", List.of("b"), "b", List.of("a")), null, false, true)
                        .terms("a b"));
        assertEquals(
                "a b b a",
                synonyms(Map.of("a", List.of("b"), "b", List.of("a")), null, true, true)
                        .terms("a b"));
    }

    @Test
    void aFileSaysWhatBecomesWhatAndWhatIsTheSame() {
        String file = "# remark\nfridge, icebox => refrigerator\ncar, auto\uff0cautomobile\n";
        assertEquals(
                "refrigerator car car car",
                synonyms(Map.of(), file, false, true).terms("icebox automobile auto car"));
        assertEquals(
                "auto car automobile icebox refrigerator",
                synonyms(Map.of(), file, true, true).terms("auto icebox"));
    }

    @Test
    void aLineThatIsNoSynonymIsNamed() {
        for (String wrong : List.of("alone", "a =>", "=> b", "a => b => c", ",")) {
            PipelineException e = assertThrows(
                    PipelineException.class, () -> synonyms(Map.of(), "a, b\n" + wrong, false, true), wrong);
            assertTrue(e.getMessage().contains("Line 2 of the synonyms 'syn.txt'"), e.getMessage());
            assertEquals("syn.txt:2", e.at());
        }
        assertThrows(IllegalArgumentException.class, () -> synonyms(Map.of(), null, false, true));
        assertThrows(IllegalArgumentException.class, () -> synonyms(Map.of("a", List.of()), null, false, true));
    }
}
