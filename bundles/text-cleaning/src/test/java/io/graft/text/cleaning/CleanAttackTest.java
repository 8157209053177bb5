package io.graft.text.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.text.Cleaner;
import io.graft.api.text.TextBuffer;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CleanAttackTest {
    private static final int TEXTS = 40_000;

    private final long seed = Long.getLong("graft.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void everyNormalizationIsThatOfTheWholeText() {
        for (Clean.Unicode unicode : Clean.Unicode.values()) {
            if (unicode == Clean.Unicode.NONE) continue;
            Cleaner cleaner = Cleaned.cleaner(Map.of(
                    "unicode", unicode, "controlCharacters", Clean.Controls.KEEP, "whitespace", Clean.Spaces.KEEP));
            TextBuffer buffer = new TextBuffer();
            for (int i = 0; i < TEXTS; i++) {
                String text = RandomText.of(random);
                buffer.set(text);
                cleaner.clean(buffer);
                String expected = Normalizer.normalize(text, Normalizer.Form.valueOf(unicode.name()));
                assertEquals(
                        RandomText.shown(expected),
                        RandomText.shown(buffer.toString()),
                        () -> said(text) + " as " + unicode);
                assertOrigins(text, buffer);
            }
        }
    }

    @Test
    void everyPairOfCodePointsThatMayCombineIsNormalizedAsAWhole() {
        // every code point after a few that things combine with, and before a few that combine
        String[] befores = {
            "", "e", "\u1100", "\uac00", "\u0915", "\u09c7", "\u304b", "\ud805\udd31", "\ud81a\udd63", "\ud81a\udd67"
        };
        for (Clean.Unicode unicode : new Clean.Unicode[] {Clean.Unicode.NFC, Clean.Unicode.NFKD}) {
            Cleaner cleaner = Cleaned.cleaner(Map.of(
                    "unicode", unicode, "controlCharacters", Clean.Controls.KEEP, "whitespace", Clean.Spaces.KEEP));
            Normalizer.Form form = Normalizer.Form.valueOf(unicode.name());
            TextBuffer buffer = new TextBuffer();
            StringBuilder text = new StringBuilder();
            for (int c = 0; c < 0x20000; c++) {
                text.setLength(0);
                for (String before : befores)
                    text.append(before).appendCodePoint(c).append("\u0301x");
                buffer.set(text);
                cleaner.clean(buffer);
                String expected = Normalizer.normalize(text, form);
                if (!expected.contentEquals(buffer)) {
                    assertEquals(
                            RandomText.shown(expected),
                            RandomText.shown(buffer.toString()),
                            "U+" + Integer.toHexString(c));
                }
            }
        }
    }

    @Test
    void lowerCaseIsThatOfTheRootLocale() {
        Cleaner cleaner = Cleaned.cleaner(Map.of(
                "unicode",
                Clean.Unicode.NONE,
                "lowercase",
                true,
                "controlCharacters",
                Clean.Controls.KEEP,
                "whitespace",
                Clean.Spaces.KEEP));
        TextBuffer buffer = new TextBuffer();
        for (int i = 0; i < TEXTS; i++) {
            String text = RandomText.of(random);
            buffer.set(text);
            cleaner.clean(buffer);
            assertEquals(
                    RandomText.shown(text.toLowerCase(Locale.ROOT)),
                    RandomText.shown(buffer.toString()),
                    () -> said(text));
            assertOrigins(text, buffer);
        }
    }

    @Test
    void cleaningTwiceIsCleaningOnce() {
        for (Map<String, Object> settings : combinations()) {
            // decoding twice decodes more; and the tables of Chinese have a few chains
            if (settings.get("html") == Boolean.TRUE || settings.get("simplifiedChinese") == Boolean.TRUE) continue;
            Cleaner cleaner = Cleaned.cleaner(settings);
            TextBuffer buffer = new TextBuffer();
            for (int i = 0; i < TEXTS / 20; i++) {
                String text = RandomText.of(random);
                buffer.set(text);
                cleaner.clean(buffer);
                String once = buffer.toString();
                buffer.set(once);
                cleaner.clean(buffer);
                assertEquals(
                        RandomText.shown(once),
                        RandomText.shown(buffer.toString()),
                        () -> said(text) + " with " + settings);
            }
        }
    }

    @Test
    void originsRiseWithinTheOriginalWhateverIsCleaned() {
        for (Map<String, Object> settings : combinations()) {
            Cleaner cleaner = Cleaned.cleaner(settings);
            TextBuffer buffer = new TextBuffer();
            for (int i = 0; i < TEXTS / 20; i++) {
                String text = RandomText.of(random);
                buffer.set(text);
                cleaner.clean(buffer);
                assertOrigins(text, buffer);
            }
        }
    }

    @Test
    void anUnchangedCharacterComesFromOneOfItsKind() {
        Cleaner cleaner = Cleaned.cleaner(
                Map.of("html", true, "unicode", Clean.Unicode.NFC, "numbers", "#", "urls", "#", "emails", "#"));
        TextBuffer buffer = new TextBuffer();
        for (int i = 0; i < TEXTS; i++) {
            String text = RandomText.of(random);
            buffer.set(text);
            cleaner.clean(buffer);
            for (int k = 0; k < buffer.length(); k++) {
                char c = buffer.charAt(k);
                if (c >= 0x4e00 && c < 0xa000) {
                    String from = Normalizer.normalize(
                            Character.toString(text.codePointAt(buffer.origin(k))), Normalizer.Form.NFC);
                    assertEquals(String.valueOf(c), from, () -> said(text));
                }
            }
        }
    }

    private static List<Map<String, Object>> combinations() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int bits = 0; bits < 64; bits++) {
            Map<String, Object> settings = new HashMap<>();
            settings.put("unicode", Clean.Unicode.values()[bits % 5]);
            settings.put("lowercase", (bits & 1) != 0);
            settings.put("html", (bits & 2) != 0);
            settings.put("fullWidth", (bits & 4) != 0);
            settings.put("simplifiedChinese", (bits & 8) != 0);
            if ((bits & 16) != 0) settings.put("numbers", "<num>");
            if ((bits & 16) == 0) settings.put("emails", "<mail>");
            if ((bits & 32) != 0) settings.put("urls", "<url>");
            if ((bits & 32) == 0) settings.put("whitespace", Clean.Spaces.KEEP);
            all.add(settings);
        }
        return all;
    }

    private void assertOrigins(String text, TextBuffer buffer) {
        int last = 0;
        for (int k = 0; k <= buffer.length(); k++) {
            int origin = buffer.origin(k);
            int at = k;
            int before = last;
            assertTrue(
                    origin >= last && origin <= text.length(),
                    () -> said(text) + ": origin " + origin + " of " + at + " after " + before);
            if (k > 0) {
                int end = buffer.originEnd(k);
                assertTrue(
                        end > buffer.origin(k - 1) && end <= text.length(),
                        () -> said(text) + ": end " + end + " of " + at);
            }
            last = origin;
        }
    }

    private String said(String text) {
        return "-Dgraft.test.seed=" + seed + ", text \"" + RandomText.shown(text) + "\"";
    }
}
