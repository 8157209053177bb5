package io.graft.console;

import io.graft.plugins.Diagnosis;
import io.graft.plugins.PluginEvent;
import io.graft.plugins.PluginOptions;
import io.graft.plugins.PluginReport;
import io.graft.plugins.PluginStatus;
import io.graft.plugins.Plugins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One plug-in, {@code io.acme.words}, that remembers what it was told. */
final class FakePlugins implements Plugins {
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<Consumer<PluginEvent>> listeners = new CopyOnWriteArrayList<>();
    volatile PluginOptions options;
    volatile Path jar;
    volatile byte[] bytes;
    volatile Supplier<PluginReport> instead;

    static PluginReport report(String action, String from, String to, boolean accepted) {
        return new PluginReport(
                action, "io.acme.words", from, to, accepted, "It was done.", List.of(), List.of(), List.of(), Map.of());
    }

    private PluginReport done(String action, String from, String to, PluginOptions how) {
        calls.add(action);
        options = how;
        Supplier<PluginReport> i = instead;
        return i != null ? i.get() : report(action, from, to, true);
    }

    private void read(Path file) {
        jar = file;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public PluginReport install(Path file, PluginOptions how) {
        read(file);
        return done("install", "", "1.0.0", how);
    }

    @Override
    public PluginReport update(Path file, PluginOptions how) {
        read(file);
        return done("update", "1.0.0", "1.1.0", how);
    }

    @Override
    public PluginReport remove(String name, PluginOptions how) {
        return done("remove " + name, "1.0.0", "", how);
    }

    @Override
    public PluginReport rollback(String name, PluginOptions how) {
        return done("rollback " + name, "1.1.0", "1.0.0", how);
    }

    @Override
    public List<PluginStatus> list() {
        return List.of(new PluginStatus(
                "io.acme.words",
                "1.0.0",
                PluginStatus.State.ACTIVE,
                "",
                false,
                "ab12",
                "",
                FakePipelines.TIME,
                "deploy/words.jar",
                List.of("tokenizer words"),
                List.of("tickets"),
                Optional.empty(),
                42));
    }

    @Override
    public List<Diagnosis> diagnose(Optional<String> name) {
        return List.of(new Diagnosis(name.orElse("all"), "It needs more.", List.of("raw")));
    }

    @Override
    public Listening listen(Consumer<PluginEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Management manage(boolean developer, Optional<Path> deploy) {
        throw new UnsupportedOperationException();
    }
}
