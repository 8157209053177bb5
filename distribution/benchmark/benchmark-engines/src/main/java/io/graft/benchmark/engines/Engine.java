package io.graft.benchmark.engines;

import io.graft.api.Context;
import io.graft.api.backend.Backend;
import io.graft.backend.dl4j.cpu.CpuBackendType;
import io.graft.backend.dl4j.cpu.CpuSettings;
import io.graft.backend.jvm.JvmBackendType;
import io.graft.backend.jvm.JvmSettings;
import io.graft.backend.jvm.KernelChoice;
import java.lang.reflect.Proxy;
import org.osgi.framework.BundleContext;

/** Opens a backend without a framework around it. */
final class Engine {
    private Engine() {}

    static Backend open(String name) {
        return switch (name) {
            case "jvm" -> jvm(KernelChoice.AUTO);
            case "jvm-plain" -> jvm(KernelChoice.PLAIN);
            case "dl4j-cpu" -> Dl4j.open();
            default -> throw new IllegalArgumentException("no backend '" + name + "'");
        };
    }

    private static Backend jvm(KernelChoice kernels) {
        return new JvmBackendType().create(new JvmSettings(kernels), null);
    }

    /** Apart, so that the backend jvm starts without its classes. */
    private static final class Dl4j {
        static Backend open() {
            BundleContext properties = (BundleContext) Proxy.newProxyInstance(
                    BundleContext.class.getClassLoader(),
                    new Class<?>[] {BundleContext.class},
                    (proxy, method, in) ->
                            method.getName().equals("getProperty") ? System.getProperty((String) in[0]) : null);
            return new CpuBackendType(properties).create(new CpuSettings(0), (Context) null);
        }
    }
}
