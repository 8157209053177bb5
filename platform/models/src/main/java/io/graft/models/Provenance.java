package io.graft.models;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Where a model comes from: enough to make it again, and to tell why a second one differs.
 *
 * @param created when the run made it
 * @param graft the version of Graft
 * @param jvm the name and version of the Java virtual machine
 * @param backend the name of the backend that computed it
 * @param seed the seed of the run
 * @param bundles the bundles that the pipeline was made of
 * @param data the files it learned from
 */
public record Provenance(
        Instant created,
        String graft,
        String jvm,
        String backend,
        long seed,
        List<BundleInfo> bundles,
        List<DataInfo> data) {

    /** Copies. */
    public Provenance {
        Objects.requireNonNull(created);
        Objects.requireNonNull(graft);
        Objects.requireNonNull(jvm);
        Objects.requireNonNull(backend);
        bundles = List.copyOf(bundles);
        data = List.copyOf(data);
    }

    /**
     * A bundle that took part.
     *
     * @param name its symbolic name
     * @param version its version
     * @param sha256 the SHA-256 of its jar in hexadecimal, see {@link Fingerprint}
     */
    public record BundleInfo(String name, String version, String sha256) {
        /** Refuses null. */
        public BundleInfo {
            Objects.requireNonNull(name);
            Objects.requireNonNull(version);
            Objects.requireNonNull(sha256);
        }
    }

    /**
     * A data file that was read.
     *
     * @param part what it was used for, e.g. {@code train}
     * @param file its name as the descriptor has it
     * @param bytes its length
     * @param rows how many rows it gave
     * @param sha256 the SHA-256 of its bytes in hexadecimal, see {@link Fingerprint}
     */
    public record DataInfo(String part, String file, long bytes, long rows, String sha256) {
        /** Refuses null. */
        public DataInfo {
            Objects.requireNonNull(part);
            Objects.requireNonNull(file);
            Objects.requireNonNull(sha256);
        }
    }
}
