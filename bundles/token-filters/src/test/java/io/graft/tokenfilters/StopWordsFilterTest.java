package io.graft.tokenfilters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.PipelineException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StopWordsFilterTest {

    private static Filtering filter(
            StopLanguage language, List<String> words, String file, List<String> keep, boolean ignoreCase) {
        return new Filtering(new StopWordsFilter()
                .create(
                        new StopWordsFilter.Settings(language, words, Optional.ofNullable(file), keep, ignoreCase),
                        Filtering.context(Map.of("stop.txt", "\ufeff# remark\n foo \r\n\nBar\n"))));
    }

    private static Filtering filter(StopLanguage language) {
        return filter(language, List.of(), null, List.of(), true);
    }

    @Test
    void englishFunctionWordsGo() {
        assertEquals(
                "quick fox jump@",
                filter(StopLanguage.EN).terms("The quick fox can't and WON'T jump@ over don\u2019t it"));
        assertEquals("quick@4-9", filter(StopLanguage.EN).full("the quick"));
    }

    @Test
    void chineseFunctionWordsGo() {
        assertEquals(
                "\u9000\u8d27 \u5feb\u9012",
                filter(StopLanguage.ZH)
                        .terms("\u6211 \u7684 \u9000\u8d27 \u548c \u5feb\u9012 \u4e86 \u56e0\u70ba \u6211\u5011"));
    }

    @Test
    void theListsHoldWhatTheyShould() {
        assertTrue(StopLanguage.EN.words().size() > 150);
        assertTrue(new HashSet<>(StopLanguage.ZH.words()).size() > 250);
        for (String w : List.of("i", "the", "very", "don't", "cannot"))
            assertTrue(StopLanguage.EN.words().contains(w), w);
        assertFalse(StopLanguage.EN.words().stream().anyMatch(w -> w.isBlank() || w.contains("|") || w.contains(" ")));
        assertFalse(
                StopLanguage.ZH.words().stream().anyMatch(w -> w.codePoints().anyMatch(c -> c < 128)));
    }

    @Test
    void ownWordsComeFromSettingsAndFiles() {
        assertEquals(
                "c The",
                filter(StopLanguage.NONE, List.of("a"), "stop.txt", List.of(), true)
                        .terms("a foo BAR c The"));
        assertEquals(
                "A BAR c",
                filter(StopLanguage.NONE, List.of("a"), "stop.txt", List.of(), false)
                        .terms("a A foo BAR c"));
    }

    @Test
    void wordsToKeepStay() {
        assertEquals(
                "not good",
                filter(StopLanguage.EN, List.of(), null, List.of("NOT"), true).terms("it is not good"));
    }

    @Test
    void nothingToDropIsRefusedAndAMissingFileToo() {
        assertThrows(IllegalArgumentException.class, () -> filter(StopLanguage.NONE));
        assertThrows(PipelineException.class, () -> filter(StopLanguage.EN, List.of(), "none.txt", List.of(), true));
    }
}
