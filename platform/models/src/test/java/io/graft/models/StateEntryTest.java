package io.graft.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateEntryTest {

    @Test
    void ordinaryPathsStayReadable() {
        assertEquals("state/prepare/3/vocabulary", StateEntry.entry("prepare/3/vocabulary"));
        assertEquals("state/files/stop-words_en.txt", StateEntry.entry("files/stop-words_en.txt"));
    }

    @Test
    void whateverMeansSomethingToAFileSystemIsEscaped() {
        assertEquals("state/files/%2E%2E/%2E%2E/etc/passwd", StateEntry.entry("files/../../etc/passwd"));
        assertEquals("state/%2Fetc%2F%2Fx%2F", StateEntry.entry("/etc//x/"));
        assertEquals("state/C%3A%5Cx/%E8%AF%8D.txt", StateEntry.entry("C:\\x/词.txt"));
        assertEquals("state/.../..a", StateEntry.entry(".../..a"));
    }

    @Test
    void everyPathComesBackAndNoTwoShareAnEntry() {
        long seed = System.nanoTime();
        System.out.println("StateEntryTest: seed " + seed);
        Random random = new Random(seed);
        String letters = "ab./.%\\ :é词\u0000";
        Map<String, String> entries = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder path = new StringBuilder();
            for (int n = 1 + random.nextInt(8); n > 0; n--)
                path.append(letters.charAt(random.nextInt(letters.length())));
            String entry = StateEntry.entry(path.toString());
            assertEquals(path.toString(), StateEntry.path(entry));
            assertTrue(StateEntry.valid(entry), entry);
            assertTrue(Path.of("/a/b").resolve(entry).normalize().startsWith("/a/b/state"), entry);
            String before = entries.put(entry, path.toString());
            assertTrue(before == null || before.contentEquals(path), entry);
        }
    }

    @Test
    void namesThatLeaveTheFolderAreNotValid() {
        for (String name : new String[] {
            "state/",
            "state",
            "state//x",
            "state/../x",
            "state/x/..",
            "state/.",
            "../state/x",
            "/state/x",
            "state/x/",
            "state/a b",
            "state/%2e%2e",
            "state/%41",
            "state/x\\y",
            "state/%",
            "state/%2",
            "State/x"
        }) assertFalse(StateEntry.valid(name), name);
    }
}
