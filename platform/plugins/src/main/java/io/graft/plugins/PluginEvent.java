package io.graft.plugins;

import java.time.Instant;

/**
 * Something that happened to a plug-in.
 *
 * @param type what
 * @param plugin its symbolic name
 * @param version its version
 * @param time when
 * @param sentence for a person to read
 */
public record PluginEvent(Type type, String plugin, String version, Instant time, String sentence) {

    /** What can happen. */
    public enum Type {
        /** It is there for the first time. */
        INSTALLED,
        /** Its code was replaced. */
        UPDATED,
        /** It is gone. */
        REMOVED,
        /** Its former code is back. */
        ROLLED_BACK,
        /** A jar was not let in. */
        REJECTED,
        /** Nothing of its old bundle is in memory any more. */
        COLLECTED,
        /** Something of its old bundle is still in memory after the time it may take. */
        LEAKED,
        /** Its bundle does not stop. */
        STUCK
    }
}
