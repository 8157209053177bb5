package io.graft.backend.dl4j.cpu;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

import io.graft.backend.dl4j.Engine;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.nativeblas.NativeOps;

/** libnd4j for CPUs, with the OpenBLAS beside it. */
final class CpuEngine implements Engine {
    private final NativeOps ops;
    private final int cores;
    private final boolean helpers;
    private final OpenMp openMp;

    /** Loads the libraries; see {@link Natives} for where they come from. */
    CpuEngine(int cores, boolean helpers) {
        this.ops = new Nd4jCpu();
        this.cores = cores;
        this.helpers = helpers;
        this.openMp = new OpenMp();
        // its kernels are bound by memory, and forking for a few thousand elements costs more than it gains
        Nd4jCpu.Environment.getInstance().setMaxMasterThreads(1);
        Nd4jCpu.Environment.getInstance().setMaxThreads(1);
        openblas_nolapack.blas_set_num_threads(1);
    }

    @Override
    public NativeOps ops() {
        return ops;
    }

    @Override
    public boolean helpers() {
        return helpers;
    }

    @Override
    public int defaultThreads() {
        return cores;
    }

    @Override
    public void enter() {
        openMp.single();
    }

    @Override
    public void productThreads(int threads) {
        openblas_nolapack.blas_set_num_threads(threads);
    }

    @Override
    public void gemm(
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
            int ldc) {
        int ta = transA ? CblasTrans : CblasNoTrans;
        int tb = transB ? CblasTrans : CblasNoTrans;
        cblas_sgemm(
                CblasRowMajor,
                ta,
                tb,
                m,
                n,
                k,
                alpha,
                a,
                Math.max(1, lda),
                b,
                Math.max(1, ldb),
                beta,
                c,
                Math.max(1, ldc));
    }

    @Override
    public void gemv(
            boolean trans,
            int rows,
            int columns,
            float alpha,
            FloatPointer a,
            FloatPointer x,
            float beta,
            FloatPointer y) {
        cblas_sgemv(
                CblasRowMajor,
                trans ? CblasTrans : CblasNoTrans,
                rows,
                columns,
                alpha,
                a,
                Math.max(1, columns),
                x,
                1,
                beta,
                y,
                1);
    }
}
