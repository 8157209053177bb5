package io.graft.descriptor;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One setting of a component.
 *
 * @param name its key in the descriptor
 * @param type what it holds
 * @param required whether it must be written
 * @param defaultValue the value when it is not written, as it would be written; empty when there is none
 * @param min the least value, of a number
 * @param max the greatest value, of a number
 * @param unit the unit, or an empty string
 * @param meaning what it means, in one sentence
 */
public record Setting(
        String name,
        ValueType type,
        boolean required,
        Optional<String> defaultValue,
        OptionalDouble min,
        OptionalDouble max,
        String unit,
        String meaning) {

    /** The words that may be written, of a choice or of a list of choices. */
    public List<String> choices() {
        ValueType t = type;
        while (t.choices().isEmpty() && t.element().isPresent()) t = t.element().get();
        return t.choices();
    }

    /** The settings in it, when it holds settings or a list or map of them. */
    public Optional<SettingsModel> nested() {
        ValueType t = type;
        while (t.fields().isEmpty() && t.element().isPresent()) t = t.element().get();
        return t.fields();
    }
}
