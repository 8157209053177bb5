package io.graft.plugins.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.plugins.internal.PluginState.Entry;
import io.graft.plugins.internal.PluginState.Jar;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder {@code plugins} of a data folder: {@code state.json}, which says what is installed, and {@code jars/SHA256.jar}.
 *
 * <p>Everything is written beside, forced to the disk and moved into place: whoever is killed leaves the old state or the new one. A jar lies in
 * its place before the state names it.
 */
final class PluginStore {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final String INCOMING = ".incoming";

    private final Path folder;

    PluginStore(Path home) {
        folder = home.resolve("plugins");
    }

    Path folder() {
        return folder;
    }

    /**
     * A jar that was copied in and is not kept so far.
     *
     * @param path its copy
     * @param sha256 of its content
     */
    record Incoming(Path path, String sha256) {}

    /** What is installed; empty when nothing ever was. */
    PluginState read() {
        Path file = file();
        try {
            PluginState state = JSON.readValue(Files.readAllBytes(file), PluginState.class);
            if (state.format() > PluginState.FORMAT)
                throw unreadable("it was written by a newer Graft (format " + state.format() + ")", null);
            return state;
        } catch (NoSuchFileException e) {
            return PluginState.EMPTY;
        } catch (JsonProcessingException e) {
            throw unreadable("it is damaged: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unreadable(e.toString(), e);
        }
    }

    private PipelineException unreadable(String why, Exception cause) {
        return new PipelineException(
                ErrorCode.RESOURCE,
                file().toString(),
                "The list of installed plug-ins cannot be read: " + why
                        + ". Bring the file back from a backup, or delete it to run with the shipped plug-ins only.",
                cause);
    }

    void write(PluginState state) {
        try {
            Files.createDirectories(folder);
            Path beside = folder.resolve("state.json.tmp");
            try (FileChannel channel = FileChannel.open(
                            beside,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING);
                    OutputStream out = Channels.newOutputStream(channel)) {
                out.write(JSON.writeValueAsBytes(state));
                channel.force(true);
            }
            Files.move(beside, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(folder);
        } catch (IOException e) {
            throw failed("The list of installed plug-ins cannot be written", e);
        }
    }

    /** Copies a jar in, so that what is checked is what is installed. */
    Incoming take(Path jar) {
        try {
            Files.createDirectories(jars());
            Path copy = Files.createTempFile(jars(), INCOMING, ".jar");
            try (InputStream file = Files.newInputStream(jar)) {
                return new Incoming(copy, copy(file, copy));
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(copy);
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new PipelineException(
                    ErrorCode.NOT_FOUND, jar.toString(), "There is no file " + e.getFile() + ".", e);
        } catch (IOException e) {
            throw failed("The jar cannot be copied into the data folder", e);
        }
    }

    private static String copy(InputStream in, Path to) throws IOException {
        MessageDigest digest = sha256();
        try (DigestInputStream digesting = new DigestInputStream(in, digest);
                FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            digesting.transferTo(out);
            channel.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Gives a jar its place, where it stays as long as the state names it. */
    Path keep(Incoming incoming) {
        Path kept = jar(incoming.sha256());
        try {
            Files.move(incoming.path(), kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(jars());
            return kept;
        } catch (IOException e) {
            throw failed("The jar cannot be kept", e);
        }
    }

    void drop(Incoming incoming) {
        try {
            Files.deleteIfExists(incoming.path());
        } catch (IOException e) {
            // swept at the next start
        }
    }

    Path jar(String sha256) {
        return jars().resolve(sha256 + ".jar");
    }

    /** Deletes the jars that a state does not name, and what was being copied when a process was killed. */
    void sweep(PluginState state) {
        Set<String> named = new HashSet<>();
        for (Entry entry : state.plugins().values()) {
            entry.running().ifPresent(jar -> named.add(jar.sha256() + ".jar"));
            for (Jar jar : entry.previous()) named.add(jar.sha256() + ".jar");
        }
        try (Stream<Path> files = Files.list(jars())) {
            List<Path> unused = files.filter(
                            file -> !named.contains(file.getFileName().toString()))
                    .toList();
            for (Path file : unused) Files.deleteIfExists(file);
        } catch (NoSuchFileException e) {
            // nothing was ever installed
        } catch (IOException e) {
            System.getLogger(PluginStore.class.getName())
                    .log(System.Logger.Level.WARNING, "Unused jars in {0} cannot be deleted: {1}", jars(), e);
        }
    }

    private Path jars() {
        return folder.resolve("jars");
    }

    private Path file() {
        return folder.resolve("state.json");
    }

    /** A move is on the disk when its folder is; where folders cannot be forced, the file system does it by itself. */
    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // e.g. Windows
        }
    }

    private PipelineException failed(String what, IOException e) {
        return new PipelineException(ErrorCode.RESOURCE, folder.toString(), what + ": " + e + ".", e);
    }
}
