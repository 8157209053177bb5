package io.graft.models;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Model files ({@code .graft}) and checkpoints: a zip of JSON, safetensors and text, described in the README of this bundle.
 *
 * <p><b>Threading.</b> Any thread. A thread that is interrupted still writes and reads to the end, and stays interrupted.
 *
 * <p><b>Errors.</b> {@link PipelineException} only, with the file as its place: BAD_MODEL for a file that is damaged, strange
 * or made by a newer Graft, NOT_FOUND when there is none, RESOURCE when the file system fails.
 */
public final class ModelFile {
    private ModelFile() {}

    /**
     * Writes a model, replacing what the file held; the folder is made when it is missing.
     *
     * <p>At every moment, a power cut included, the file is either what it was or the whole new model. Every parameter of the
     * graph must have its elements.
     */
    public static void write(Path file, Model model) {
        ModelWriter.write(file, model, UnaryOperator.identity());
    }

    /** Reads a model after checking every byte of it. */
    public static Model read(Path file) {
        return ModelReader.read(file);
    }

    /** Reads what a list shows, after checking every byte of the file, but makes no arrays. */
    public static ModelInfo head(Path file) {
        return ModelReader.head(file);
    }

    /**
     * Removes the temporary files ({@code *.tmp}) that a crash left in a folder.
     *
     * <p>Only for whoever alone writes into this folder: those of a write going on are removed too.
     */
    public static void sweep(Path folder) {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "*" + ModelWriter.LEFTOVER)) {
            for (Path leftover : leftovers) Files.deleteIfExists(leftover);
        } catch (NoSuchFileException e) {
            return; // no folder, no leftovers
        } catch (IOException e) {
            throw new PipelineException(
                    ErrorCode.RESOURCE,
                    folder.toString(),
                    "Temporary files cannot be removed: " + Reason.of(e) + ".",
                    e);
        }
    }
}
