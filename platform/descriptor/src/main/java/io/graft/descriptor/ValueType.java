package io.graft.descriptor;

import java.util.List;
import java.util.Optional;

/**
 * What a setting holds.
 *
 * @param form the form of the value
 * @param choices for {@link Form#CHOICE}, the words, as people write them
 * @param fields for {@link Form#SETTINGS}, the settings in it
 * @param element for {@link Form#LIST} and {@link Form#MAP}, what each element holds; for a {@link Form#PARSED} that may be
 *     written as a
 *     map, what each value of it holds
 * @param kind for {@link Form#COMPONENT}, the kind
 */
public record ValueType(
        Form form, List<String> choices, Optional<SettingsModel> fields, Optional<ValueType> element, String kind) {

    /** The forms of values. */
    public enum Form {
        /** A whole number. */
        WHOLE("whole number"),
        /** A number. */
        NUMBER("number"),
        /** True or false. */
        BOOLEAN("true or false"),
        /** A text. */
        TEXT("text"),
        /** One of some words. */
        CHOICE("one of"),
        /** A length of time: {@code 2ms}. */
        DURATION("duration"),
        /** A word or number that the component reads itself. */
        PARSED("text"),
        /** Settings within settings. */
        SETTINGS("settings"),
        /** Another component. */
        COMPONENT("component"),
        /** Some values in order. */
        LIST("list"),
        /** Some values by name. */
        MAP("map");

        private final String text;

        Form(String text) {
            this.text = text;
        }
    }

    /** Copies. */
    public ValueType {
        choices = List.copyOf(choices);
    }

    /** As people read it: {@code list of whole numbers}. */
    @Override
    public String toString() {
        return switch (form) {
            case CHOICE -> "one of " + String.join(", ", choices);
            case COMPONENT -> kind;
            case LIST, MAP -> form.text + " of " + element.orElseThrow();
            default -> form.text;
        };
    }
}
