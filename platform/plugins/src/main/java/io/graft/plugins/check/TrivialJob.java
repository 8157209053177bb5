package io.graft.plugins.check;

import io.graft.api.audio.AudioBuffer;
import io.graft.api.audio.AudioFeatures;
import io.graft.api.audio.AudioStep;
import io.graft.api.augment.AudioAugmenter;
import io.graft.api.augment.ImageAugmenter;
import io.graft.api.augment.TextAugmenter;
import io.graft.api.data.Batch;
import io.graft.api.graph.Dim;
import io.graft.api.graph.Value;
import io.graft.api.image.ImageBuffer;
import io.graft.api.image.ImageStep;
import io.graft.api.model.Loss;
import io.graft.api.model.Metric;
import io.graft.api.model.Optimizer;
import io.graft.api.model.Schedule;
import io.graft.api.text.Cleaner;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.TokenFilter;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.Tokens;
import io.graft.api.text.Vectorizer;
import io.graft.plugins.check.Trial.Broken;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The trivial job of each kind, and whether what comes out can be. */
final class TrivialJob {
    /** Texts that break what was only tried on English ones. */
    static final List<String> TEXTS = List.of(
            "Hello, world! Is it 3.14?",
            "",
            " \t\r\n\u00a0\u3000",
            "你好，世界。我们在北京大学学习。",
            "a\u0301 o\u0308 ﬁ İstanbul ß \u200d\u200b\ufeff",
            "👩‍👩‍👧‍👦🏳️‍🌈 𝒳 \ud83d",
            "\udc00\ud800 \u0000\u0001\uffff",
            "<b>x</b> http://a.b/c?d=e#f @me #tag e@mail.org",
            "x".repeat(10_000),
            "one two three ".repeat(500));

    private TrivialJob() {}

    static void of(Object made) throws Broken {
        if (made instanceof Cleaner cleaner) clean(cleaner);
        else if (made instanceof Tokenizer tokenizer) tokenize(tokenizer);
        else if (made instanceof TokenFilter filter) filter(filter);
        else if (made instanceof Vectorizer vectorizer) vectorizer(vectorizer);
        else if (made instanceof ImageStep step) image(step::apply);
        else if (made instanceof ImageAugmenter augmenter) image(i -> augmenter.augment(i, new SplittableRandom(1)));
        else if (made instanceof AudioStep step) sound(step::apply);
        else if (made instanceof AudioAugmenter augmenter) sound(s -> augmenter.augment(s, new SplittableRandom(1)));
        else if (made instanceof AudioFeatures features) features(features);
        else if (made instanceof TextAugmenter augmenter)
            for (String text : TEXTS) augmenter.augment(buffer(text), new SplittableRandom(1));
        else if (made instanceof Schedule schedule) schedule(schedule);
        else if (made instanceof Optimizer optimizer) notNull(optimizer.rule(), "rule()");
        else if (made instanceof Loss loss) notNull(loss.target(), "target()");
        else if (made instanceof Metric metric) notNull(metric.open(List.of("no", "yes")), "open()");
    }

    private static void clean(Cleaner cleaner) throws Broken {
        for (String text : TEXTS) {
            TextBuffer buffer = new TextBuffer();
            buffer.set(text);
            cleaner.clean(buffer);
            for (int i = 0; i < buffer.length(); i++)
                if (buffer.origin(i) < 0 || buffer.origin(i) > text.length())
                    throw new Broken("lost where a character came from: " + shown(text) + ".");
        }
    }

    private static void tokenize(Tokenizer tokenizer) throws Broken {
        for (String text : TEXTS) {
            TextBuffer buffer = buffer(text);
            Tokens tokens = new Tokens();
            tokens.reset(buffer);
            tokenizer.tokenize(buffer, tokens);
            within(tokens, text);
        }
    }

    private static void filter(TokenFilter filter) throws Broken {
        for (String text : TEXTS) {
            Tokens tokens = tokens(text);
            filter.filter(tokens);
            within(tokens, text);
        }
    }

    private static void within(Tokens tokens, String text) throws Broken {
        for (int i = 0; i < tokens.size(); i++) {
            boolean term = tokens.termStart(i) >= 0
                    && tokens.termStart(i) <= tokens.termEnd(i)
                    && tokens.termEnd(i) <= tokens.buffer().length;
            boolean range = tokens.start(i) >= 0 && tokens.start(i) <= tokens.end(i) && tokens.end(i) <= text.length();
            if (!term || !range)
                throw new Broken("gives a token from " + tokens.start(i) + " to " + tokens.end(i) + " of a text of "
                        + text.length() + " characters: " + shown(text) + ".");
        }
    }

    private static void vectorizer(Vectorizer vectorizer) throws Broken {
        notNull(vectorizer.features(), "features()");
        if (vectorizer.features().isEmpty()) throw new Broken("gives no tensor: features() is empty.");
    }

    private static void image(Consumer<ImageBuffer> work) throws Broken {
        ImageBuffer image = new ImageBuffer();
        float[] values = image.size(32, 32, 3);
        for (int i = 0; i < image.elements(); i++) values[i] = i % 97 / 96f;
        work.accept(image);
        if (image.elements() == 0) throw new Broken("made an empty image of one of 32 x 32 x 3.");
        if (image.values().length < image.elements())
            throw new Broken("says that an image has more elements than it gave it.");
        for (int i = 0; i < image.elements(); i++)
            if (!Float.isFinite(image.values()[i]))
                throw new Broken("made the element " + image.values()[i] + " of finite ones.");
    }

    private static AudioBuffer tone() {
        AudioBuffer sound = new AudioBuffer();
        float[] samples = sound.size(16_000, 16_000);
        for (int i = 0; i < sound.length(); i++) samples[i] = (float) Math.sin(i / 8.0) / 2;
        return sound;
    }

    private static void sound(Consumer<AudioBuffer> work) throws Broken {
        AudioBuffer sound = tone();
        work.accept(sound);
        if (sound.sampleRate() <= 0) throw new Broken("made a sound without a sample rate.");
        for (int i = 0; i < sound.length(); i++)
            if (!Float.isFinite(sound.samples()[i]))
                throw new Broken("made the sample " + sound.samples()[i] + " of finite ones.");
    }

    private static void features(AudioFeatures features) throws Broken {
        notNull(features.features(), "features()");
        if (features.features().isEmpty()) throw new Broken("gives no tensor: features() is empty.");
        Batch batch = new Batch(
                features.features().stream()
                        .map(f -> new Value(f.name(), f.type(), f.shape().prepend(Dim.BATCH)))
                        .toList(),
                1);
        int[] slots = IntStream.range(0, features.features().size()).toArray();
        features.extract(tone(), batch, slots, 0);
        for (int slot : slots)
            if (!batch.isInt(slot))
                for (float number : batch.floats(slot))
                    if (!Float.isFinite(number)) throw new Broken("gives the number " + number + " for a plain tone.");
    }

    private static void schedule(Schedule schedule) throws Broken {
        double factor = schedule.factor(new Schedule.Moment(0, 10, 2, List.of()));
        if (!Double.isFinite(factor)) throw new Broken("gives the factor " + factor + " for the first step.");
    }

    private static void notNull(Object value, String call) throws Broken {
        if (value == null) throw new Broken("does nothing: " + call + " gave null.");
    }

    private static TextBuffer buffer(String text) {
        TextBuffer buffer = new TextBuffer();
        buffer.set(text);
        return buffer;
    }

    /** The pieces between spaces. */
    static Tokens tokens(String text) {
        Tokens tokens = new Tokens();
        tokens.reset(buffer(text));
        for (int start = 0, i = 0; i <= text.length(); i++)
            if (i == text.length() || text.charAt(i) == ' ') {
                if (i > start) tokens.add(start, i);
                start = i + 1;
            }
        return tokens;
    }

    private static String shown(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", "?");
        return "'" + (visible.length() > 40 ? visible.substring(0, 37) + "..." : visible) + "'";
    }
}
