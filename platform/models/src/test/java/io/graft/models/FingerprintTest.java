package io.graft.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {

    @Test
    void theExamplesOfTheStandardHold(@TempDir Path folder) throws IOException {
        // FIPS 180-2, appendix B: "abc" and a million times "a"
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                Fingerprint.sha256(new ByteArrayInputStream(new byte[] {'a', 'b', 'c'})));
        byte[] million = new byte[1_000_000];
        Arrays.fill(million, (byte) 'a');
        Path file = Files.write(folder.resolve("million"), million);
        assertEquals("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", Fingerprint.sha256(file));
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("train.csv");
        PipelineException e = assertThrows(PipelineException.class, () -> Fingerprint.sha256(file));
        assertEquals(ErrorCode.BAD_DATA, e.code());
        assertEquals(file.toString(), e.at());
        assertEquals("The file cannot be read: there is no such file.", e.getMessage());
    }
}
