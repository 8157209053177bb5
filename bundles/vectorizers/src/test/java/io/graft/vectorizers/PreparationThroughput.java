package io.graft.vectorizers;

import io.graft.api.Learner;
import io.graft.api.data.Batch;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.Tokens;
import io.graft.api.text.Vectorizer;
import io.graft.tokenizers.unicode.UnicodeWordsTokenizer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures how fast one thread prepares text: lower case, words of UAX 29, ids with a mask.
 *
 * <p>Call it with a text file of one row a line, and with how many words a row has room for. It learns a vocabulary of
 * 10,000 from the file,
 * then goes over the rows for two seconds of warm-up and five rounds of two seconds, and prints megabytes of UTF-8 a
 * second by the clock and by the processor.
 */
public final class PreparationThroughput {
    private final TextBuffer text = new TextBuffer();
    private final Tokens tokens = new Tokens();
    private final Tokenizer tokenizer =
            new UnicodeWordsTokenizer().create(new UnicodeWordsTokenizer.Settings(255), Rows.context(null));

    private PreparationThroughput() {}

    /** Measures. */
    public static void main(String[] args) throws IOException {
        List<String> rows = Files.readAllLines(Path.of(args[0])).stream()
                .filter(r -> !r.isBlank())
                .toList();
        new PreparationThroughput().measure(rows, args.length > 1 ? Integer.parseInt(args[1]) : 64);
    }

    private void measure(List<String> rows, int length) {
        VocabularyVectorizer type = new VocabularyVectorizer();
        VocabularyVectorizer.Settings settings = new VocabularyVectorizer.Settings(10_000, length, 1);
        Learner.Lesson<Tokens> lesson = type.learn(settings, Rows.context(null));
        for (String row : rows) {
            prepare(row);
            lesson.see(tokens);
        }
        Vectorizer vectorizer = type.create(settings, Rows.context(lesson.state()));
        Batch batch = Rows.batch(vectorizer.features(), 32);
        int[] slots = Rows.slots(batch, vectorizer.features());

        long bytes = 0;
        long words = 0;
        for (String row : rows) {
            bytes += row.getBytes(StandardCharsets.UTF_8).length;
            prepare(row);
            words += tokens.size();
        }
        System.out.printf(
                "%,d rows, %,d bytes, %,d words, %,d ids%n",
                rows.size(), bytes, words, vectorizer.features().get(0).bound());

        pass(rows, vectorizer, batch, slots, 2);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int round = 1; round <= 5; round++) {
            long cpu = threads.getCurrentThreadCpuTime();
            long wall = System.nanoTime();
            double megabytes = 1e-6 * bytes * pass(rows, vectorizer, batch, slots, 2);
            wall = System.nanoTime() - wall;
            cpu = threads.getCurrentThreadCpuTime() - cpu;
            System.out.printf(
                    "round %d: %.1f MB/s by the clock, %.1f MB/s of processor time%n",
                    round, megabytes / (wall * 1e-9), megabytes / (cpu * 1e-9));
        }
    }

    private long pass(List<String> rows, Vectorizer vectorizer, Batch batch, int[] slots, int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long passes = 0;
        for (; passes == 0 || System.nanoTime() < end; passes++) {
            int r = 0;
            for (String row : rows) {
                prepare(row);
                vectorizer.vectorize(tokens, batch, slots, r);
                r = (r + 1) & 31;
            }
        }
        return passes;
    }

    /** What a cleaner that only puts ASCII into lower case does, then the tokenizer. */
    private void prepare(String row) {
        text.set(row);
        char[] chars = text.buffer();
        for (int i = 0, n = text.length(); i < n; i++) {
            char c = chars[i];
            if (c >= 'A' && c <= 'Z') chars[i] = (char) (c + 32);
        }
        tokens.reset(text);
        tokenizer.tokenize(text, tokens);
    }
}
