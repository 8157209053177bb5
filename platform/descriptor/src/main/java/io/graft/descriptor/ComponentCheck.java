package io.graft.descriptor;

import io.graft.api.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Checks that the components named in a descriptor exist and take their settings. */
final class ComponentCheck {
    private final Components components;
    private final Consumer<Problem> problems;
    private final SettingsBinder binder = new SettingsBinder();

    ComponentCheck(Components components, Consumer<Problem> problems) {
        this.components = components;
        this.problems = problems;
    }

    /** More kinds than this are not listed in a sentence; so many only steps have. */
    private static final int MOST_KINDS = 4;

    /** Reads and checks the component of a kind that a node names. */
    Optional<Reference> component(String kind, Tree tree) {
        Optional<Reference> reference = Reference.read(kind, tree, problems);
        if (reference.isEmpty()) return reference;
        if (!exists(reference.get(), List.of(kind))) return Optional.empty();
        settings(reference.get());
        return reference;
    }

    /** Reads and checks the next step. */
    Optional<Reference> step(Steps steps, Tree tree) {
        Optional<Reference> reference = Reference.read("", tree, problems);
        if (reference.isEmpty()) return reference;
        Optional<String> kind = steps.next(reference.get().name());
        if (kind.isEmpty()) {
            List<String> offered = Steps.KINDS.stream()
                    .filter(k -> !components.names(k).isEmpty())
                    .toList();
            exists(reference.get(), offered.isEmpty() ? Steps.KINDS : offered);
            return Optional.empty();
        }
        Reference step = reference.get().as(kind.get());
        settings(step);
        return Optional.of(step);
    }

    /** Checks that a kind has a component of a name, which stands there by itself. */
    void name(String kind, Tree tree) {
        exists(
                new Reference(kind, tree.text(), "", Tree.map(tree.location()), tree.path(), tree.location()),
                List.of(kind));
    }

    private boolean exists(Reference reference, List<String> kinds) {
        String name = reference.name();
        if (kinds.stream().anyMatch(k -> components.names(k).contains(name))) return true;
        Collection<String> others = components.kindsOf(name);
        if (!others.isEmpty()) {
            report(
                    ErrorCode.WRONG_KIND,
                    reference,
                    "'" + name + "' is " + either(others) + "; here belongs " + either(kinds)
                            + "."
                            + available(kinds, ""));
            return false;
        }
        TreeSet<String> all = new TreeSet<>();
        kinds.forEach(k -> all.addAll(components.names(k)));
        Optional<String> nearest = Nearest.to(name, all);
        // what was probably meant tells the kind
        List<String> meant = kinds.stream()
                .filter(k -> nearest.isPresent() && components.names(k).contains(nearest.get()))
                .toList();
        List<String> told = meant.isEmpty() ? kinds : meant;
        report(
                ErrorCode.UNKNOWN_COMPONENT,
                reference,
                "No " + or(told) + " '" + name + "'."
                        + nearest.map(n -> " Did you mean '" + n + "'?").orElse("")
                        + available(told, "None is installed."));
        return false;
    }

    private String available(List<String> kinds, String none) {
        TreeSet<String> names = new TreeSet<>();
        kinds.forEach(k -> names.addAll(components.names(k)));
        return names.isEmpty() ? (none.isEmpty() ? "" : " " + none) : " Available: " + String.join(", ", names) + ".";
    }

    private void settings(Reference reference) {
        Optional<Class<? extends Record>> type = components.settingsType(reference.kind(), reference);
        if (type.isEmpty()) {
            List<String> versions = components.versions(reference.kind(), reference.name());
            report(
                    ErrorCode.UNKNOWN_COMPONENT,
                    reference,
                    reference.versionRange().isEmpty()
                            ? "The " + reference.kind() + " '" + reference.name() + "' cannot be used right now."
                            : "No " + reference.kind() + " '" + reference.name() + "' has a version in "
                                    + reference.versionRange() + "."
                                    + (versions.isEmpty() ? "" : " Installed: " + String.join(", ", versions) + "."));
            return;
        }
        binder.bind(type.get(), reference.settings(), reference.settings().path(), problems, this::nested);
    }

    private Object nested(String kind, Reference reference) {
        List<Problem> found = new ArrayList<>();
        ComponentCheck inner = new ComponentCheck(components, found::add);
        if (inner.exists(reference, List.of(kind))) inner.settings(reference);
        if (!found.isEmpty()) throw new DescriptorException(found);
        return Placeholder.of(kind);
    }

    private void report(ErrorCode code, Reference reference, String sentence) {
        problems.accept(Problem.at(code, reference.location(), reference.path(), sentence));
    }

    private static String either(Collection<String> kinds) {
        String words = or(List.copyOf(kinds));
        return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
    }

    private static String or(List<String> words) {
        if (words.size() == 1) return words.get(0);
        if (words.size() > MOST_KINDS) return "step";
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.get(words.size() - 1);
    }
}
