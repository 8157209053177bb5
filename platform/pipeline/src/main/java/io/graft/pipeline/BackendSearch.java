package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Availability;
import io.graft.api.backend.Backend;
import io.graft.api.backend.BackendType;
import io.graft.api.backend.Program;
import io.graft.catalog.Offer;
import io.graft.catalog.Use;
import io.graft.descriptor.DescriptorException;
import io.graft.descriptor.Problem;
import io.graft.descriptor.Reference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks for a backend that can compute a program, one after the other, and remembers why the others could not. */
final class BackendSearch {
    private static final List<String> KIND = List.of("backend");

    private final Assembly assembly;
    private final Program program;
    private final Reference wanted;
    private final Set<String> reasons = new LinkedHashSet<>();

    BackendSearch(Assembly assembly, Program program) {
        this.assembly = assembly;
        this.program = program;
        wanted = assembly.descriptor().backend();
    }

    /** One that could be tried. */
    record Candidate(String name, String version, List<String> devices) {
        @Override
        public String toString() {
            return name + " " + version + " (" + String.join(", ", devices) + ")";
        }
    }

    /** Those that say that they work on this machine, by name; none is started for it. */
    List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        for (String name : assembly.catalog().names("backend"))
            try {
                Offer offer = assembly.catalog().find(KIND, reference(name));
                try (Use use = offer.use()) {
                    Availability a = ((BackendType<?>) use.type()).availability();
                    if (a.available())
                        candidates.add(new Candidate(name, offer.version().toString(), a.devices()));
                    else passOver(name, a.reason());
                }
            } catch (RuntimeException | LinkageError e) {
                candidates.add(new Candidate(name, "", List.of())); // opening it will tell
            }
        return candidates;
    }

    /** Opens the one that the descriptor names. */
    Backends.Opened named() {
        return attempt(wanted)
                .orElseThrow(() ->
                        new PipelineException(ErrorCode.PLUGIN_UNAVAILABLE, wanted.path(), String.join(" ", reasons)));
    }

    /** Opens one where the descriptor leaves it open; empty when it cannot. A broken one does not stand in the way of the next. */
    Optional<Backends.Opened> open(String name) {
        try {
            return attempt(reference(name));
        } catch (PipelineException e) {
            if (e.code().fault() != ErrorCode.Fault.PLUGIN) throw e;
            passOver(name, e.getMessage());
            return Optional.empty();
        }
    }

    void passOver(String name, String why) {
        reasons.add("Backend '" + name + "': " + why);
    }

    /** Why those that were tried could not, a sentence each. */
    List<String> reasons() {
        return List.copyOf(reasons);
    }

    PipelineException nothing() {
        return new PipelineException(
                ErrorCode.PLUGIN_UNAVAILABLE,
                wanted.path(),
                reasons.isEmpty()
                        ? "No backend is installed."
                        : "No installed backend can compute this pipeline. " + String.join(" ", reasons));
    }

    private Reference reference(String name) {
        return new Reference("backend", name, "", wanted.settings(), wanted.path(), wanted.location());
    }

    private Optional<Backends.Opened> attempt(Reference reference) {
        List<Problem> problems = new ArrayList<>();
        Binding binding = new Binding(assembly.catalog(), assembly.contexts(), problems::add);
        Backend backend = null;
        try {
            Optional<Part> part = binding.part(KIND, reference);
            if (part.isEmpty()) throw new DescriptorException(problems);
            Underway underway = assembly.contexts().underway();
            underway.enter(part.get());
            Availability available = part.get().guarded("could not tell whether it is available", ((BackendType<?>)
                    part.get().type())::availability);
            if (!available.available()) {
                passOver(reference.name(), available.reason());
                binding.close();
                return Optional.empty();
            }
            Backend made = part.get().create(Backend.class, assembly.context(reference));
            backend = made;
            underway.enter(part.get());
            List<String> missing = part.get().guarded("could not look at the program", () -> made.unsupported(program));
            if (!missing.isEmpty()) {
                passOver(reference.name(), String.join(" ", missing));
                made.close();
                binding.close();
                return Optional.empty();
            }
            return Optional.of(new Backends.Opened(part.get(), made, binding, underway));
        } catch (RuntimeException | Error e) {
            try (binding) {
                if (backend != null) backend.close();
            } catch (RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        } finally {
            assembly.contexts().underway().leave();
        }
    }
}
