package io.graft.text.cleaning;

import io.graft.api.settings.Default;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;

/** Settings of the cleaner as a descriptor gives them: the defaults, but for those named. */
final class SettingsOf {
    private SettingsOf() {}

    static Clean.Settings clean(Map<String, Object> given) throws ReflectiveOperationException {
        RecordComponent[] components = Clean.Settings.class.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            Object value = given.get(components[i].getName());
            if (types[i] == Optional.class) values[i] = Optional.ofNullable(value);
            else
                values[i] = value != null
                        ? value
                        : parse(components[i].getAnnotation(Default.class).value(), types[i]);
        }
        return Clean.Settings.class.getDeclaredConstructor(types).newInstance(values);
    }

    private static Object parse(String text, Class<?> type) {
        if (type == boolean.class) return Boolean.valueOf(text);
        if (type == int.class) return Integer.valueOf(text);
        for (Object constant : type.getEnumConstants()) if (constant.toString().equalsIgnoreCase(text)) return constant;
        throw new AssertionError(type + " has no " + text);
    }
}
