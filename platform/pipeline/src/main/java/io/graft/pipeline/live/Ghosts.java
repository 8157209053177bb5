package io.graft.pipeline.live;

import io.graft.catalog.Catalog;
import io.graft.catalog.Offer;
import io.graft.descriptor.Components;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.Problem;
import io.graft.descriptor.Reference;
import io.graft.descriptor.Tree;
import io.graft.pipeline.Generation;
import io.graft.pipeline.Part;
import io.graft.pipeline.live.PipelineStatus.Ghost;
import io.graft.pipeline.live.PipelineStatus.PartStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** Which components of a pipeline are not there. */
final class Ghosts {
    private Ghosts() {}

    /** The parts of a generation whose service has gone, be it that another offers the same by now. */
    static List<Ghost> of(Generation generation, Catalog catalog) {
        List<Offer> offers = catalog.offers();
        List<Ghost> gone = new ArrayList<>();
        for (Part p : generation.parts())
            if (!p.among(offers))
                gone.add(ghost(
                        p.reference().path(),
                        p.offer().kind(),
                        p.offer().name(),
                        p.offer().plugin()));
        return gone;
    }

    /** The parts that something deployed needs and nobody offers. */
    static List<Ghost> missing(Deployed deployed, Catalog catalog) {
        List<Offer> offers = catalog.offers();
        List<Ghost> missing = new ArrayList<>();
        Set<String> places = new LinkedHashSet<>();
        for (PartStatus p : deployed.parts())
            if (!offered(offers, p.kind(), chosen(deployed, p) ? "" : p.name()) && places.add(p.path()))
                missing.add(ghost(p.path(), p.kind(), p.name(), p.plugin()));
        for (Problem problem : DescriptorCheck.check(deployed.descriptor(), new Named(catalog)))
            if (absent(problem) && places.add(problem.path()))
                missing.add(new Ghost(
                        problem.path(),
                        "",
                        deployed.descriptor()
                                .find(problem.path())
                                .map(Ghosts::name)
                                .orElse(""),
                        "",
                        problem.sentence()));
        return missing;
    }

    /** Whether a catalogue offers everything that something deployed needs. */
    static boolean allThere(Deployed deployed, Catalog catalog) {
        return missing(deployed, catalog).isEmpty();
    }

    /** A catalogue that is asked for names only: no plug-in is called, as whoever asks can wait for none. */
    private record Named(Catalog catalog) implements Components {
        private record AnySettings() {}

        @Override
        public SortedSet<String> names(String kind) {
            return catalog.names(kind);
        }

        @Override
        public SortedSet<String> kindsOf(String name) {
            return catalog.kindsOf(name);
        }

        @Override
        public List<String> versions(String kind, String name) {
            return catalog.versions(kind, name);
        }

        @Override
        public Optional<Class<? extends Record>> settingsType(String kind, Reference reference) {
            if (!catalog.names(kind).contains(reference.name())) return Optional.empty();
            catalog.find(List.of(kind), reference); // throws when its version does not fit
            return Optional.of(AnySettings.class);
        }
    }

    private static boolean absent(Problem problem) {
        return switch (problem.code()) {
            case UNKNOWN_COMPONENT, PLUGIN_UNAVAILABLE, WRONG_KIND -> true;
            default -> false;
        };
    }

    /** Whether any other of its kind would do: a backend that was chosen, not named. */
    private static boolean chosen(Deployed deployed, PartStatus part) {
        return part.kind().equals("backend")
                && deployed.descriptor()
                        .get("backend")
                        .map(b -> b.text().equals(Descriptor.AUTO))
                        .orElse(true);
    }

    private static boolean offered(List<Offer> offers, String kind, String name) {
        return offers.stream()
                .anyMatch(o ->
                        o.kind().equals(kind) && (name.isEmpty() || o.name().equals(name)));
    }

    private static String name(Tree tree) {
        return tree.isMap() && tree.entries().size() == 1
                ? tree.entries().keySet().iterator().next()
                : tree.text();
    }

    private static Ghost ghost(String path, String kind, String name, String plugin) {
        return new Ghost(
                path,
                kind,
                name,
                plugin,
                "It waits for the " + kind + " '" + name + "' (" + path + ")"
                        + (plugin.isEmpty() ? "." : ", which the plug-in " + plugin + " had."));
    }
}
