package io.graft.text.cleaning;

import io.graft.api.text.Cleaner;
import io.graft.api.text.TextBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Prints how many megabytes of UTF-8 a second a cleaner does on one thread: no test, to be run by hand with text files as arguments. */
final class CleaningThroughput {
    private CleaningThroughput() {}

    public static void main(String[] files) throws IOException {
        for (String file : files) {
            List<String> lines = Files.readAllLines(Path.of(file));
            long bytes = Files.size(Path.of(file));
            measure(file, lines, bytes, Map.of("unicode", Clean.Unicode.NFKC, "lowercase", true));
            measure(
                    file,
                    lines,
                    bytes,
                    Map.of(
                            "unicode",
                            Clean.Unicode.NFKC,
                            "lowercase",
                            true,
                            "html",
                            true,
                            "urls",
                            "U",
                            "emails",
                            "E",
                            "numbers",
                            "N",
                            "simplifiedChinese",
                            true));
        }
    }

    private static void measure(String file, List<String> lines, long bytes, Map<String, Object> settings) {
        Cleaner cleaner = Cleaned.cleaner(settings);
        TextBuffer buffer = new TextBuffer();
        double best = 0;
        long end = System.nanoTime() + 2_000_000_000L;
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            for (String line : lines) {
                buffer.set(line);
                cleaner.clean(buffer);
            }
            best = Math.max(best, bytes / 1e6 / ((System.nanoTime() - start) / 1e9));
        }
        System.out.printf("%s %s: %.0f MB/s%n", file, settings, best);
    }
}
