package io.graft.backend.dl4j.cpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What Linux says about the processor.
 *
 * @param flags the instruction sets, as the kernel names them
 * @param cores the physical cores, 0 when not known
 */
record CpuInfo(Set<String> flags, int cores) {
    private static final Path FILE = Path.of("/proc/cpuinfo");

    static CpuInfo read() {
        try {
            return parse(Files.readAllLines(FILE, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new CpuInfo(Set.of(), 0);
        }
    }

    static CpuInfo parse(List<String> lines) {
        Set<String> flags = Set.of();
        Set<String> cores = new HashSet<>();
        String socket = "0";
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 0) continue;
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).strip()) {
                case "flags" -> {
                    if (flags.isEmpty()) flags = new HashSet<>(Arrays.asList(value.split(" ")));
                }
                case "physical id" -> socket = value;
                case "core id" -> cores.add(socket + "/" + value);
                default -> {
                    // not of interest
                }
            }
        }
        return new CpuInfo(flags, cores.size());
    }

    /** The physical cores that this process may use: a container or an affinity mask may allow fewer. */
    int usableCores() {
        int allowed = Runtime.getRuntime().availableProcessors();
        return cores > 0 ? Math.min(cores, allowed) : allowed;
    }

    boolean avx512() {
        return flags.containsAll(Set.of("avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd"));
    }

    String instructions() {
        return avx512() ? "AVX-512" : flags.contains("avx2") ? "AVX2" : "x86-64";
    }

    /** Why ND4J's natives do not fit this machine, or an empty string. */
    static String misfit(String os, String arch) {
        String o = os.toLowerCase(Locale.ROOT);
        String a = arch.toLowerCase(Locale.ROOT);
        if (o.contains("linux") && (a.equals("amd64") || a.equals("x86_64"))) return "";
        return "The backend dl4j-cpu brings natives for Linux on x86-64 only, and this is " + os + " on " + arch + ".";
    }
}
