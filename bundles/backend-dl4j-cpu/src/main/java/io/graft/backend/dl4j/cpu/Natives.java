package io.graft.backend.dl4j.cpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Loads the native libraries of this class space, once.
 *
 * <p>JavaCPP takes its options from system properties, which belong to the whole process: they are set, read by its static initializers,
 * and put back. The libraries are unpacked into a folder that is kept, named after version and build, so that only the first start pays.
 */
final class Natives {
    /** The build for processors with AVX-512; the other is for every x86-64. */
    private static final String AVX512 = "-onednn-avx512";

    private static final String VERSION = "nd4j-1.0.0-M2.1";
    private static CpuEngine engine;

    private Natives() {}

    /** The engine of this class space. */
    static synchronized CpuEngine engine(CpuInfo cpu, Path cache) {
        if (engine == null) engine = load(cpu, cache);
        return engine;
    }

    private static CpuEngine load(CpuInfo cpu, Path cache) {
        String build = cpu.avx512() ? AVX512 : "";
        Path folder = cache.resolve(VERSION + "-linux-x86_64" + build);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the natives of dl4j-cpu cannot be unpacked to " + folder, e);
        }
        Map<String, String> options = new LinkedHashMap<>();
        options.put("org.bytedeco.javacpp.cachedir", folder.toString());
        options.put("org.bytedeco.javacpp.platform", "linux-x86_64");
        if (!build.isEmpty()) options.put("org.bytedeco.javacpp.platform.extension", build);
        // plans own their memory: nothing is to be counted, and no thread is to free what the garbage collector finds
        options.put("org.bytedeco.javacpp.maxbytes", "0");
        options.put("org.bytedeco.javacpp.maxphysicalbytes", "0");
        options.put("org.bytedeco.javacpp.noPointerGC", "true");
        Map<String, String> before = new LinkedHashMap<>();
        options.keySet().forEach(key -> before.put(key, System.getProperty(key)));
        // other class spaces of this kind set the same properties
        synchronized (System.getProperties()) {
            options.forEach(System::setProperty);
            try {
                return new CpuEngine(cpu.usableCores(), cpu.avx512());
            } finally {
                before.forEach((key, value) -> {
                    if (value == null) System.clearProperty(key);
                    else System.setProperty(key, value);
                });
            }
        }
    }
}
