package io.graft.plugins.check;

import io.graft.pipeline.live.Report;

/** A jar is not let in, and this is why. */
public final class RejectedJar extends Exception {
    private static final long serialVersionUID = 1;

    private final String check;

    /**
     * A refusal.
     *
     * @param check the name of the check that it did not pass
     * @param sentence what is wrong, and what would be right
     */
    public RejectedJar(String check, String sentence) {
        super(sentence, null, false, false);
        this.check = check;
    }

    /** The name of the check that it did not pass. */
    public String name() {
        return check;
    }

    /** As a check that did not pass. */
    public Report.Check check() {
        return new Report.Check(check, false, getMessage());
    }
}
