package io.graft.models;

/** What is wrong with a model file, as a sentence without its full stop; {@link ModelReader} adds the file and the error code. */
final class Damage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Damage(String sentence) {
        super(sentence);
    }

    Damage(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
