package io.graft.api.backend;

import java.util.List;

/**
 * Whether a backend can work on this machine.
 *
 * @param available whether it can
 * @param devices what it would compute on, e.g. {@code "CPU, AVX-512"}
 * @param reason when it cannot, why, in one sentence
 */
public record Availability(boolean available, List<String> devices, String reason) {

    /** Copies. */
    public Availability {
        devices = List.copyOf(devices);
    }

    /** It can. */
    public static Availability on(String... devices) {
        return new Availability(true, List.of(devices), "");
    }

    /** It cannot. */
    public static Availability not(String reason) {
        return new Availability(false, List.of(), reason);
    }
}
