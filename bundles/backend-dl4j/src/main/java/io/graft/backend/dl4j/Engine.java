package io.graft.backend.dl4j;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.nativeblas.NativeOps;

/**
 * A loaded native engine: libnd4j, and the BLAS beside it.
 *
 * <p><b>Lifecycle.</b> One for each class space, made when the first backend is created and never unloaded before the class space is.
 *
 * <p><b>Threading.</b> Thread-safe; any thread may call. It starts no Java thread and keeps nothing in thread locals.
 */
public interface Engine {

    /** The kernels. */
    NativeOps ops();

    /** Whether the kernels can hand some operators to oneDNN. */
    boolean helpers();

    /** The number of threads a session gets that does not ask for one. */
    int defaultThreads();

    /** Keeps the engine from starting threads for the calling one; called before every step, so it is cheap. */
    void enter();

    /** Sets how many threads a matrix product uses from now on, for all callers. */
    void productThreads(int threads);

    /** c = alpha · op(a) · op(b) + beta · c, all row by row; {@code op} transposes when told. */
    void gemm(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            float alpha,
            FloatPointer a,
            int lda,
            FloatPointer b,
            int ldb,
            float beta,
            FloatPointer c,
            int ldc);

    /** y = alpha · op(a) · x + beta · y, with a {@code [rows, columns]} row by row. */
    void gemv(
            boolean trans,
            int rows,
            int columns,
            float alpha,
            FloatPointer a,
            FloatPointer x,
            float beta,
            FloatPointer y);
}
