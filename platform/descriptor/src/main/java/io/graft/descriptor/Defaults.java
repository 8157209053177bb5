package io.graft.descriptor;

import java.util.ArrayList;
import java.util.List;

/** Default values as they would be written. */
final class Defaults {
    private Defaults() {}

    /** The node that a default's text stands for: lists are written with commas, what is empty is an empty list or map. */
    static Tree tree(String text, ValueType.Form form, Location location) {
        return switch (form) {
            case LIST -> {
                List<Tree> items = new ArrayList<>();
                if (!text.isBlank())
                    for (String item : text.split(",", -1)) items.add(Tree.value(location, item.strip(), false));
                yield Tree.list(location, items);
            }
            case MAP, SETTINGS -> Tree.map(location);
            case TEXT -> Tree.value(location, text, true);
            default -> Tree.value(location, text, false);
        };
    }
}
