package io.graft.api.graph;

/**
 * One axis of a shape: a size, or a name where the size is known only batch by batch.
 *
 * @param size the size, or -1 when the axis is named
 * @param name the name, or an empty string
 */
public record Dim(int size, String name) {

    /** The axis over the rows of a batch. */
    public static final Dim BATCH = new Dim(-1, "batch");

    /** Checks that exactly one of both is given. */
    public Dim {
        if (size >= 0 != name.isEmpty())
            throw new IllegalArgumentException("an axis has a size or a name: " + size + " '" + name + "'");
    }

    /** An axis of a known size. */
    public static Dim of(int size) {
        return new Dim(size, "");
    }

    /** An axis whose size varies from batch to batch. */
    public static Dim named(String name) {
        return new Dim(-1, name);
    }

    /** Whether the size is known. */
    public boolean known() {
        return size >= 0;
    }

    @Override
    public String toString() {
        return known() ? Integer.toString(size) : name;
    }
}
