package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Availability;
import io.graft.api.backend.Backend;
import io.graft.api.backend.BackendType;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.descriptor.DescriptorException;
import io.graft.descriptor.Problem;
import io.graft.descriptor.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens the backend that a pipeline names, or with {@code auto} the first that can compute its program. */
public final class Backends {
    private Backends() {}

    /** An open backend: close it to give everything back. */
    public record Opened(Part part, Backend backend, AutoCloseable loan, Underway underway) implements AutoCloseable {

        /** Its name. */
        public String name() {
            return part.reference().name();
        }

        /** Compiles a program; what the plug-in throws names it. */
        public Session session(Program program, SessionOptions options) {
            underway.enter(part);
            try {
                return new GuardedSession(
                        part, part.guarded("could not compile the network", () -> backend.open(program, options)));
            } finally {
                underway.leave();
            }
        }

        @Override
        public void close() {
            try (AutoCloseable l = loan) {
                backend.close();
            } catch (PipelineException e) {
                throw e;
            } catch (Exception e) {
                throw Part.failed(part.reference(), part.offer(), "could not close its backend: " + e, e);
            }
        }
    }

    /** Opens the backend for this program. */
    public static Opened open(Assembly assembly, Program program) {
        Reference wanted = assembly.descriptor().backend();
        if (!assembly.descriptor().automaticBackend()) {
            List<String> reasons = new ArrayList<>();
            return attempt(assembly, wanted, program, reasons)
                    .orElseThrow(() -> new PipelineException(
                            ErrorCode.PLUGIN_UNAVAILABLE, wanted.path(), String.join(" ", reasons)));
        }
        List<String> reasons = new ArrayList<>();
        for (String name : assembly.catalog().names("backend"))
            try {
                Optional<Opened> opened = attempt(
                        assembly,
                        new Reference("backend", name, "", wanted.settings(), wanted.path(), wanted.location()),
                        program,
                        reasons);
                if (opened.isPresent()) return opened.get();
            } catch (PipelineException e) {
                if (e.code().fault() != ErrorCode.Fault.PLUGIN) throw e;
                reasons.add("Backend '" + name + "': "
                        + e.getMessage()); // a broken one does not stand in the way of the next
            }
        throw new PipelineException(
                ErrorCode.PLUGIN_UNAVAILABLE,
                wanted.path(),
                reasons.isEmpty()
                        ? "No backend is installed."
                        : "No installed backend can compute this pipeline. " + String.join(" ", reasons));
    }

    private static Optional<Opened> attempt(
            Assembly assembly, Reference reference, Program program, List<String> reasons) {
        List<Problem> problems = new ArrayList<>();
        Binding binding = new Binding(assembly.catalog(), assembly.contexts(), problems::add);
        Backend backend = null;
        try {
            Optional<Part> part = binding.part(List.of("backend"), reference);
            if (part.isEmpty()) throw new DescriptorException(problems);
            Underway underway = assembly.contexts().underway();
            underway.enter(part.get());
            Availability available = part.get().guarded("could not tell whether it is available", ((BackendType<?>)
                    part.get().type())::availability);
            if (!available.available()) {
                reasons.add("Backend '" + reference.name() + "': " + available.reason());
                binding.close();
                return Optional.empty();
            }
            Backend made = part.get().create(Backend.class, assembly.context(reference));
            backend = made;
            underway.enter(part.get());
            List<String> missing = part.get().guarded("could not look at the program", () -> made.unsupported(program));
            if (!missing.isEmpty()) {
                reasons.add("Backend '" + reference.name() + "': " + String.join(" ", missing));
                made.close();
                binding.close();
                return Optional.empty();
            }
            return Optional.of(new Opened(part.get(), made, binding, underway));
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
