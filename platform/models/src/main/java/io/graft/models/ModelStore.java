package io.graft.models;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The models of a data folder: {@code models/<pipeline>/<version>.graft}, versions counted from 1. What is stored never changes.
 *
 * <p>In OSGi it is a service for the folder that the framework property {@code graft.home} names; anywhere else, a plain object.
 *
 * <p><b>Threading.</b> Any thread, and several processes on one folder: two that store at the same time get different versions.
 *
 * <p><b>Errors.</b> {@link PipelineException} as {@link ModelFile} throws it; BAD_CALL for a name that no pipeline can have.
 */
@ProviderType
public class ModelStore {
    private static final Pattern PIPELINE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    private static final Pattern FILE = Pattern.compile("([1-9][0-9]{0,8})\\.graft");

    private final Path models;
    private final Map<Path, Seen> seen = new ConcurrentHashMap<>();

    /** What a file was found to be when it had this length and time. */
    private record Seen(long bytes, FileTime time, ModelInfo info) {}

    /** The store in a data folder, which is made when the first model comes. */
    public ModelStore(Path home) {
        models = home.resolve("models");
    }

    /**
     * Stores a model as the next version of its pipeline.
     *
     * @return the same model with the version that it got
     */
    @SuppressWarnings("try") // the lock is only held
    public Model store(Model model) {
        Path folder = folder(model.pipeline());
        try {
            Files.createDirectories(folder);
            try (FolderLock lock = FolderLock.of(folder)) {
                ModelFile.sweep(folder); // nobody else is writing here
                List<Integer> versions = versions(folder);
                Model stored = model.withVersion(versions.isEmpty() ? 1 : versions.get(versions.size() - 1) + 1);
                ModelFile.write(file(stored.pipeline(), stored.version()), stored);
                return stored;
            }
        } catch (IOException e) {
            throw new PipelineException(
                    ErrorCode.RESOURCE, folder.toString(), "The model cannot be stored: " + Reason.of(e) + ".", e);
        }
    }

    /**
     * Loads a model.
     *
     * @param version the version, or empty for the newest
     * @throws PipelineException NOT_FOUND with the models that there are; BAD_MODEL when the file is damaged
     */
    public Model load(String pipeline, OptionalInt version) {
        List<Integer> versions = versions(folder(pipeline));
        if (versions.isEmpty()) throw new PipelineException(ErrorCode.NOT_FOUND, "", none(pipeline));
        int wanted = version.orElse(versions.get(versions.size() - 1));
        if (!versions.contains(wanted))
            throw new PipelineException(
                    ErrorCode.NOT_FOUND,
                    "",
                    "There is no version " + wanted + " of '" + pipeline + "'. Stored: " + ranges(versions) + ".");
        Path file = file(pipeline, wanted);
        Model model = ModelFile.read(file);
        misplaced(model.pipeline(), model.version(), pipeline, wanted).ifPresent(sentence -> {
            throw new PipelineException(ErrorCode.BAD_MODEL, file.toString(), sentence);
        });
        return model;
    }

    /**
     * The models of a pipeline, or of all, by name and version. A damaged file is listed with its {@link ModelInfo#damage}.
     *
     * <p>Every file is read and checked once, and again when it has changed.
     */
    public List<ModelInfo> list(Optional<String> pipeline) {
        List<ModelInfo> list = new ArrayList<>();
        for (String name : pipeline.map(List::of).orElseGet(this::pipelines))
            for (int version : versions(folder(name))) info(name, version).ifPresent(list::add);
        return list;
    }

    private Optional<ModelInfo> info(String pipeline, int version) {
        Path file = file(pipeline, version);
        try {
            long bytes = Files.size(file);
            FileTime time = Files.getLastModifiedTime(file);
            Seen before = seen.get(file);
            if (before == null || before.bytes != bytes || !before.time.equals(time)) {
                before = new Seen(bytes, time, check(pipeline, version, bytes, time.toInstant()));
                seen.put(file, before);
            }
            return Optional.of(before.info);
        } catch (NoSuchFileException e) {
            seen.remove(file);
            return Optional.empty(); // removed since the folder was read
        } catch (IOException e) {
            String sentence = "The model file cannot be read: " + Reason.of(e) + ".";
            return Optional.of(damaged(pipeline, version, 0, Instant.EPOCH, sentence));
        }
    }

    private ModelInfo check(String pipeline, int version, long bytes, Instant time) {
        try {
            ModelInfo info = ModelFile.head(file(pipeline, version));
            Optional<String> misplaced = misplaced(info.pipeline(), info.version(), pipeline, version);
            return misplaced.isEmpty() ? info : damaged(pipeline, version, bytes, time, misplaced.get());
        } catch (PipelineException e) {
            return damaged(pipeline, version, bytes, time, e.getMessage());
        }
    }

    private ModelInfo damaged(String pipeline, int version, long bytes, Instant time, String sentence) {
        return new ModelInfo(
                pipeline, version, time, Map.of(), "", bytes, file(pipeline, version), Optional.of(sentence));
    }

    private static Optional<String> misplaced(String pipeline, int version, String folder, int name) {
        if (pipeline.equals(folder) && version == name) return Optional.empty();
        return Optional.of("The file holds version " + version + " of '" + pipeline + "', but lies where version "
                + name + " of '" + folder + "' belongs. Give it back its name.");
    }

    private Path folder(String pipeline) {
        if (!PIPELINE.matcher(pipeline).matches())
            throw new PipelineException(
                    ErrorCode.BAD_CALL,
                    "pipeline",
                    "No pipeline can be called '" + pipeline
                            + "': a name is up to 100 of a-z, 0-9, '.', '_' and '-', beginning with a letter or a digit.");
        return models.resolve(pipeline);
    }

    private Path file(String pipeline, int version) {
        return folder(pipeline).resolve(version + ".graft");
    }

    private List<String> pipelines() {
        return names(models)
                .filter(name -> PIPELINE.matcher(name).matches())
                .sorted()
                .toList();
    }

    private static List<Integer> versions(Path folder) {
        return names(folder)
                .map(FILE::matcher)
                .filter(Matcher::matches)
                .map(m -> Integer.valueOf(m.group(1)))
                .sorted()
                .toList();
    }

    private static Stream<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Stream.empty();
        } catch (IOException e) {
            throw new PipelineException(
                    ErrorCode.RESOURCE, folder.toString(), "The folder cannot be read: " + Reason.of(e) + ".", e);
        }
    }

    private String none(String pipeline) {
        Map<String, List<Integer>> stored = new TreeMap<>();
        for (String name : pipelines()) {
            List<Integer> versions = versions(folder(name));
            if (!versions.isEmpty()) stored.put(name, versions);
        }
        String sentence = "There is no model of '" + pipeline + "'.";
        if (stored.isEmpty()) return sentence + " No model is stored yet: train one first.";
        String meant = Nearest.to(pipeline, stored.keySet())
                .map(name -> " Did you mean '" + name + "'?")
                .orElse("");
        String all = stored.entrySet().stream()
                .limit(20)
                .map(e -> e.getKey() + " (" + ranges(e.getValue()) + ")")
                .collect(Collectors.joining(", "));
        return sentence + meant + " Stored: " + all
                + (stored.size() > 20 ? " and " + (stored.size() - 20) + " more." : ".");
    }

    /** E.g. {@code versions 1 to 3, 7}. */
    private static String ranges(List<Integer> sorted) {
        List<String> parts = new ArrayList<>();
        for (int from = 0; from < sorted.size(); ) {
            int to = from;
            while (to + 1 < sorted.size() && sorted.get(to + 1) == sorted.get(to) + 1) to++;
            parts.add(to == from ? sorted.get(from).toString() : sorted.get(from) + " to " + sorted.get(to));
            from = to + 1;
        }
        return (sorted.size() == 1 ? "version " : "versions ") + String.join(", ", parts);
    }
}
