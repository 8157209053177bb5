package io.graft.launcher;

import static java.lang.System.Logger.Level.DEBUG;

import java.lang.module.ModuleFinder;
import java.util.concurrent.CompletableFuture;

/**
 * The JVM's Vector API, which plug-ins may compute with. It is still in incubation: on the command line ({@code --add-modules}) it would
 * cost every start time and print a warning, so that it is brought in afterwards, the way the JVM brings in its own agents. Where that
 * cannot be, plug-ins find no such package and do without.
 */
final class VectorModule {
    /** The module and its only package. */
    static final String NAME = "jdk.incubator.vector";

    /** Whether the framework must be told of the package: it sees by itself what the JVM was started with. */
    static final boolean LATE = ModuleLayer.boot().findModule(NAME).isEmpty()
            && ModuleFinder.ofSystem().find(NAME).isPresent();

    private VectorModule() {}

    /** Begins to bring it in; done when it is there, or cannot be. */
    static CompletableFuture<Void> bringIn() {
        return LATE ? CompletableFuture.runAsync(VectorModule::load) : CompletableFuture.completedFuture(null);
    }

    private static void load() {
        try {
            // exported by the manifest of this jar, when the JVM was started with -jar
            Class.forName("jdk.internal.module.Modules")
                    .getMethod("loadModule", String.class)
                    .invoke(null, NAME);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            System.getLogger(VectorModule.class.getName()).log(DEBUG, "no Vector API", e);
        }
    }
}
