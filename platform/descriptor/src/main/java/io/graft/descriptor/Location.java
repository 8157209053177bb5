package io.graft.descriptor;

/**
 * Where a piece of a descriptor was written.
 *
 * @param file the name of the file as it was given, or of whatever else it was read from, e.g. {@code --set}
 * @param line the line, counted from 1, or 0 where there are no lines
 */
public record Location(String file, int line) {

    /** Nowhere: what Graft added itself. */
    public static final Location NONE = new Location("", 0);

    @Override
    public String toString() {
        return line > 0 ? file + ":" + line : file;
    }
}
