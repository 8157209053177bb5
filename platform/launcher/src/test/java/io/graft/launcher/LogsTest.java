package io.graft.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogsTest {

    @Test
    void aMessageIsOneLineWithItsFolderAndCauses() {
        LogRecord entry = new LogRecord(Level.WARNING, "two\n  lines");
        entry.setLoggerName("io.graft.models.FolderStore");
        entry.setThrown(new IllegalStateException("outer", new IOException("disk\nfull")));
        String line = print(entry, false);
        assertTrue(
                line.matches("\\d\\d:\\d\\d:\\d\\d warning models: two lines "
                        + "\\(IllegalStateException: outer\\) \\(IOException: disk full\\)\\R"),
                line);
    }

    @Test
    void theStackTraceIsThereWhenAskedFor() {
        LogRecord entry = new LogRecord(Level.SEVERE, "broken");
        entry.setLoggerName("org.example.Thing");
        entry.setThrown(new IllegalStateException("why"));
        String text = print(entry, true);
        assertTrue(text.contains(" error org.example.Thing: broken (IllegalStateException: why)"), text);
        assertTrue(text.contains("\tat io.graft.launcher.LogsTest"), text);
    }

    @Test
    void whatLibrariesDoIsToldWhenSomethingIsWrong() {
        LogRecord started = new LogRecord(Level.INFO, "started");
        started.setLoggerName("org.example.Http");
        assertEquals("", print(started, false));
        assertTrue(print(started, true).contains("org.example.Http: started"));
        started.setLevel(Level.WARNING);
        assertTrue(print(started, false).contains("org.example.Http: started"));
    }

    @Test
    void theVariableComesBeforeQuiet() throws Stop {
        assertEquals("INFO", Logs.level(null, false));
        assertEquals("WARNING", Logs.level("", true));
        assertEquals("FINE", Logs.level("Debug", true));
    }

    @Test
    void anUnknownLevelNamesTheOnesThatExist() {
        Stop stop = assertThrows(Stop.class, () -> Logs.level("loud", false));
        assertEquals(2, stop.exitCode());
        assertEquals("GRAFT_LOG is 'loud'; it can be off, error, warning, info, debug or trace.", stop.getMessage());
    }

    private static String print(LogRecord entry, boolean stackTraces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Logs.Lines(new PrintStream(bytes, true, StandardCharsets.UTF_8), stackTraces).publish(entry);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
