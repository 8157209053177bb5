package io.graft.descriptor;

import io.graft.api.ErrorCode;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.VersionRange;

/**
 * A component named in a descriptor: written as its name, or as a map of one key from the name to the settings.
 *
 * @param kind the kind that its place asks for, e.g. {@code tokenizer}; empty when the place takes several and it is not known
 *     which
 * @param name the name, without a version
 * @param versionRange the versions that {@code name@[1.2,2)} allows, in OSGi's syntax, or an empty string
 * @param settings the settings, a map; an empty one when there are none
 * @param path the path of the component in the descriptor, e.g. {@code prepare[1]}
 * @param location where it was written
 */
public record Reference(String kind, String name, String versionRange, Tree settings, String path, Location location) {

    /** A component without settings that no descriptor names. */
    public static Reference of(String kind, String name) {
        return new Reference(kind, name, "", Tree.map(Location.NONE), "", Location.NONE);
    }

    /** The component that a node names; empty, and a problem reported, when it names none. */
    public static Optional<Reference> read(String kind, Tree tree, Consumer<Problem> problems) {
        String what = "a component: its name, or one key with its name that holds its settings";
        String written;
        Tree settings = Tree.map(tree.location());
        if (tree.isMap()) {
            if (tree.entries().size() != 1) {
                problems.accept(Problem.at(
                        ErrorCode.BAD_SETTING,
                        tree,
                        "Expected " + what + "; this is a map with "
                                + (tree.entries().isEmpty()
                                        ? "no key."
                                        : tree.entries().size() + " keys: "
                                                + String.join(
                                                        ", ", tree.entries().keySet()) + ".")
                                + hint(kind, tree)));
                return Optional.empty();
            }
            written = tree.entries().keySet().iterator().next();
            Tree value = tree.entries().get(written);
            if (value.isMap()) settings = value;
            else if (!value.isNull()) {
                problems.accept(Problem.at(
                        ErrorCode.BAD_SETTING,
                        value,
                        "The settings of '" + written + "' must be a map, but are " + value.describe() + "."));
                return Optional.empty();
            } else settings = Tree.map(value.location()).under(value.path());
        } else if (tree.isText()) {
            written = tree.text();
            settings = settings.under(Tree.join(tree.path(), written));
        } else {
            problems.accept(
                    Problem.at(ErrorCode.BAD_SETTING, tree, "Expected " + what + "; this is " + tree.describe() + "."));
            return Optional.empty();
        }
        int at = written.indexOf('@');
        String range = at < 0 ? "" : written.substring(at + 1).strip();
        if (at >= 0 && !isRange(range)) {
            problems.accept(Problem.at(
                    ErrorCode.BAD_SETTING,
                    tree,
                    "'" + range + "' is not a version range; write for example " + written.substring(0, at)
                            + "@[1.2,2)."));
            return Optional.empty();
        }
        String name = (at < 0 ? written : written.substring(0, at)).strip();
        return Optional.of(new Reference(kind, name, range, settings, tree.path(), tree.location()));
    }

    private static String hint(String kind, Tree tree) {
        boolean wired = tree.entries().containsKey(Wiring.AS) || tree.entries().containsKey(Wiring.FROM);
        return kind.equals("layer") && wired ? " 'as' and 'from' are for the entries of model.layers only." : "";
    }

    private static boolean isRange(String text) {
        if (text.isEmpty()) return false;
        try {
            VersionRange.valueOf(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The same component, as one of this kind. */
    public Reference as(String newKind) {
        return new Reference(newKind, name, versionRange, settings, path, location);
    }

    /** Whether this version is one that may be used. */
    public boolean allows(String version) {
        return versionRange.isEmpty()
                || VersionRange.valueOf(versionRange).includes(org.osgi.framework.Version.valueOf(version));
    }

    /** The name as written: {@code stop-words@[1.2,2)}. */
    public String written() {
        return versionRange.isEmpty() ? name : name + "@" + versionRange;
    }
}
