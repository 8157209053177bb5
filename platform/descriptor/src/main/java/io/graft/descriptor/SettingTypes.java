package io.graft.descriptor;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.model.Layer;
import io.graft.api.model.Loss;
import io.graft.api.model.Metric;
import io.graft.api.model.Optimizer;
import io.graft.api.model.Schedule;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The types that settings may have, read off the components of a record. Nothing is kept. */
final class SettingTypes {
    private static final Map<Class<?>, String> KINDS = Map.of(
            Layer.class, "layer",
            Loss.class, "loss",
            Optimizer.class, "optimizer",
            Schedule.class, "schedule",
            Metric.class, "metric");
    private static final Set<Class<?>> WHOLE = Set.of(int.class, long.class, Integer.class, Long.class);
    private static final Set<Class<?>> NUMBERS = Set.of(float.class, double.class, Float.class, Double.class);
    private static final Set<Class<?>> BOOLEANS = Set.of(boolean.class, Boolean.class);

    private SettingTypes() {}

    static SettingsModel model(Class<? extends Record> type) {
        try {
            return model(type, List.of());
        } catch (LinkageError | TypeNotPresentException e) {
            throw broken(type, "cannot be read: " + e);
        }
    }

    private static SettingsModel model(Class<?> type, List<Class<?>> around) {
        if (around.contains(type)) throw broken(type, "holds itself");
        List<Class<?>> within = new ArrayList<>(around);
        within.add(type);
        List<Setting> settings = new ArrayList<>();
        for (RecordComponent c : type.getRecordComponents()) {
            Type generic = c.getGenericType();
            boolean optional = c.getType() == Optional.class;
            Default fallback = c.getAnnotation(Default.class);
            Min min = c.getAnnotation(Min.class);
            Max max = c.getAnnotation(Max.class);
            Unit unit = c.getAnnotation(Unit.class);
            Meaning meaning = c.getAnnotation(Meaning.class);
            settings.add(new Setting(
                    name(c),
                    valueType(optional ? argument(generic, 0) : generic, c, within),
                    !optional && fallback == null,
                    Optional.ofNullable(fallback).map(Default::value),
                    min == null ? OptionalDouble.empty() : OptionalDouble.of(min.value()),
                    max == null ? OptionalDouble.empty() : OptionalDouble.of(max.value()),
                    unit == null ? "" : unit.value(),
                    meaning == null ? "" : meaning.value()));
        }
        return new SettingsModel(settings);
    }

    /** The key of a component: its name, without an underscore at the end, which names such as {@code wait} need in Java. */
    static String name(RecordComponent component) {
        String name = component.getName();
        return name.endsWith("_") ? name.substring(0, name.length() - 1) : name;
    }

    /** What a component's {@code Optional}, list or map holds. */
    static Type argument(Type type, int index) {
        return type instanceof ParameterizedType p ? p.getActualTypeArguments()[index] : Object.class;
    }

    static Class<?> raw(Type type) {
        return type instanceof ParameterizedType p
                ? (Class<?>) p.getRawType()
                : type instanceof Class<?> c ? c : Object.class;
    }

    /** The form in which values of a type are written; empty when settings cannot have this type. */
    static Optional<ValueType.Form> form(Class<?> type) {
        if (WHOLE.contains(type)) return Optional.of(ValueType.Form.WHOLE);
        if (NUMBERS.contains(type)) return Optional.of(ValueType.Form.NUMBER);
        if (BOOLEANS.contains(type)) return Optional.of(ValueType.Form.BOOLEAN);
        if (type == String.class) return Optional.of(ValueType.Form.TEXT);
        if (type == Duration.class) return Optional.of(ValueType.Form.DURATION);
        if (type == List.class) return Optional.of(ValueType.Form.LIST);
        if (type == Map.class) return Optional.of(ValueType.Form.MAP);
        if (KINDS.containsKey(type)) return Optional.of(ValueType.Form.COMPONENT);
        if (type.isEnum()) return Optional.of(ValueType.Form.CHOICE);
        if (parser(type).isPresent()) return Optional.of(ValueType.Form.PARSED);
        if (type.isRecord()) return Optional.of(ValueType.Form.SETTINGS);
        return Optional.empty();
    }

    static String kind(Class<?> type) {
        return KINDS.get(type);
    }

    /** The interface of the components of a kind that may stand in settings. */
    static Class<?> product(String kind) {
        return KINDS.entrySet().stream()
                .filter(e -> e.getValue().equals(kind))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** {@code public static T parse(String)}. */
    static Optional<Method> parser(Class<?> type) {
        return factory(type, "parse", String.class);
    }

    /** {@code public static T of(Map<String, Double>)}, which a type with a parser may have for what is written as a map. */
    static Optional<Method> mapReader(Class<?> type) {
        return factory(type, "of", Map.class).filter(m -> argument(m.getGenericParameterTypes()[0], 1) == Double.class);
    }

    private static Optional<Method> factory(Class<?> type, String name, Class<?> parameter) {
        try {
            Method method = type.getMethod(name, parameter);
            boolean fits = Modifier.isStatic(method.getModifiers()) && type.isAssignableFrom(method.getReturnType());
            return fits ? Optional.of(method) : Optional.empty();
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    /** The word for a constant, as people write it. */
    static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> words(Class<?> type) {
        List<String> words = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) words.add(word(constant));
        return words;
    }

    private static ValueType valueType(Type type, RecordComponent component, List<Class<?>> within) {
        Class<?> raw = raw(type);
        ValueType.Form form = form(raw)
                .orElseThrow(() -> broken(
                        component.getDeclaringRecord(),
                        "has '" + component.getName() + "' of type " + type.getTypeName()
                                + ", which settings cannot have"));
        Optional<ValueType> element =
                switch (form) {
                    case LIST -> Optional.of(valueType(argument(type, 0), component, within));
                    case MAP -> Optional.of(valueType(argument(type, 1), component, within));
                    case PARSED -> mapReader(raw).map(m -> plain(ValueType.Form.NUMBER));
                    default -> Optional.empty();
                };
        return new ValueType(
                form,
                form == ValueType.Form.CHOICE ? words(raw) : List.of(),
                form == ValueType.Form.SETTINGS ? Optional.of(model(raw, within)) : Optional.empty(),
                element,
                form == ValueType.Form.COMPONENT ? kind(raw) : "");
    }

    private static ValueType plain(ValueType.Form form) {
        return new ValueType(form, List.of(), Optional.empty(), Optional.empty(), "");
    }

    private static PipelineException broken(Class<?> type, String what) {
        return new PipelineException(
                ErrorCode.PLUGIN_FAILED, "", "The settings record " + type.getName() + " " + what + ".");
    }
}
