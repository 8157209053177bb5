package io.graft.console;

import io.graft.descriptor.Nearest;
import java.util.Collection;

/** Names that were probably meant. */
final class Names {
    private Names() {}

    /** {@code " Did you mean 'x'?"} or an empty string. */
    static String hint(String name, Collection<String> known) {
        return Nearest.to(name, known).map(n -> " Did you mean '" + n + "'?").orElse("");
    }
}
