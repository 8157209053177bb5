package io.graft.shell;

import io.graft.descriptor.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Descriptors as JSON values; variables by their names. */
final class Trees {
    private Trees() {}

    static Object json(Tree t) {
        if (t.isMap()) {
            Map<String, Object> map = new LinkedHashMap<>();
            t.entries().forEach((k, v) -> map.put(k, json(v)));
            return map;
        }
        if (t.isList()) {
            List<Object> list = new ArrayList<>();
            t.items().forEach(i -> list.add(json(i)));
            return list;
        }
        if (t.isNull()) return null;
        if (t.isBoolean()) return Boolean.valueOf(t.text());
        if (!t.isNumber()) return t.written();
        try {
            return Long.valueOf(t.text());
        } catch (NumberFormatException e) {
            return Double.valueOf(t.text());
        }
    }
}
