package io.graft.plugins.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is installed, as {@code plugins/state.json} has it. Shipped plug-ins that run as they came are not in it.
 *
 * @param format the format of the file
 * @param plugins what is installed, or was, by symbolic name
 * @param deployed what was taken from the deploy folder, by file name
 */
record PluginState(int format, Map<String, Entry> plugins, Map<String, Deployed> deployed) {
    static final int FORMAT = 1;
    static final int KEPT = 3;
    static final PluginState EMPTY = new PluginState(FORMAT, Map.of(), Map.of());

    /**
     * A jar that runs, or ran.
     *
     * @param sha256 names its file in {@code plugins/jars}; empty when it is the shipped one
     * @param version its bundle's version
     * @param origin where it came from, for people
     * @param installed when, as ISO-8601
     * @param signer who signed it, or empty
     * @param deployFile the name of its file in the deploy folder; empty when it did not come from there
     */
    record Jar(String sha256, String version, String origin, String installed, String signer, String deployFile) {
        boolean shipped() {
            return sha256.isEmpty();
        }
    }

    /**
     * A plug-in.
     *
     * @param current what runs instead of a shipped one; null for none
     * @param previous what ran before, the newest first
     * @param removed whether it is not to run, even when it is shipped
     */
    record Entry(Jar current, List<Jar> previous, boolean removed) {
        Entry {
            previous = previous == null ? List.of() : List.copyOf(previous);
        }

        /** The jar that runs, when it is not the shipped one. */
        Optional<Jar> running() {
            return Optional.ofNullable(current);
        }
    }

    /**
     * A file of the deploy folder that has been taken.
     *
     * @param plugin the symbolic name
     * @param sha256 of its content
     * @param bytes its size
     * @param modified when it was changed last, in milliseconds
     */
    record Deployed(String plugin, String sha256, long bytes, long modified) {}

    PluginState {
        plugins = Collections.unmodifiableMap(new TreeMap<>(plugins == null ? Map.of() : plugins));
        deployed = Collections.unmodifiableMap(new TreeMap<>(deployed == null ? Map.of() : deployed));
    }

    Optional<Entry> entry(String name) {
        return Optional.ofNullable(plugins.get(name));
    }

    /** The jar that runs under a name, when it is not a shipped one. */
    Optional<Jar> current(String name) {
        return entry(name).flatMap(Entry::running);
    }

    /** What a rollback would bring back, the newest first. */
    List<Jar> previous(String name) {
        return entry(name).map(Entry::previous).orElse(List.of());
    }

    /** Whether a shipped plug-in of this name must not run. */
    boolean replacesShipped(String name) {
        return entry(name).map(e -> e.removed || e.current != null).orElse(false);
    }

    /** Another jar runs; what ran until now can be gone back to. */
    PluginState installed(String name, Jar jar, Optional<Jar> before) {
        List<Jar> previous = new ArrayList<>(previous(name));
        before.ifPresent(b -> {
            previous.removeIf(p -> p.sha256.equals(b.sha256));
            previous.add(0, b);
        });
        previous.removeIf(p -> p.sha256.equals(jar.sha256));
        return with(name, new Entry(jar, firstOf(previous), false));
    }

    /** The first of what ran before runs again. */
    PluginState rolledBack(String name) {
        List<Jar> previous = previous(name);
        Jar back = previous.get(0);
        return with(name, new Entry(back.shipped() ? null : back, previous.subList(1, previous.size()), false));
    }

    /** Nothing runs under this name. */
    PluginState removed(String name, Jar last) {
        List<Jar> previous = new ArrayList<>(previous(name));
        previous.removeIf(p -> p.sha256.equals(last.sha256));
        previous.add(0, last);
        return with(name, new Entry(null, firstOf(previous), true));
    }

    PluginState withDeployed(String file, Deployed taken) {
        Map<String, Deployed> next = new TreeMap<>(deployed);
        if (taken == null) next.remove(file);
        else next.put(file, taken);
        return new PluginState(FORMAT, plugins, next);
    }

    private PluginState with(String name, Entry entry) {
        Map<String, Entry> next = new TreeMap<>(plugins);
        if (entry.current == null && !entry.removed && entry.previous.isEmpty()) next.remove(name);
        else next.put(name, entry);
        return new PluginState(FORMAT, next, deployed);
    }

    private static List<Jar> firstOf(List<Jar> jars) {
        return jars.subList(0, Math.min(KEPT, jars.size()));
    }
}
