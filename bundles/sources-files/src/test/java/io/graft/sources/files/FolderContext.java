package io.graft.sources.files;

import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A context whose descriptor lies in a folder, and which keeps warnings. */
final class FolderContext implements Context {
    final Path folder;
    final List<String> warnings = new ArrayList<>();

    FolderContext(Path folder) {
        this.folder = folder;
    }

    @Override
    public Path path(String name) {
        return folder.resolve(name).toAbsolutePath();
    }

    @Override
    public String text(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new PipelineException(ErrorCode.BAD_DATA, name, "There is no file '" + name + "'.", e);
        }
    }

    @Override
    public Optional<String> state() {
        return Optional.empty();
    }

    @Override
    public long seed() {
        return 0;
    }

    @Override
    public void warn(String sentence) {
        warnings.add(sentence);
    }
}
