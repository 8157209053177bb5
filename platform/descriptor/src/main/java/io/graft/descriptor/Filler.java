package io.graft.descriptor;

import io.graft.api.PipelineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes out the defaults of a descriptor.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
public final class Filler {
    private final Components components;

    private Filler(Components components) {
        this.components = components;
    }

    /** The descriptor with every default in it; what is written stays as it is, and so does what cannot be understood. */
    public static Tree fill(Tree tree, Components components) {
        return tree.isMap() ? new Filler(components).descriptor(tree) : tree;
    }

    /** What a filled descriptor has that it did not have before: values at their paths, in order. */
    public static List<Tree> added(Tree before, Tree after) {
        List<Tree> added = new ArrayList<>();
        leaves(after, leaf -> {
            if (before.find(leaf.path()).isEmpty() && !names(before, leaf.path())) added.add(leaf);
        });
        return added;
    }

    /** Whether a path ends in a component that was written as its name. */
    private static boolean names(Tree tree, String path) {
        List<String> steps = TreePath.steps(path);
        String last = steps.get(steps.size() - 1);
        String above = String.join(
                ".",
                steps.subList(0, steps.size() - 1).stream()
                        .map(s -> TreePath.join("", s))
                        .toList());
        return tree.find(above).filter(t -> t.isText() && t.text().equals(last)).isPresent();
    }

    private static void leaves(Tree tree, java.util.function.Consumer<Tree> to) {
        if (tree.entries().isEmpty() && tree.items().isEmpty()) to.accept(tree);
        tree.entries().values().forEach(t -> leaves(t, to));
        tree.items().forEach(t -> leaves(t, to));
    }

    private Tree descriptor(Tree tree) {
        Tree filled = tree;
        for (String key : List.of("train", "validation")) {
            Tree source = tree.find("data." + key).orElse(Tree.nothing(Location.NONE));
            if (source.isNull() || DescriptorForm.isSplit(source, components)) continue;
            filled = filled.with("data." + key, component("source", source));
        }
        filled = absent(filled, "prepare", Tree.list(Location.NONE, List.of()));
        Steps steps = new Steps(components);
        filled = each(filled, "prepare", step -> {
            Optional<String> kind = name(step).flatMap(steps::next);
            return kind.isPresent() ? component(kind.get(), step) : step;
        });
        filled =
                each(filled, "model.layers", layer -> Wiring.wired(component("layer", Wiring.component(layer)), layer));
        for (String kind : List.of("loss", "optimizer")) {
            Tree part = filled.find("model." + kind).orElse(Tree.nothing(Location.NONE));
            if (!part.isNull()) filled = filled.with("model." + kind, component(kind, part));
        }
        filled = absent(filled, "metrics", Tree.list(Location.NONE, List.of()));
        filled = each(filled, "metrics", metric -> component("metric", metric));
        filled = settings(filled, "train", SettingsModel.of(TrainSettings.class));
        Tree schedule = filled.find("train.schedule").orElse(Tree.nothing(Location.NONE));
        if (!schedule.isNull()) filled = filled.with("train.schedule", component("schedule", schedule));
        filled = absent(filled, "backend", Tree.value(Location.NONE, Descriptor.AUTO, false));
        Tree backend = filled.entries().get("backend");
        if (!backend.text().equals(Descriptor.AUTO)) filled = filled.with("backend", component("backend", backend));
        return settings(filled, "serve", SettingsModel.of(ServeSettings.class));
    }

    private static Tree absent(Tree tree, String key, Tree value) {
        return tree.get(key).filter(t -> !t.isNull()).isPresent() ? tree : tree.with(key, value);
    }

    private static Tree each(Tree tree, String path, java.util.function.UnaryOperator<Tree> change) {
        Optional<Tree> list = tree.find(path).filter(Tree::isList);
        if (list.isEmpty()) return tree;
        return tree.with(
                path, list.get().holding(list.get().items().stream().map(change).toList()));
    }

    private Tree settings(Tree tree, String key, SettingsModel model) {
        Tree written = tree.get(key).orElseGet(() -> Tree.map(Location.NONE));
        if (!written.isMap() && !written.isNull()) return tree;
        return tree.with(key, settings(written, model));
    }

    private static Optional<String> name(Tree component) {
        return Reference.read("", component, problem -> {}).map(Reference::name);
    }

    private Tree component(String kind, Tree written) {
        Optional<Reference> reference = Reference.read(kind, written, problem -> {});
        if (reference.isEmpty()) return written;
        Tree settings;
        try {
            Optional<SettingsModel> model = components.settings(kind, reference.get());
            if (model.isEmpty()) return written;
            settings = settings(reference.get().settings(), model.get());
        } catch (PipelineException e) {
            return written;
        }
        if (written.isValue() && settings.entries().isEmpty()) return written;
        String key = written.isValue()
                ? written.text()
                : written.entries().keySet().iterator().next();
        return Tree.map(written.location(), Map.of(key, settings)).under(written.path());
    }

    private Tree settings(Tree written, SettingsModel model) {
        Map<String, Tree> entries = new LinkedHashMap<>(written.entries());
        for (Setting setting : model.settings()) {
            Tree value = entries.get(setting.name());
            if (value == null) {
                if (setting.defaultValue().isEmpty()) continue;
                value = Defaults.tree(
                        setting.defaultValue().get(), setting.type().form(), Location.NONE);
            }
            entries.put(setting.name(), value(value, setting.type()));
        }
        return Tree.map(written.location(), entries).under(written.path());
    }

    private Tree value(Tree value, ValueType type) {
        return switch (type.form()) {
            case SETTINGS ->
                value.isMap() || value.isNull() ? settings(value, type.fields().orElseThrow()) : value;
            case COMPONENT -> component(type.kind(), value);
            case LIST ->
                value.isList()
                        ? value.holding(value.items().stream()
                                .map(item -> value(item, type.element().orElseThrow()))
                                .toList())
                        : value;
            case MAP -> {
                Tree map = value;
                ValueType element = type.element().orElseThrow();
                for (var entry : value.entries().entrySet())
                    map = map.put(entry.getKey(), value(entry.getValue(), element));
                yield map;
            }
            default -> value;
        };
    }
}
