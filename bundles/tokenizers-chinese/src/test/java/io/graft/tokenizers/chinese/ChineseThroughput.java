package io.graft.tokenizers.chinese;

import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prints how many characters a second are cut on one thread: no test, to be run by hand with text files as arguments. */
final class ChineseThroughput {
    private ChineseThroughput() {}

    public static void main(String[] files) throws IOException {
        long start = System.nanoTime();
        Cut.standard();
        System.out.printf("first tokenizer after %d ms%n", (System.nanoTime() - start) / 1_000_000);
        for (String file : files) {
            List<String> lines = Files.readAllLines(Path.of(file));
            measure(file, lines, Files.size(Path.of(file)), ChineseWords.Mode.STANDARD, false);
            measure(file, lines, Files.size(Path.of(file)), ChineseWords.Mode.STANDARD, true);
            measure(file, lines, Files.size(Path.of(file)), ChineseWords.Mode.SEARCH, false);
        }
    }

    private static void measure(String file, List<String> lines, long bytes, ChineseWords.Mode mode, boolean names) {
        Tokenizer tokenizer = Cut.tokenizer(mode, false, names, null);
        TextBuffer buffer = new TextBuffer();
        Tokens tokens = new Tokens();
        long chars = lines.stream().mapToLong(String::length).sum();
        double best = 0;
        long end = System.nanoTime() + 5_000_000_000L;
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            for (String line : lines) {
                buffer.set(line);
                tokens.reset(buffer);
                tokenizer.tokenize(buffer, tokens);
            }
            best = Math.max(best, 1e9 / (System.nanoTime() - start));
        }
        System.out.printf(
                "%s %s names=%s: %.2f M characters/s, %.1f MB/s%n",
                file, mode, names, best * chars / 1e6, best * bytes / 1e6);
    }
}
