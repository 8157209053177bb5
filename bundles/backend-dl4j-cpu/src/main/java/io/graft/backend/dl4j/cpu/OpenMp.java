package io.graft.backend.dl4j.cpu;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.presets.openblas_nolapack;

/**
 * The OpenMP runtime that libnd4j brings.
 *
 * <p>Some of its kernels open parallel regions whatever libnd4j's own settings say, and the helpers spin between them: on busy cores a
 * step costs twenty times as much. OpenMP's number of threads belongs to the calling thread, so it is set by every caller.
 */
final class OpenMp {
    /** A native function of one int; the type is OpenBLAS's, for want of another. */
    private static final class IntFunction extends openblas_nolapack.SetNumThreads {
        IntFunction() {
            super();
        }
    }

    private final openblas_nolapack.SetNumThreads setNumThreads;

    OpenMp() {
        Pointer function = Loader.addressof("omp_set_num_threads");
        setNumThreads = function == null ? null : new IntFunction().put(function);
    }

    /** Makes the calling thread compute alone. */
    void single() {
        if (setNumThreads != null) setNumThreads.call(1);
    }
}
