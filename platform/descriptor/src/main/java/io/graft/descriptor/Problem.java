package io.graft.descriptor;

import io.graft.api.ErrorCode;

/**
 * Something that is wrong with a descriptor.
 *
 * @param code what kind of thing is wrong
 * @param file the file
 * @param line the line, counted from 1, or 0 where there are no lines
 * @param path the path in the descriptor, or an empty string
 * @param sentence what is wrong, and what would be right
 */
public record Problem(ErrorCode code, String file, int line, String path, String sentence) {

    /** A problem at a location. */
    public static Problem at(ErrorCode code, Location location, String path, String sentence) {
        return new Problem(code, location.file(), location.line(), path, sentence);
    }

    /** A problem with a node of a descriptor. */
    public static Problem at(ErrorCode code, Tree tree, String sentence) {
        return at(code, tree.location(), tree.path(), sentence);
    }

    /** {@code FILE:LINE: PATH: sentence}; what is not known is left out. */
    @Override
    public String toString() {
        String place = new Location(file, line).toString();
        return (place.isEmpty() ? "" : place + ": ") + (path.isEmpty() ? "" : path + ": ") + sentence;
    }
}
