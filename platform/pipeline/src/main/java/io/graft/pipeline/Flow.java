package io.graft.pipeline;

import io.graft.api.augment.AudioAugmenter;
import io.graft.api.augment.Augmenter;
import io.graft.api.augment.ImageAugmenter;
import io.graft.api.augment.TextAugmenter;
import io.graft.api.data.DataType;
import java.util.Locale;

/** What flows between two steps, by its class alone. */
enum Flow {
    TEXT,
    TOKENS,
    IMAGES,
    SOUND,
    TABLE {
        @Override
        public String toString() {
            return "rows of a table";
        }
    },
    NUMBERS;

    static Flow of(DataType type) {
        if (type instanceof DataType.Text) return TEXT;
        if (type instanceof DataType.TokenList) return TOKENS;
        if (type instanceof DataType.Image) return IMAGES;
        if (type instanceof DataType.Audio) return SOUND;
        return type instanceof DataType.Table ? TABLE : NUMBERS;
    }

    /** What a step of a kind takes; an augmenter is asked itself, see {@link #varied}. */
    static Flow into(String kind) {
        return switch (kind) {
            case "cleaner", "tokenizer" -> TEXT;
            case "token-filter", "vectorizer" -> TOKENS;
            case "image-step" -> IMAGES;
            case "audio-step", "audio-features" -> SOUND;
            case "table-step" -> TABLE;
            default -> NUMBERS;
        };
    }

    /** What a step of a kind gives. */
    static Flow outOf(String kind) {
        return switch (kind) {
            case "tokenizer" -> TOKENS;
            case "vectorizer", "audio-features" -> NUMBERS;
            default -> kind.equals("token-filter") ? TOKENS : into(kind);
        };
    }

    /** What an augmenter varies. */
    static Flow varied(Augmenter augmenter) {
        if (augmenter instanceof TextAugmenter) return TEXT;
        if (augmenter instanceof ImageAugmenter) return IMAGES;
        return augmenter instanceof AudioAugmenter ? SOUND : NUMBERS;
    }

    /** Whether it becomes numbers by itself where numbers are needed. */
    boolean becomesNumbers() {
        return this == IMAGES || this == TABLE || this == NUMBERS;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
