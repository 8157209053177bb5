package io.graft.backend.jvm;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.backend.Availability;
import io.graft.api.backend.Backend;
import io.graft.api.backend.BackendType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The backend {@code jvm}: static plans of Java kernels.
 *
 * <p><b>Lifecycle.</b> When the bundle stops, all backends are closed. It has no threads and no natives. <b>Threading.</b> Thread-safe.
 */
@Component(service = BackendType.class)
@ComponentName("jvm")
public final class JvmBackendType implements BackendType<JvmSettings> {
    private final Set<JvmBackend> backends = new HashSet<>();
    private final VectorGate gate = new VectorGate();
    private boolean stopped;

    /** As a component. */
    @Activate
    public JvmBackendType() {
        // nothing is loaded before the first backend is created
    }

    @Override
    public Class<JvmSettings> settings() {
        return JvmSettings.class;
    }

    @Override
    public Availability availability() {
        return Availability.on("CPU, " + gate.describe());
    }

    @Override
    public synchronized Backend create(JvmSettings settings, Context context) {
        if (stopped) throw new IllegalStateException("the plug-in of jvm has stopped");
        JvmBackend backend = new JvmBackend(settings.kernels() == KernelChoice.PLAIN ? Kernels::plain : gate::kernels);
        backends.removeIf(JvmBackend::closed);
        backends.add(backend);
        return backend;
    }

    @Deactivate
    void stop() {
        List<JvmBackend> open;
        synchronized (this) {
            stopped = true;
            open = List.copyOf(backends);
            backends.clear();
        }
        open.forEach(JvmBackend::close);
    }
}
