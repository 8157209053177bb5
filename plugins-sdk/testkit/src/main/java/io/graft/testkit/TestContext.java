package io.graft.testkit;

import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a component is lent in a test.
 *
 * @param folder what relative paths are relative to
 * @param texts the files that {@link #text} finds, by name
 * @param state what the component has learned
 * @param seed the seed
 * @param warnings collects what it warned of
 */
public record TestContext(
        Path folder, Map<String, String> texts, Optional<String> state, long seed, List<String> warnings)
        implements Context {

    /** A context without files and state, with seed 7. */
    public TestContext() {
        this(Path.of(""), Map.of(), Optional.empty(), 7, new CopyOnWriteArrayList<>());
    }

    /** The same with a learned state. */
    public TestContext with(String learned) {
        return new TestContext(folder, texts, Optional.of(learned), seed, warnings);
    }

    /** The same with a file. */
    public TestContext with(String name, String content) {
        Map<String, String> more = new java.util.HashMap<>(texts);
        more.put(name, content);
        return new TestContext(folder, Map.copyOf(more), state, seed, warnings);
    }

    @Override
    public Path path(String name) {
        return folder.resolve(name).toAbsolutePath();
    }

    @Override
    public String text(String name) {
        String content = texts.get(name);
        if (content == null) throw new PipelineException(ErrorCode.BAD_DATA, name, "There is no file '" + name + "'.");
        return content;
    }

    @Override
    public void warn(String sentence) {
        warnings.add(sentence);
    }
}
