package io.graft.descriptor;

import io.graft.api.ErrorCode;
import io.graft.api.settings.Default;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes settings records out of descriptors.
 *
 * <p><b>Threading.</b> Holds nothing: thread-safe, and no plug-in is kept alive.
 *
 * <p><b>Errors.</b> All that is wrong is reported, and nothing thrown: what the person wrote, and what a plug-in's record or
 * parser throws.
 */
public final class SettingsBinder {

    /**
     * Makes a settings record.
     *
     * @param type the class of the record
     * @param settings what the descriptor says, a map; nothing counts as an empty map
     * @param path the path of the settings in the descriptor
     * @param problems takes everything that is wrong
     * @param nested makes the components in the settings
     * @return the record; empty when something is wrong
     */
    public <S extends Record> Optional<S> bind(
            Class<S> type, Tree settings, String path, Consumer<Problem> problems, Nested nested) {
        return bind(type, settings, path, problems, nested, List.of());
    }

    /** Makes a settings record of a map in which some more keys are known, which somebody else reads. */
    <S extends Record> Optional<S> bind(
            Class<S> type,
            Tree settings,
            String path,
            Consumer<Problem> problems,
            Nested nested,
            List<String> otherKeys) {
        int[] count = {0};
        Values values = new Values(
                p -> {
                    count[0]++;
                    problems.accept(p);
                },
                nested,
                this);
        try {
            Optional<S> record = record(type, settings, path, values, otherKeys);
            return count[0] == 0 ? record : Optional.empty();
        } catch (LinkageError | TypeNotPresentException e) {
            values.report(ErrorCode.PLUGIN_FAILED, settings, path, "The plug-in's settings cannot be read: " + e + ".");
            return Optional.empty();
        }
    }

    /** As {@link #bind}, for settings within settings. */
    <S extends Record> Optional<S> record(
            Class<S> type, Tree settings, String path, Values values, List<String> otherKeys) {
        if (!settings.isMap() && !settings.isNull()) {
            values.report(
                    ErrorCode.BAD_SETTING,
                    settings,
                    path,
                    "Settings must be a map, but this is " + settings.describe() + ".");
            return Optional.empty();
        }
        RecordComponent[] components = type.getRecordComponents();
        Map<String, RecordComponent> byName = new LinkedHashMap<>();
        for (RecordComponent c : components) byName.put(SettingTypes.name(c), c);
        List<String> known = new ArrayList<>(byName.keySet());
        known.addAll(otherKeys);
        settings.entries().forEach((key, value) -> {
            if (!known.contains(key)) values.unknownKey(value, Tree.join(path, key), key, known);
        });
        Object[] arguments = new Object[components.length];
        boolean whole = true;
        for (int i = 0; i < components.length; i++) {
            Object value = component(components[i], settings, path, values);
            arguments[i] = value;
            whole &= value != null;
        }
        return whole ? construct(type, components, arguments, settings, path, values) : Optional.empty();
    }

    /** The value of a component; null when something is wrong. */
    private static Object component(RecordComponent component, Tree settings, String path, Values values) {
        String name = SettingTypes.name(component);
        boolean optional = component.getType() == Optional.class;
        java.lang.reflect.Type type = component.getGenericType();
        if (optional) type = SettingTypes.argument(type, 0);
        Optional<ValueType.Form> form = SettingTypes.form(SettingTypes.raw(type));
        if (form.isEmpty()) {
            values.report(
                    ErrorCode.PLUGIN_FAILED,
                    settings,
                    Tree.join(path, name),
                    "The plug-in's setting '" + name
                            + "' has the type "
                            + type.getTypeName() + ", which settings cannot have.");
            return null;
        }
        Tree written = settings.entries().get(name);
        if (written == null) {
            Default fallback = component.getAnnotation(Default.class);
            if (fallback != null) {
                Object value = values.ofDefault()
                        .value(
                                type,
                                Defaults.tree(fallback.value(), form.get(), settings.location()),
                                Tree.join(path, name),
                                name,
                                Bounds.of(component));
                return value != null && optional ? Optional.of(value) : value;
            } else {
                if (optional) return Optional.empty();
                values.report(
                        ErrorCode.BAD_SETTING,
                        settings,
                        path,
                        "'" + name + "' is missing: " + describe(component, type) + ".");
                return null;
            }
        }
        Object value = values.value(type, written, Tree.join(path, name), name, Bounds.of(component));
        return value != null && optional ? Optional.of(value) : value;
    }

    private static String describe(RecordComponent component, java.lang.reflect.Type type) {
        var meaning = component.getAnnotation(io.graft.api.settings.Meaning.class);
        if (meaning != null && !meaning.value().isBlank()) {
            String m = meaning.value().strip();
            return m.substring(0, 1).toLowerCase(java.util.Locale.ROOT)
                    + (m.endsWith(".") ? m.substring(1, m.length() - 1) : m.substring(1));
        }
        return "it has no default (" + type.getTypeName() + ")";
    }

    private static <S extends Record> Optional<S> construct(
            Class<S> type,
            RecordComponent[] components,
            Object[] arguments,
            Tree settings,
            String path,
            Values values) {
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) types[i] = components[i].getType();
        try {
            Constructor<S> constructor = type.getDeclaredConstructor(types);
            // the record of a plug-in is rarely public
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(arguments));
        } catch (InvocationTargetException e) {
            values.thrown(e.getCause(), settings, path, "These settings do not go together");
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            values.report(ErrorCode.PLUGIN_FAILED, settings, path, "The plug-in's settings cannot be made: " + e + ".");
        }
        return Optional.empty();
    }
}
