package io.graft.descriptor;

import io.graft.api.ErrorCode;
import java.math.BigDecimal;

/** Reads numbers and holds them to their bounds. */
final class Numbers {
    private Numbers() {}

    /** A boxed number of the type, or null when something was reported. */
    static Object read(Values values, Class<?> type, Tree tree, String path, String name, Bounds bounds) {
        boolean whole = type == int.class || type == Integer.class || type == long.class || type == Long.class;
        String expected = whole ? "a whole number" : "a number";
        if (!tree.isNumber()) return values.wrong(tree, path, name, expected);
        double number = Double.parseDouble(tree.text());
        Object value;
        if (whole) {
            boolean small = type == int.class || type == Integer.class;
            // far from the bounds of a long first: an exponent may be of any size
            if (Math.abs(number) > 1e19) return outOfRange(values, tree, path, name, small);
            long exact;
            try {
                BigDecimal decimal = new BigDecimal(tree.text());
                if (decimal.signum() != 0
                        && (decimal.scale() > 400
                                || decimal.stripTrailingZeros().scale() > 0))
                    return values.wrong(tree, path, name, expected);
                exact = decimal.signum() == 0 ? 0 : decimal.longValueExact();
            } catch (ArithmeticException | NumberFormatException e) {
                return outOfRange(values, tree, path, name, small);
            }
            if (small && exact != (int) exact) return outOfRange(values, tree, path, name, true);
            value = small ? (Object) (int) exact : (Object) exact;
        } else {
            boolean small = type == float.class || type == Float.class;
            if (Double.isInfinite(number) || small && Float.isInfinite((float) number)) {
                values.report(
                        ErrorCode.BAD_SETTING, tree, path, "'" + name + "' is too large: " + cut(tree.text()) + ".");
                return null;
            }
            value = small ? (Object) (float) number : (Object) number;
        }
        if (bounds.allow(number)) return value;
        values.report(
                ErrorCode.BAD_SETTING,
                tree,
                path,
                "'" + name + "' must be " + bounds + ", but is " + cut(tree.text()) + ".");
        return null;
    }

    private static Object outOfRange(Values values, Tree tree, String path, String name, boolean small) {
        values.report(
                ErrorCode.BAD_SETTING,
                tree,
                path,
                "'" + name + "' must be a whole number between "
                        + (small
                                ? Integer.MIN_VALUE + " and " + Integer.MAX_VALUE
                                : Long.MIN_VALUE + " and " + Long.MAX_VALUE)
                        + ", but is "
                        + cut(tree.text()) + ".");
        return null;
    }

    private static String cut(String text) {
        return text.length() > 40 ? text.substring(0, 37) + "..." : text;
    }
}
