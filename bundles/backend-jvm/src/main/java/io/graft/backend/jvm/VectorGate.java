package io.graft.backend.jvm;

import java.util.function.Supplier;
import jdk.incubator.vector.VectorShape;

/**
 * Stands before the kernels of the Vector API: where the JVM has none, nothing behind it is ever touched.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
final class VectorGate {
    private Supplier<Kernels> kernels;

    /** New kernels for a plan. */
    synchronized Kernels kernels() {
        if (kernels == null) kernels = isOpen() ? Behind.kernels() : Kernels::plain;
        return kernels.get();
    }

    /** What they are, for people. */
    String describe() {
        return isOpen() ? "Vector API, " + Behind.bits() + " bit" : "plain Java";
    }

    private static boolean isOpen() {
        if (!Rounding.FUSED) return false;
        try {
            Class.forName("jdk.incubator.vector.FloatVector", false, VectorGate.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** What needs the module; a class of its own, so that it is not loaded without. */
    private static final class Behind {
        static int bits() {
            return VectorShape.preferredShape().vectorBitSize();
        }

        static Supplier<Kernels> kernels() {
            VectorWarmth warmth = new VectorWarmth();
            return () -> new VectorKernels(warmth);
        }
    }
}
