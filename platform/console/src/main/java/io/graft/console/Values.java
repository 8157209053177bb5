package io.graft.console;

import io.graft.descriptor.Tree;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what the services tell into JSON values: maps, lists, texts, numbers, true and false. */
final class Values {
    private Values() {}

    /** A record: its components by name, those that are empty left out. */
    static Map<String, Object> of(Record value) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (RecordComponent c : value.getClass().getRecordComponents()) {
            Object component = component(value, c);
            if (component instanceof Optional<?> o && o.isEmpty()) continue;
            json.put(c.getName(), plain(component));
        }
        return json;
    }

    private static Object component(Record value, RecordComponent c) {
        try {
            return c.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e); // accessors of public records only copy
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Optional<?> o) return o.map(Values::plain).orElse(null);
        if (value instanceof Tree t) return descriptor(t);
        if (value instanceof Record r) return of(r);
        if (value instanceof Duration d) return d.toNanos() / 1e6;
        if (value instanceof Instant || value instanceof Path || value instanceof Enum<?>) return value.toString();
        if (value instanceof Double d && !Double.isFinite(d)) return null; // JSON has no such number
        if (value instanceof Collection<?> all) {
            List<Object> list = new ArrayList<>();
            for (Object o : all) list.add(plain(o));
            return list;
        }
        if (value instanceof Map<?, ?> all) {
            Map<String, Object> map = new LinkedHashMap<>();
            all.forEach((k, v) -> map.put(k.toString(), plain(v)));
            return map;
        }
        return value;
    }

    /** A descriptor: variables by name, so that no secret gets out. */
    static Object descriptor(Tree tree) {
        return switch (tree.form()) {
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                tree.entries().forEach((key, value) -> map.put(key, descriptor(value)));
                yield map;
            }
            case LIST -> {
                List<Object> list = new ArrayList<>();
                tree.items().forEach(item -> list.add(descriptor(item)));
                yield list;
            }
            case NULL -> null;
            case VALUE -> tree.written().equals(tree.text()) ? tree.toObject() : tree.written();
        };
    }
}
