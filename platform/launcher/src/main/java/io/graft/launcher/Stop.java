package io.graft.launcher;

/** The launcher cannot go on: a sentence for the user and the exit code. */
final class Stop extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    Stop(int exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
