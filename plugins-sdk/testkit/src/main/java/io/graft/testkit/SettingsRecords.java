package io.graft.testkit;

import io.graft.api.settings.Default;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes settings as the platform does: what is not given has its default. */
public final class SettingsRecords {
    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

    private SettingsRecords() {}

    /**
     * Settings in which some are given.
     *
     * @param namesAndValues a name, its value, a name, its value; a value is written as text or is an object of the setting's type
     * @throws IllegalArgumentException when a required setting is not given, a name is unknown, or the record refuses
     */
    public static <S extends Record> S of(Class<S> type, Object... namesAndValues) {
        Map<String, Object> given = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) given.put((String) namesAndValues[i], namesAndValues[i + 1]);
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) values[i] = value(components[i], given);
        if (!given.isEmpty()) throw new IllegalArgumentException(type.getSimpleName() + " has no " + given.keySet());
        try {
            Constructor<S> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException r) throw r;
            throw new IllegalArgumentException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " cannot be made", e);
        }
    }

    private static Object value(RecordComponent component, Map<String, Object> given) {
        Object value = given.remove(component.getName());
        Type type = component.getGenericType();
        if (value == null) {
            if (component.getType() == Optional.class) return Optional.empty();
            Default otherwise = component.getAnnotation(Default.class);
            if (otherwise == null)
                throw new IllegalArgumentException("the required setting " + component.getName() + " is not given");
            value = otherwise.value();
        }
        return value instanceof String text ? parse(text, type) : value;
    }

    /** What a text means as a setting of this type. */
    static Object parse(String text, Type type) {
        if (type instanceof ParameterizedType p) {
            Type argument = p.getActualTypeArguments()[p.getActualTypeArguments().length - 1];
            if (p.getRawType() == Optional.class) return Optional.of(parse(text, argument));
            if (p.getRawType() == Map.class && text.isEmpty()) return Map.of();
            if (p.getRawType() == List.class) {
                List<Object> list = new ArrayList<>();
                if (!text.isBlank()) for (String element : text.split(",")) list.add(parse(element.strip(), argument));
                return list;
            }
            throw new IllegalArgumentException("a setting cannot be of type " + type);
        }
        Class<?> c = (Class<?>) type;
        if (c == String.class) return text;
        if (c == int.class || c == Integer.class) return Integer.valueOf(text);
        if (c == long.class || c == Long.class) return Long.valueOf(text);
        if (c == float.class || c == Float.class) return Float.valueOf(text);
        if (c == double.class || c == Double.class) return Double.valueOf(text);
        if (c == boolean.class || c == Boolean.class) {
            if (!text.equals("true") && !text.equals("false"))
                throw new IllegalArgumentException("'" + text + "' is neither true nor false");
            return Boolean.valueOf(text);
        }
        if (c == Duration.class) return duration(text);
        if (c.isEnum()) return constant(text, c);
        return parseItself(text, c);
    }

    private static Object constant(String text, Class<?> type) {
        String wanted = text.replace('-', '_').toUpperCase(Locale.ROOT);
        return Arrays.stream(type.getEnumConstants())
                .filter(e -> ((Enum<?>) e).name().toUpperCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is none of " + Arrays.toString(type.getEnumConstants())));
    }

    private static Duration duration(String text) {
        Matcher m = DURATION.matcher(text);
        if (!m.matches()) throw new IllegalArgumentException("'" + text + "' is no duration, e.g. 2ms");
        long n = Long.parseLong(m.group(1));
        return switch (m.group(2)) {
            case "ms" -> Duration.ofMillis(n);
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            default -> Duration.ofDays(n);
        };
    }

    private static Object parseItself(String text, Class<?> type) {
        try {
            Method parse = type.getDeclaredMethod("parse", String.class);
            parse.setAccessible(true);
            return parse.invoke(null, text);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("a setting cannot be of type " + type, e);
        }
    }
}
