package io.graft.pipeline.live;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.netbeans.lib.profiler.heap.GCRoot;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaFrameGCRoot;
import org.netbeans.lib.profiler.heap.PrimitiveArrayInstance;
import org.netbeans.lib.profiler.heap.ThreadObjectGCRoot;

/** Says what a root of the garbage collector is. */
final class HeapRoots {
    private HeapRoots() {}

    /** Whether it is what a method uses at this moment. */
    static boolean local(GCRoot root) {
        return root instanceof JavaFrameGCRoot
                || root.getKind().equals(GCRoot.JNI_LOCAL)
                || root.getKind().equals(GCRoot.NATIVE_STACK);
    }

    /** For a person to read. */
    static String shown(GCRoot root) {
        if (root instanceof JavaFrameGCRoot frame) return frame(frame);
        if (root instanceof ThreadObjectGCRoot thread) return thread(thread.getInstance());
        return switch (root.getKind()) {
            case GCRoot.STICKY_CLASS -> "a class of the system";
            case GCRoot.JNI_GLOBAL, GCRoot.JNI_LOCAL, GCRoot.NATIVE_STACK -> "native code";
            case GCRoot.MONITOR_USED, GCRoot.JNI_MONITOR -> "a lock that is held";
            default -> "the JVM (" + root.getKind() + ")";
        };
    }

    private static String frame(JavaFrameGCRoot frame) {
        ThreadObjectGCRoot thread = frame.getThreadGCRoot();
        if (thread == null || thread.getInstance() == null) return "a local variable";
        StackTraceElement[] stack = thread.getStackTrace();
        int at = frame.getFrameNumber();
        String method = stack == null || at < 0 || at >= stack.length
                ? ""
                : " in " + stack[at].getClassName() + "." + stack[at].getMethodName();
        return thread(thread.getInstance()) + ", a local variable" + method;
    }

    private static String thread(Instance thread) {
        return "thread \"" + text(thread.getValueOfField("name")) + "\"";
    }

    /** A string of the dump. */
    private static String text(Object string) {
        if (!(string instanceof Instance instance)
                || !(instance.getValueOfField("value") instanceof PrimitiveArrayInstance array)) return "?";
        List<?> values = array.getValues();
        byte[] bytes = new byte[values.size()];
        for (int i = 0; i < bytes.length; i++)
            bytes[i] = Byte.parseByte(values.get(i).toString());
        boolean wide = instance.getValueOfField("coder") instanceof Byte coder && coder != 0;
        return new String(
                bytes,
                !wide
                        ? StandardCharsets.ISO_8859_1
                        : java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN
                                ? StandardCharsets.UTF_16LE
                                : StandardCharsets.UTF_16BE);
    }
}
