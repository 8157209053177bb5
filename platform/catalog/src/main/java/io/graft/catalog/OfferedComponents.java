package io.graft.catalog;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.Nearest;
import io.graft.descriptor.Reference;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.VersionRange;

/** Finds components in a list of offers, wherever that list comes from. */
abstract class OfferedComponents implements Catalog {

    @Override
    public SortedSet<String> names(String kind) {
        return offers().stream()
                .filter(o -> o.kind().equals(kind))
                .map(Offer::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public SortedSet<String> kindsOf(String name) {
        return offers().stream()
                .filter(o -> o.name().equals(name))
                .map(Offer::kind)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public List<String> versions(String kind, String name) {
        return offers().stream()
                .filter(o -> o.kind().equals(kind) && o.name().equals(name))
                .map(o -> o.version().toString())
                .toList();
    }

    @Override
    public Optional<Class<? extends Record>> settingsType(String kind, Reference reference) {
        boolean exists = offers().stream()
                .anyMatch(o -> o.kind().equals(kind)
                        && o.name().equals(reference.name())
                        && range(reference).includes(o.version()));
        if (!exists) return Optional.empty();
        Offer offer = find(List.of(kind), reference);
        try (Use use = offer.use()) {
            Class<? extends Record> type = use.type().settings();
            if (type == null) throw failed(offer, reference, "names no settings record", null);
            return Optional.of(type);
        } catch (PipelineException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw failed(offer, reference, "could not tell its settings: " + e, e);
        }
    }

    private static PipelineException failed(Offer offer, Reference reference, String what, Throwable cause) {
        return new PipelineException(
                ErrorCode.PLUGIN_FAILED, reference.path(), "The " + offer + " " + what + ".", cause);
    }

    @Override
    public Offer find(List<String> kinds, Reference reference) {
        String name = reference.name();
        List<Offer> named = offers().stream()
                .filter(o -> kinds.contains(o.kind()) && o.name().equals(name))
                .toList();
        if (named.isEmpty()) throw unknown(kinds, reference);
        VersionRange range = range(reference);
        List<Offer> fitting =
                named.stream().filter(o -> range.includes(o.version())).toList();
        if (fitting.isEmpty())
            throw new PipelineException(
                    ErrorCode.PLUGIN_UNAVAILABLE,
                    reference.path(),
                    "No " + kinds.get(0) + " '" + name + "' of version " + range + ". Installed: "
                            + named.stream()
                                    .map(o -> o.version() + " (" + o.plugin() + ")")
                                    .collect(Collectors.joining(", "))
                            + ".");
        Offer newest = fitting.stream()
                .max(Comparator.comparing(Offer::version).thenComparing(Offer::bundle))
                .orElseThrow();
        List<Offer> rivals = fitting.stream()
                .filter(o -> !o.plugin().equals(newest.plugin()) || !o.kind().equals(newest.kind()))
                .toList();
        if (!rivals.isEmpty())
            throw new PipelineException(
                    ErrorCode.DUPLICATE_COMPONENT,
                    reference.path(),
                    "Two plug-ins offer '" + name + "': " + newest + " and " + rivals.get(0) + ". Remove one of them.");
        return newest;
    }

    private PipelineException unknown(List<String> kinds, Reference reference) {
        String kind = String.join(" or ", kinds);
        SortedSet<String> others = kindsOf(reference.name());
        if (!others.isEmpty())
            return new PipelineException(
                    ErrorCode.WRONG_KIND,
                    reference.path(),
                    "'" + reference.name() + "' is " + article(others.first()) + ", but here belongs " + article(kind)
                            + ".");
        SortedSet<String> available =
                kinds.stream().flatMap(k -> names(k).stream()).collect(Collectors.toCollection(TreeSet::new));
        String hint = Nearest.to(reference.name(), available)
                .map(n -> " Did you mean '" + n + "'?")
                .orElse("");
        return new PipelineException(
                ErrorCode.UNKNOWN_COMPONENT,
                reference.path(),
                "No " + kind + " '" + reference.name() + "'." + hint
                        + (available.isEmpty()
                                ? " None is installed."
                                : " Available: " + String.join(", ", available) + "."));
    }

    private static String article(String kind) {
        return ("aeiou".indexOf(kind.charAt(0)) >= 0 ? "an " : "a ") + kind;
    }

    private static VersionRange range(Reference reference) {
        if (reference.versionRange().isEmpty()) return new VersionRange("0");
        try {
            return new VersionRange(reference.versionRange());
        } catch (IllegalArgumentException e) {
            throw new PipelineException(
                    ErrorCode.BAD_SETTING,
                    reference.path(),
                    "'" + reference.versionRange() + "' is no range of versions; write for example [1.2,2).",
                    e);
        }
    }
}
