package io.graft.plugins.check;

import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.nio.file.Path;
import java.util.Optional;

/** What a component is lent in a trial: no file, no run. */
final class TrialContext implements Context {
    private volatile String state;

    void learned(String learned) {
        state = learned;
    }

    void close() {
        state = null;
    }

    @Override
    public Path path(String name) {
        return Path.of(name).toAbsolutePath().normalize();
    }

    @Override
    public String text(String name) {
        throw new PipelineException(ErrorCode.BAD_DATA, "", "There is no file '" + name + "' in a trial.");
    }

    @Override
    public Optional<String> state() {
        return Optional.ofNullable(state);
    }

    @Override
    public long seed() {
        return 7;
    }

    @Override
    public void warn(String sentence) {
        // nobody listens in a trial
    }
}
