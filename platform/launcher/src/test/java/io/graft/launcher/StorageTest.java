package io.graft.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
    @TempDir
    private Path cache;

    @Test
    void twoAtOnceGetFoldersOfTheirOwn() throws Exception {
        try (Storage first = Storage.claim(cache, "k");
                Storage second = Storage.claim(cache, "k")) {
            assertNotEquals(first.folder(), second.folder());
        }
    }

    @Test
    void aFolderIsUsedAgainOnceItIsFree() throws Exception {
        Path folder;
        try (Storage storage = start("k")) {
            folder = storage.folder();
        }
        try (Storage storage = Storage.claim(cache, "k")) {
            assertEquals(folder, storage.folder());
            assertTrue(storage.warm());
            assertTrue(Files.exists(folder.resolve("bundle1")));
        }
    }

    @Test
    void otherBundlesStartInAnEmptyFolder() throws Exception {
        start("old").close();
        try (Storage storage = Storage.claim(cache, "new")) {
            assertFalse(storage.warm());
            assertFalse(Files.exists(storage.folder()));
        }
    }

    @Test
    void otherBundlesSweepWhatOthersLeftButNotWhatTheyUse() throws Exception {
        Path left;
        try (Storage used = start("old")) {
            try (Storage second = start("old")) {
                left = second.folder();
            }
            Storage third = start("new"); // takes the second folder, the first is in use
            assertEquals(left, third.folder());
            assertTrue(Files.exists(used.folder()));
            third.close();
        }
        start("newest").close();
        assertFalse(Files.exists(left));
    }

    @Test
    void aStartThatNeverFinishedLeavesNothingBehind() throws Exception {
        try (Storage storage = Storage.claim(cache, "k")) {
            Files.createDirectories(storage.folder().resolve("bundle1"));
        }
        try (Storage storage = Storage.claim(cache, "k")) {
            assertFalse(Files.exists(storage.folder()));
        }
    }

    @Test
    void aDataFolderThatIsAFileIsSaidSo() throws IOException {
        Path file = Files.createFile(cache.resolve("file"));
        Stop stop = assertThrows(Stop.class, () -> Storage.claim(file.resolve("cache"), "k"));
        assertEquals(1, stop.exitCode());
        assertTrue(stop.getMessage().startsWith("The data folder " + file + " cannot be written"), stop.getMessage());
    }

    private Storage start(String key) throws Exception {
        Storage storage = Storage.claim(cache, key);
        Files.createDirectories(storage.folder().resolve("bundle1"));
        storage.complete();
        return storage;
    }
}
