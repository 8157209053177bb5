package io.graft.descriptor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something happens during a run.
 *
 * @param count after how many; 0 for never
 * @param ofSteps whether steps are counted rather than epochs
 */
public record Interval(int count, boolean ofSteps) {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8}) +(epoch|step)s?");

    /** Reads {@code "1 epoch"}, {@code "500 steps"} or {@code "never"}. */
    public static Interval parse(String text) {
        if (text.equals("never")) return new Interval(0, false);
        Matcher m = FORM.matcher(text);
        if (!m.matches())
            throw new IllegalArgumentException(
                    "must be a number of epochs or steps such as '1 epoch' or '500 steps', or 'never', but is '" + text
                            + "'");
        return new Interval(Integer.parseInt(m.group(1)), m.group(2).equals("step"));
    }

    /** Whether it never happens. */
    public boolean never() {
        return count == 0;
    }

    @Override
    public String toString() {
        return never() ? "never" : count + (ofSteps ? " step" : " epoch") + (count == 1 ? "" : "s");
    }
}
