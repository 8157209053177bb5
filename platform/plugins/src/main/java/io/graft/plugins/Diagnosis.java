package io.graft.plugins;

import java.util.List;

/**
 * Something that is wrong with a plug-in.
 *
 * @param plugin its symbolic name
 * @param sentence who needs what, which is nearest, and where it could come from
 * @param details the raw text behind it, and the chains of a conflict, line by line; may be empty
 */
public record Diagnosis(String plugin, String sentence, List<String> details) {
    /** Copies. */
    public Diagnosis {
        details = List.copyOf(details);
    }
}
