package io.graft.pipeline;

import io.graft.api.PipelineException;
import io.graft.api.backend.Backend;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import java.util.SortedSet;
import java.util.stream.Stream;

/** Opens the backend that a pipeline names, or with {@code auto} one that can compute its program; {@link BackendChooser} finds the fastest. */
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
        return open(assembly, program, "");
    }

    /**
     * Opens the backend for this program.
     *
     * @param kept the backend that goes before all others where the descriptor leaves it open; empty when there is none
     */
    static Opened open(Assembly assembly, Program program, String kept) {
        BackendSearch search = new BackendSearch(assembly, program);
        if (!assembly.descriptor().automaticBackend()) return search.named();
        SortedSet<String> names = assembly.catalog().names("backend");
        return Stream.concat(
                        Stream.of(kept).filter(names::contains), names.stream().filter(name -> !name.equals(kept)))
                .flatMap(name -> search.open(name).stream())
                .findFirst()
                .orElseThrow(search::nothing);
    }
}
