package io.graft.sources.tables;

/** A row that cannot be used; the ones after it can. */
final class BadRow extends Exception {
    private static final long serialVersionUID = 1L;

    /** The rest of a sentence that begins with the place: {@code "has 1 column where the header has 2"}. */
    BadRow(String what) {
        super(what, null, false, false);
    }
}
