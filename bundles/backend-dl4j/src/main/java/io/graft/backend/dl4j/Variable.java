package io.graft.backend.dl4j;

import io.graft.api.graph.Initializer;
import io.graft.api.graph.Parameter;
import io.graft.api.graph.Shape;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A parameter or a running statistic: its numbers on the Java heap and, once a native kernel needs them, a copy in native memory.
 *
 * <p>The heap leads for what the optimizer trains, because its rules are fastest there; native memory leads for statistics, which native
 * kernels update. Sessions that share parameters share these objects.
 */
final class Variable implements AutoCloseable {
    private final Parameter parameter;
    private final float[] values;
    private NativeMemory mirror;
    private FloatPointer pointer;

    Variable(Parameter parameter, long seed) {
        this.parameter = parameter;
        this.values = Initializer.values(parameter, seed);
    }

    String name() {
        return parameter.name();
    }

    Shape shape() {
        return parameter.shape();
    }

    boolean trainable() {
        return parameter.trainable();
    }

    float[] values() {
        return values;
    }

    /** Where the native copy lies; made when first asked for. */
    synchronized long address() {
        if (mirror == null) {
            mirror = new NativeMemory(4L * values.length);
            pointer = new FloatPointer(new NativeMemory.At(mirror.address()));
            pointer.put(values, 0, values.length);
        }
        return mirror.address();
    }

    /** Makes the native copy follow the heap. */
    synchronized void push() {
        if (pointer != null) pointer.put(values, 0, values.length);
    }

    private void pull() {
        if (pointer != null && !trainable()) pointer.get(values, 0, values.length);
    }

    synchronized void read(FloatBuffer into) {
        pull();
        into.put(values);
    }

    synchronized void write(FloatBuffer from) {
        from.get(values);
        push();
    }

    @Override
    public synchronized void close() {
        pointer = null;
        if (mirror != null) mirror.close();
        mirror = null;
    }
}
