package io.graft.backend.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;
import org.nd4j.nativeblas.NativeOps;

class ThreadGateTest {

    /** An engine that only knows how many threads it was told to use. */
    private static final class Counting implements Engine {
        private final AtomicInteger threads = new AtomicInteger();

        @Override
        public boolean helpers() {
            return false;
        }

        @Override
        public NativeOps ops() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int defaultThreads() {
            return 1;
        }

        @Override
        public void enter() {}

        @Override
        public void productThreads(int count) {
            threads.set(count);
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
            throw new UnsupportedOperationException();
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
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void nobodyComputesWithAnotherNumberOfThreadsThanItsOwn() throws Exception {
        Counting engine = new Counting();
        ThreadGate gate = new ThreadGate(engine);
        ExecutorService sessions = Executors.newFixedThreadPool(6);
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int s = 0; s < 6; s++) {
            int wanted = 1 + s % 3;
            calls.add(() -> {
                boolean right = true;
                for (int i = 0; i < 2000; i++) {
                    gate.enter(wanted);
                    right &= engine.threads.get() == wanted;
                    Thread.onSpinWait();
                    right &= engine.threads.get() == wanted;
                    gate.leave();
                }
                return right;
            });
        }
        for (Future<Boolean> right : sessions.invokeAll(calls)) assertTrue(right.get());
        sessions.shutdown();
    }

    @Test
    void sessionsOfOneNumberComputeTogether() {
        Counting engine = new Counting();
        ThreadGate gate = new ThreadGate(engine);
        gate.enter(2);
        gate.enter(2);
        assertEquals(2, engine.threads.get());
        gate.leave();
        gate.leave();
        gate.enter(1);
        assertEquals(1, engine.threads.get());
        gate.leave();
    }
}
