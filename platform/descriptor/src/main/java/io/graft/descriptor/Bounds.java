package io.graft.descriptor;

import io.graft.api.settings.Max;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import java.lang.reflect.RecordComponent;

/** The bounds of a number, as they stand on the component of a record. */
record Bounds(double min, double max, String unit) {

    static final Bounds NONE = new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, "");

    static Bounds of(RecordComponent component) {
        Min min = component.getAnnotation(Min.class);
        Max max = component.getAnnotation(Max.class);
        Unit unit = component.getAnnotation(Unit.class);
        return new Bounds(
                min == null ? NONE.min : min.value(),
                max == null ? NONE.max : max.value(),
                unit == null ? "" : unit.value());
    }

    boolean allow(double value) {
        return value >= min && value <= max;
    }

    /** {@code between 1 and 32 rows}. */
    @Override
    public String toString() {
        String tail = unit.isEmpty() ? "" : " (in " + unit + ")";
        if (min == Double.NEGATIVE_INFINITY) return "at most " + number(max) + tail;
        if (max == Double.POSITIVE_INFINITY) return "at least " + number(min) + tail;
        return "between " + number(min) + " and " + number(max) + tail;
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
