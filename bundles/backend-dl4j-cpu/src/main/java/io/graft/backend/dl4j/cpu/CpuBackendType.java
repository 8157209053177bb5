package io.graft.backend.dl4j.cpu;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Availability;
import io.graft.api.backend.Backend;
import io.graft.api.backend.BackendType;
import io.graft.backend.dl4j.Dl4jBackend;
import io.graft.backend.dl4j.ThreadGate;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The backend {@code dl4j-cpu}: ND4J's native kernels.
 *
 * <p><b>Lifecycle.</b> Natives are loaded when the first backend is created. When the bundle stops, all backends are closed; the engine
 * has no threads and no thread locals, so that the class space can be collected.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
@Component(service = BackendType.class)
@ComponentName("dl4j-cpu")
public final class CpuBackendType implements BackendType<CpuSettings> {
    private static final System.Logger LOG = System.getLogger(CpuBackendType.class.getName());

    private final Path cache;
    private final Set<Dl4jBackend> backends = new HashSet<>();
    private ThreadGate gate;
    private boolean stopped;

    /** As a component. */
    @Activate
    public CpuBackendType(BundleContext context) {
        this(cache(context.getProperty("graft.cache")));
    }

    CpuBackendType(Path cache) {
        this.cache = cache;
    }

    /** Without a folder of the platform's it is one that only this user can write to: libraries are loaded from it. */
    private static Path cache(String property) {
        return property == null || property.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "graft")
                : Path.of(property);
    }

    @Override
    public Class<CpuSettings> settings() {
        return CpuSettings.class;
    }

    @Override
    public Availability availability() {
        String misfit = CpuInfo.misfit(System.getProperty("os.name", "?"), System.getProperty("os.arch", "?"));
        return misfit.isEmpty() ? Availability.on("CPU, " + CpuInfo.read().instructions()) : Availability.not(misfit);
    }

    @Override
    public Backend create(CpuSettings settings, Context context) {
        return create(settings);
    }

    synchronized Backend create(CpuSettings settings) {
        if (stopped) throw new IllegalStateException("the plug-in of dl4j-cpu has stopped");
        Availability availability = availability();
        if (!availability.available())
            throw new PipelineException(ErrorCode.UNSUPPORTED, "backend.dl4j-cpu", availability.reason());
        CpuEngine engine = engine();
        if (gate == null) gate = new ThreadGate(engine);
        Dl4jBackend backend = new Dl4jBackend(engine, gate, settings.threads());
        backends.removeIf(Dl4jBackend::closed);
        backends.add(backend);
        return backend;
    }

    private CpuEngine engine() {
        long start = System.nanoTime();
        try {
            CpuEngine engine = Natives.engine(CpuInfo.read(), cache);
            LOG.log(System.Logger.Level.DEBUG, "engine ready after {0} ms", (System.nanoTime() - start) / 1_000_000);
            return engine;
        } catch (LinkageError | RuntimeException e) {
            throw new PipelineException(
                    ErrorCode.RESOURCE,
                    "backend.dl4j-cpu",
                    "The natives of dl4j-cpu could not be loaded: " + e.getMessage() + ".",
                    e);
        }
    }

    @Deactivate
    void stop() {
        List<Dl4jBackend> open;
        synchronized (this) {
            stopped = true;
            open = List.copyOf(backends);
            backends.clear();
        }
        open.forEach(Dl4jBackend::close);
    }
}
