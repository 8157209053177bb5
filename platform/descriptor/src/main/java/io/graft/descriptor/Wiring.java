package io.graft.descriptor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an entry of {@code model.layers} is wired: beside the key of its component it may carry {@code as}, a name for what it gives, and
 * {@code from}, the names of what it takes.
 *
 * @param as the name, or an empty string
 * @param from the names, in order; none when it takes what the entry before it gives
 */
public record Wiring(String as, List<String> from) {
    /** The name of what the first layer takes. */
    public static final String INPUT = "input";

    static final String AS = "as";
    static final String FROM = "from";
    static final String NAME = "[A-Za-z][A-Za-z0-9_-]*";

    /** Copies. */
    public Wiring {
        from = List.copyOf(from);
    }

    /** The entry without its wiring: just a component. */
    static Tree component(Tree entry) {
        if (!entry.entries().containsKey(AS) && !entry.entries().containsKey(FROM)) return entry;
        Map<String, Tree> rest = new LinkedHashMap<>(entry.entries());
        rest.remove(AS);
        rest.remove(FROM);
        return Tree.map(entry.location(), rest).under(entry.path());
    }

    /** A component with the wiring of an entry. */
    static Tree wired(Tree component, Tree entry) {
        if (component(entry) == entry) return component;
        Map<String, Tree> all = new LinkedHashMap<>();
        if (component.isMap()) all.putAll(component.entries());
        else all.put(component.text(), Tree.nothing(component.location()));
        for (String key : List.of(FROM, AS))
            if (entry.entries().containsKey(key)) all.put(key, entry.entries().get(key));
        return Tree.map(entry.location(), all).under(entry.path());
    }

    /** What is to stand at a path: another layer takes over how the one before it was wired, unless it says itself how it is. */
    static Tree kept(Tree tree, String path, Tree value) {
        List<String> steps = TreePath.steps(path);
        boolean layer = steps.size() == 3 && steps.subList(0, 2).equals(List.of("model", "layers"));
        if (!layer || value.isList() || value.isNull() || component(value) != value) return value;
        return tree.find(path).map(before -> wired(value, before)).orElse(value);
    }

    /** The names that a node lists: one, several with commas or blanks between them, or a list. */
    static List<Tree> names(Tree from) {
        if (from.isList()) return from.items();
        List<Tree> names = new ArrayList<>();
        if (from.isValue())
            for (String name : from.text().strip().split("[,\\s]+"))
                names.add(Tree.value(from.location(), name, true).under(from.path()));
        return names;
    }
}
