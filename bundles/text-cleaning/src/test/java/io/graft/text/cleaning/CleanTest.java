package io.graft.text.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.text.Cleaner;
import io.graft.api.text.TextBuffer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CleanTest {

    @Test
    void withoutSettingsItComposesRemovesControlsAndCollapsesSpaces() {
        assertEquals("caf\u00e9 au lait", Cleaned.text("  cafe\u0301\u0007 au\t\n lait\u00a0", Map.of()));
    }

    @Test
    void asciiIsLowercasedInPlaceAndKeepsItsOrigins() {
        TextBuffer buffer = new TextBuffer();
        buffer.set("Hello, World!");
        char[] chars = buffer.buffer();
        Cleaned.cleaner(Map.of("unicode", Clean.Unicode.NFKC, "lowercase", true))
                .clean(buffer);
        assertEquals("hello, world!", buffer.toString());
        assertTrue(chars == buffer.buffer(), "the same array");
        assertEquals(7, buffer.origin(7));
    }

    @Test
    void aTokenAfterALigatureAndAnEntityStandsForTheRightPartOfTheOriginal() {
        String text = "<p>o\ufb03ce &amp; caf\u0065\u0301</p>";
        TextBuffer buffer = Cleaned.buffer(text, Map.of("html", true, "unicode", Clean.Unicode.NFKC));
        assertEquals("office & caf\u00e9", buffer.toString());
        int office = 0;
        assertEquals("o\ufb03ce", text.substring(buffer.origin(office), buffer.originEnd(office + 6)));
        assertEquals("&amp;", text.substring(buffer.origin(7), buffer.originEnd(8)));
        assertEquals("caf", text.substring(buffer.origin(9), buffer.originEnd(12)));
        assertEquals(text.indexOf("e\u0301"), buffer.origin(12));
    }

    @Test
    void invisibleCharactersGoButJoinersStay() {
        assertEquals(
                "ab\ud83d\udc69\u200d\ud83d\udcbb",
                Cleaned.text("a\u00ad\ufeff\u200bb\ud83d\udc69\u200d\ud83d\udcbb\ud83d", Map.of()));
        assertEquals("a\u00adb", Cleaned.text("a\u00adb", Map.of("controlCharacters", Clean.Controls.KEEP)));
    }

    @Test
    void removingWhatStoodBetweenDoesNotMakeASurrogatePair() {
        assertEquals("ab", Cleaned.text("a\ud83d\u0001\ude00b", Map.of()));
    }

    @Test
    void fullWidthFormsBecomeOrdinaryOnesAndChineseMarksStay() {
        assertEquals(
                "Abc 12!\u3002\u300a\u00a5",
                Cleaned.text(
                        "\uff21\uff42\uff43\u3000\uff11\uff12\uff01\u3002\u300a\uffe5", Map.of("fullWidth", true)));
    }

    @Test
    void traditionalChineseBecomesSimplifiedByPhraseAndByCharacter() {
        // OpenCC's own test cases for t2s
        Map<String, Object> settings = Map.of("simplifiedChinese", true);
        assertEquals("\u5938\u5938\u5176\u8c08", Cleaned.text("\u8a87\u8a87\u5176\u8ac7", settings));
        assertEquals(
                "\u6211\u5e72\u4ec0\u4e48\u4e0d\u5e72\u4f60\u4e8b\u3002",
                Cleaned.text("\u6211\u5e79\u4ec0\u9ebc\u4e0d\u5e79\u4f60\u4e8b\u3002", settings));
        assertEquals("\u4e7e\u5764", Cleaned.text("\u4e7e\u5764", settings));
        assertEquals("\u5e72\u71e5", Cleaned.text("\u4e7e\u71e5", settings));
    }

    @Test
    void aSimplifiedCharacterThatNeedsTwoCodeUnitsKeepsItsOrigin() {
        TextBuffer buffer = Cleaned.buffer("\u9ad4\u346e\u9ad4", Map.of("simplifiedChinese", true));
        assertEquals("\u4f53\ud86d\udf48\u4f53", buffer.toString());
        assertEquals(1, buffer.origin(1));
        assertEquals(1, buffer.origin(2));
        assertEquals(2, buffer.origin(3));
    }

    @Test
    void onlyTrainingRowsWithinTheBoundsAreKept() {
        Cleaner cleaner = Cleaned.cleaner(Map.of("minLength", 2, "maxLength", 3));
        TextBuffer buffer = new TextBuffer();
        String[] texts = {"a", "  a ", "ab", "abc", "abcd", "\ud83d\ude00\ud83d\ude00\ud83d\ude00"};
        boolean[] kept = {false, false, true, true, false, true};
        for (int i = 0; i < texts.length; i++) {
            buffer.set(texts[i]);
            assertEquals(kept[i], cleaner.clean(buffer), texts[i]);
        }
    }

    @Test
    void boundsThatLeaveNothingAreRefused() {
        var e = assertThrows(
                InvocationTargetException.class, () -> SettingsOf.clean(Map.of("minLength", 5, "maxLength", 4)));
        assertEquals("minLength is 5, which is above maxLength, 4", e.getCause().getMessage());
    }

    @Test
    void everySettingHasAMeaningAndADefault() {
        for (RecordComponent component : Clean.Settings.class.getRecordComponents()) {
            assertNotNull(component.getAnnotation(Meaning.class), component.getName());
            assertTrue(
                    component.getType() == Optional.class || component.isAnnotationPresent(Default.class),
                    component.getName());
        }
    }

    @Test
    void textsMadeToTakeLongAreCleanedInLinearTime() {
        Map<String, Object> all = Map.of(
                "html",
                true,
                "urls",
                "U",
                "emails",
                "E",
                "numbers",
                "N",
                "lowercase",
                true,
                "simplifiedChinese",
                true,
                "fullWidth",
                true,
                "unicode",
                Clean.Unicode.NFKC);
        String[] pieces = {
            "<a b=\"",
            "<script>",
            "<!--",
            "<style><",
            "<a b='>",
            "&amp",
            "&#",
            "<",
            "www.",
            "www.a",
            "http://",
            "http://a",
            "a@",
            "@a.b",
            "a.b@c.d.",
            "a:b",
            "://",
            "1.",
            "1,2.",
            "1_",
            "\u4e00",
            "\u4e00\u4e8c\u4e09",
            "  ",
            " a",
            "\0",
            "e\u0301",
            "w.w",
            "mailto:",
            "((((http://a.b",
            "-@-.",
            "w",
            "\ufdfa",
        };
        for (String piece : pieces) {
            String text = piece.repeat(400_000 / piece.length()) + ">";
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Cleaned.text(text, all), piece);
        }
    }

    @Test
    void aCleanerIsNoStepForTrainingOnly() {
        assertFalse(Cleaned.cleaner(Map.of()).trainingOnly());
    }
}
