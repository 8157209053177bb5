package io.graft.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON has no NaN and no infinity: numbers that are neither become null. */
public final class Json {
    private Json() {}

    /** The same values without numbers that JSON cannot write. */
    public static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((k, v) -> copy.put(k, plain(v)));
            return copy;
        }
        if (value instanceof List<?> list)
            return list.stream()
                    .map(Json::plain)
                    .collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new));
        if (value instanceof Double d && !Double.isFinite(d)) return null;
        if (value instanceof Float f && !Float.isFinite(f)) return null;
        return value;
    }

    /** The same map without numbers that JSON cannot write. */
    static Map<String, Object> plainMap(Map<String, Object> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(key, plain(value)));
        return copy;
    }
}
