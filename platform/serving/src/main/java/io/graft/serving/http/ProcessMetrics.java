package io.graft.serving.http;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.function.DoubleSupplier;

/** What is measured of the process. */
final class ProcessMetrics {
    private ProcessMetrics() {}

    static void register(PrometheusRegistry registry) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        GaugeWithCallback.builder()
                .name("jvm_memory_used_bytes")
                .help("Memory in use.")
                .labelNames("area")
                .callback(c -> {
                    c.call(memory.getHeapMemoryUsage().getUsed(), "heap");
                    c.call(memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
                })
                .register(registry);
        gauge(registry, "jvm_memory_max_bytes", "The most memory of the heap.", () -> memory.getHeapMemoryUsage()
                .getMax());
        gauge(registry, "jvm_threads_current", "Threads.", () -> ManagementFactory.getThreadMXBean()
                .getThreadCount());
        gauge(registry, "jvm_classes_loaded", "Classes loaded.", () -> ManagementFactory.getClassLoadingMXBean()
                .getLoadedClassCount());
        gauge(
                registry,
                "process_uptime_seconds",
                "Seconds since the process began.",
                () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
        CounterWithCallback.builder()
                .name("jvm_gc_seconds")
                .help("Time spent collecting garbage, in seconds.")
                .labelNames("gc")
                .callback(c -> {
                    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans())
                        c.call(Math.max(0, gc.getCollectionTime()) / 1000.0, gc.getName());
                })
                .register(registry);
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(c -> c.call(value.getAsDouble()))
                .register(registry);
    }
}
