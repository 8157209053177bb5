package io.graft.descriptor;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes the values of settings out of nodes of a descriptor, for one binding. Null means: reported. */
final class Values {
    private final Consumer<Problem> problems;
    private final Nested nested;
    private final SettingsBinder binder;

    Values(Consumer<Problem> problems, Nested nested, SettingsBinder binder) {
        this.problems = problems;
        this.nested = nested;
        this.binder = binder;
    }

    /** The same for a default: what is wrong with it is the plug-in's fault. */
    Values ofDefault() {
        return new Values(
                p -> problems.accept(new Problem(
                        ErrorCode.PLUGIN_FAILED,
                        p.file(),
                        p.line(),
                        p.path(),
                        "A default of the plug-in is wrong. " + p.sentence())),
                nested,
                binder);
    }

    void report(ErrorCode code, Tree at, String path, String sentence) {
        problems.accept(Problem.at(code, at.location(), path, sentence));
    }

    void unknownKey(Tree at, String path, String key, Collection<String> known) {
        problems.accept(unknown(at, path, key, known));
    }

    static Problem unknown(Tree at, String path, String key, Collection<String> known) {
        return Problem.at(
                ErrorCode.UNKNOWN_KEY,
                at.location(),
                path,
                "Unknown key '" + key + "'." + Nearest.hint(key, known)
                        + (known.isEmpty()
                                ? " There are no settings here."
                                : " Known: " + String.join(", ", known) + "."));
    }

    Object value(Type type, Tree tree, String path, String name, Bounds bounds) {
        Class<?> raw = SettingTypes.raw(type);
        ValueType.Form form = SettingTypes.form(raw).orElse(null);
        if (form == null) {
            report(
                    ErrorCode.PLUGIN_FAILED,
                    tree,
                    path,
                    "The plug-in's setting '" + name + "' has the type " + type.getTypeName()
                            + ", which settings cannot have.");
            return null;
        }
        if (tree.isNull() && form != ValueType.Form.SETTINGS) {
            report(ErrorCode.BAD_SETTING, tree, path, "'" + name + "' has no value; write one, or leave the key out.");
            return null;
        }
        return switch (form) {
            case WHOLE, NUMBER -> Numbers.read(this, raw, tree, path, name, bounds);
            case BOOLEAN ->
                tree.isBoolean() ? (Object) Boolean.valueOf(tree.text()) : wrong(tree, path, name, "true or false");
            case TEXT -> tree.isValue() ? tree.text() : wrong(tree, path, name, "a text");
            case CHOICE -> choice(raw, tree, path, name);
            case DURATION -> {
                Optional<java.time.Duration> d = tree.isValue() ? Durations.parse(tree.text()) : Optional.empty();
                yield d.isPresent() ? d.get() : wrong(tree, path, name, "a length of time such as 500ms, 2s, 5m or 1h");
            }
            case PARSED -> parsed(raw, tree, path, name);
            case COMPONENT -> component(raw, tree, path);
            case SETTINGS ->
                binder.record(raw.asSubclass(Record.class), tree, path, this, List.of())
                        .orElse(null);
            case LIST -> list(SettingTypes.argument(type, 0), tree, path, name, bounds);
            case MAP -> map(SettingTypes.argument(type, 1), tree, path, name, bounds);
        };
    }

    /** Reports that a value is not what it must be. */
    Object wrong(Tree tree, String path, String name, String expected) {
        Tree bare = Tree.value(Location.NONE, tree.text(), false);
        boolean fits = expected.endsWith("number") ? bare.isNumber() : expected.startsWith("true") && bare.isBoolean();
        boolean slip = tree.quoted() && fits;
        String quotes = slip ? " Write it without quotation marks." : "";
        report(
                ErrorCode.BAD_SETTING,
                tree,
                path,
                "'" + name + "' must be " + expected + ", but is " + tree.describe() + "." + quotes);
        return null;
    }

    private Object choice(Class<?> type, Tree tree, String path, String name) {
        List<String> words = SettingTypes.words(type);
        String text = tree.text().toLowerCase(Locale.ROOT).replace('_', '-');
        for (Object constant : type.getEnumConstants())
            if (tree.isValue() && SettingTypes.word(constant).equals(text)) return constant;
        report(
                ErrorCode.BAD_SETTING,
                tree,
                path,
                "'" + name + "' must be one of " + String.join(", ", words) + ", but is "
                        + tree.describe()
                        + "." + (tree.isValue() ? Nearest.hint(text, words) : ""));
        return null;
    }

    private Object parsed(Class<?> type, Tree tree, String path, String name) {
        Optional<Method> reader = tree.isMap()
                ? SettingTypes.mapReader(type)
                : tree.isValue() ? SettingTypes.parser(type) : Optional.empty();
        if (reader.isEmpty())
            return wrong(
                    tree,
                    path,
                    name,
                    SettingTypes.mapReader(type).isPresent() ? "a word or a map of numbers" : "a word or a number");
        Object argument = tree.isMap() ? map(Double.class, tree, path, name, Bounds.NONE) : tree.text();
        if (argument == null) return null;
        try {
            Method m = reader.get();
            m.setAccessible(true);
            Object value = m.invoke(null, argument);
            if (value != null) return value;
            report(ErrorCode.PLUGIN_FAILED, tree, path, "The plug-in made nothing of '" + name + "'.");
        } catch (InvocationTargetException e) {
            thrown(e.getCause(), tree, path, "'" + name + "' cannot be " + tree.describe());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            report(ErrorCode.PLUGIN_FAILED, tree, path, "The plug-in cannot read '" + name + "': " + e + ".");
        }
        return null;
    }

    /**
     * Reports what a plug-in's code threw: an {@link IllegalArgumentException} is a sentence for the person, all else a fault of
     * it.
     */
    void thrown(Throwable e, Tree at, String path, String what) {
        if (e instanceof VirtualMachineError error) throw error;
        if (e instanceof Placeholder.NotMadeException) return;
        boolean sentence = (e instanceof IllegalArgumentException || e instanceof PipelineException)
                && e.getMessage() != null
                && !e.getMessage().isBlank();
        if (sentence)
            report(
                    ErrorCode.BAD_SETTING,
                    at,
                    path,
                    what + ": " + e.getMessage().strip()
                            + (e.getMessage().strip().endsWith(".") ? "" : "."));
        else report(ErrorCode.PLUGIN_FAILED, at, path, what + ": the plug-in threw " + e + ".");
    }

    private Object component(Class<?> type, Tree tree, String path) {
        String kind = SettingTypes.kind(type);
        Optional<Reference> reference = Reference.read(kind, tree.under(path), problems);
        if (reference.isEmpty()) return null;
        try {
            Object made = nested.create(kind, reference.get());
            if (type.isInstance(made)) return made;
            report(
                    ErrorCode.PLUGIN_FAILED,
                    tree,
                    path,
                    "The " + kind + " '" + reference.get().name() + "' is none.");
        } catch (DescriptorException e) {
            e.problems().forEach(problems);
        } catch (PipelineException e) {
            report(e.code(), tree, e.at().isEmpty() ? path : e.at(), e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            report(
                    ErrorCode.PLUGIN_FAILED,
                    tree,
                    path,
                    "The " + kind + " '" + reference.get().name() + "' cannot be made: " + e + ".");
        }
        return null;
    }

    private Object list(Type element, Tree tree, String path, String name, Bounds bounds) {
        if (!tree.isList()) return wrong(tree, path, name, "a list");
        List<Object> list = new ArrayList<>();
        boolean whole = true;
        for (Tree item : tree.items()) {
            int i = list.size();
            Object value = value(element, item, path + "[" + i + "]", name + "[" + i + "]", bounds);
            whole &= value != null;
            list.add(value);
        }
        return whole ? Collections.unmodifiableList(list) : null;
    }

    private Object map(Type element, Tree tree, String path, String name, Bounds bounds) {
        if (!tree.isMap()) return wrong(tree, path, name, "a map");
        Map<String, Object> map = new LinkedHashMap<>();
        boolean whole = true;
        for (Map.Entry<String, Tree> entry : tree.entries().entrySet()) {
            Object value = value(
                    element,
                    entry.getValue(),
                    Tree.join(path, entry.getKey()),
                    Tree.join(name, entry.getKey()),
                    bounds);
            whole &= value != null;
            map.put(entry.getKey(), value);
        }
        return whole ? Collections.unmodifiableMap(map) : null;
    }
}
