package io.graft.plugins.internal;

import io.graft.api.PipelineException;
import io.graft.plugins.internal.Changes.DeployFile;
import io.graft.plugins.internal.PluginState.Deployed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * What lies in the deploy folder becomes what is installed; a look at it takes what has settled since the look before.
 *
 * <p>A jar is taken when its list of entries, which a zip has at its end, is there and neither its size nor its time has changed between two
 * looks. One that is no whole zip is waited for as long as it grows, and a while longer.
 *
 * <p><b>Threading.</b> One thread looks.
 */
final class DeployFolder {
    /** How long a file that is no whole zip may stand still before it is taken for garbage. */
    static final long PATIENCE_MILLIS = 3000;

    private static final String REJECTED = ".rejected.txt";
    private static final System.Logger LOG = System.getLogger(DeployFolder.class.getName());

    private final Path folder;
    private final Installer installer;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<String, DeployFile> done = new HashMap<>();
    private final Map<String, Integer> missing = new HashMap<>();
    private final Set<String> rejected = new HashSet<>();
    private int installs;
    private boolean readable = true;

    private record Seen(long bytes, long modified, long since) {}

    /** Who does what the folder asks for. */
    interface Installer {
        /** What was taken before, by file name. */
        Map<String, Deployed> deployed();

        /** Installs or updates; throws when it is not let in. */
        void install(Path jar, DeployFile file);

        /** Says that a file with known content has another time. */
        void same(DeployFile file, Deployed before);

        /** Removes what was installed from a file, when it still runs, and forgets the file. */
        void gone(String file);
    }

    DeployFolder(Path folder, Installer installer) {
        this.folder = folder;
        this.installer = installer;
    }

    /**
     * Looks once.
     *
     * @param now in milliseconds, of any clock that only goes forward
     * @return whether something has not settled, so that one should look again soon
     */
    boolean look(long now) {
        Map<String, DeployFile> files;
        try {
            files = list();
        } catch (IOException | UncheckedIOException e) { // not the same as empty
            if (readable) LOG.log(System.Logger.Level.WARNING, "The deploy folder cannot be read: {0}", e.toString());
            readable = false;
            return false;
        }
        readable = true;
        boolean unsettled = false;
        int before = installs;
        for (DeployFile file : files.values()) unsettled |= look(file, now);
        if (installs > before && !rejected.isEmpty()) { // perhaps one of them waited for what has come now
            done.keySet().removeAll(rejected);
            rejected.clear();
            unsettled = true;
        }
        seen.keySet().retainAll(files.keySet());
        done.keySet().retainAll(files.keySet());
        missing.keySet().removeAll(files.keySet());
        Set<String> absent = new HashSet<>(installer.deployed().keySet());
        absent.removeAll(files.keySet());
        for (String name : absent) unsettled |= gone(name);
        for (String name : notes()) // of a jar that is not there any more
        if (!files.containsKey(name)) deleteNote(name);
        return unsettled;
    }

    private boolean look(DeployFile file, long now) {
        if (file.equals(done.get(file.name()))) return false;
        Seen before = seen.get(file.name());
        if (before == null || before.bytes != file.bytes() || before.modified != file.modified()) {
            seen.put(file.name(), new Seen(file.bytes(), file.modified(), now));
            return true;
        }
        Path jar = folder.resolve(file.name());
        if (!wholeZip(jar)) {
            if (now - before.since < PATIENCE_MILLIS) return true;
            reject(file, "It is no jar: it is empty, cut off or something else. Copy it again.");
        } else {
            take(file, jar);
        }
        done.put(file.name(), file);
        return false;
    }

    private void take(DeployFile file, Path jar) {
        Deployed before = installer.deployed().get(file.name());
        try {
            if (before != null && before.bytes() == file.bytes() && before.modified() == file.modified()) {
                deleteNote(file.name());
                return;
            }
            if (before != null && PluginStore.sha256(jar).equals(before.sha256())) {
                installer.same(file, before);
                deleteNote(file.name());
                return;
            }
            installer.install(jar, file);
            installs++;
            deleteNote(file.name());
        } catch (PipelineException e) {
            reject(file, e.getMessage());
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "deploy/" + file.name() + " could not be taken.", e);
            reject(file, "It could not be taken: " + e);
        }
    }

    private boolean gone(String name) {
        if (missing.merge(name, 1, Integer::sum) < 3) return true; // an editor's save takes it away for a moment
        missing.remove(name);
        try {
            installer.gone(name);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "deploy/" + name + " is gone, but what it installed is not.", e);
        }
        return false;
    }

    private static boolean wholeZip(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.size() > 0;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private Map<String, DeployFile> list() throws IOException {
        Map<String, DeployFile> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                String name = path.getFileName().toString();
                if (!name.endsWith(".jar") || name.startsWith(".")) continue;
                try {
                    BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
                    if (file.isRegularFile())
                        files.put(
                                name,
                                new DeployFile(
                                        name,
                                        file.size(),
                                        file.lastModifiedTime().toMillis()));
                } catch (NoSuchFileException e) {
                    // gone since
                }
            }
        }
        return files;
    }

    private List<String> notes() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".jar" + REJECTED))
                    .map(name -> name.substring(0, name.length() - REJECTED.length()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private void reject(DeployFile file, String reason) {
        LOG.log(System.Logger.Level.WARNING, "deploy/{0} was not let in: {1}", file.name(), reason);
        rejected.add(file.name());
        try {
            Path beside = Files.createTempFile(folder, ".rejected", ".tmp");
            Files.writeString(beside, reason + "\n", StandardCharsets.UTF_8);
            Files.move(beside, note(file.name()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be written: {1}", note(file.name()), e);
        }
    }

    private void deleteNote(String name) {
        try {
            Files.deleteIfExists(note(name));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be deleted: {1}", note(name), e);
        }
    }

    private Path note(String name) {
        return folder.resolve(name + REJECTED);
    }
}
