package io.graft.pipeline;

import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** What a component is lent while it is created. */
final class PartContext implements Context {
    private static final long MOST_BYTES = 64L << 20;

    private final Path folder;
    private final String at;
    private final String key;
    private final LearnedState learned;
    private final long seed;
    private final Consumer<String> warnings;
    private final Underway underway;

    PartContext(
            Path folder,
            String at,
            String key,
            LearnedState learned,
            long seed,
            Consumer<String> warnings,
            Underway underway) {
        this.folder = folder;
        this.at = at;
        this.key = key;
        this.learned = learned;
        this.seed = seed;
        this.warnings = warnings;
        this.underway = underway;
    }

    /** Under which name the model keeps what the component learned. */
    String key() {
        return key;
    }

    Underway underway() {
        return underway;
    }

    @Override
    public Path path(String name) {
        return folder.resolve(name).toAbsolutePath().normalize();
    }

    @Override
    public String text(String name) {
        String kept = learned.file(name);
        if (kept != null) return kept;
        Path file = path(name);
        try {
            if (Files.size(file) > MOST_BYTES)
                throw new PipelineException(
                        ErrorCode.BAD_DATA,
                        at,
                        "'" + name + "' is larger than " + (MOST_BYTES >> 20)
                                + " MB; files named in settings are kept in the model.");
            String text = Files.readString(file, StandardCharsets.UTF_8);
            if (text.startsWith("\uFEFF")) text = text.substring(1);
            learned.file(name, text);
            return text;
        } catch (NoSuchFileException e) {
            throw new PipelineException(
                    ErrorCode.BAD_DATA, at, "There is no file '" + name + "' (looked for " + file + ").", e);
        } catch (CharacterCodingException e) {
            throw new PipelineException(ErrorCode.BAD_DATA, at, "'" + name + "' is not UTF-8 text.", e);
        } catch (IOException e) {
            throw new PipelineException(
                    ErrorCode.RESOURCE, at, "'" + name + "' cannot be read: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public Optional<String> state() {
        return Optional.ofNullable(learned.of(key));
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public void warn(String sentence) {
        warnings.accept(sentence);
    }
}
