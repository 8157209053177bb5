package io.graft.backend.dl4j;

import org.bytedeco.javacpp.Pointer;

/**
 * A block of zeroed native memory, aligned to 64 bytes.
 *
 * <p><b>Lifecycle.</b> Freed by {@link #close}, which may be called twice; no garbage collector frees it.
 */
final class NativeMemory implements AutoCloseable {
    static final int ALIGNMENT = 64;

    private final Pointer block;
    private final long address;
    private boolean closed;

    NativeMemory(long bytes) {
        block = Pointer.calloc(1, bytes + ALIGNMENT);
        if (block == null || block.isNull())
            throw new OutOfMemoryError("no " + bytes + " bytes of native memory are left");
        address = block.address() + ALIGNMENT - 1 & -ALIGNMENT;
    }

    long address() {
        return address;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        Pointer.free(block);
    }

    /** Rounds a size up to the alignment. */
    static long aligned(long bytes) {
        return bytes + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** A pointer to an address; it owns nothing. */
    static final class At extends Pointer {
        At(long address) {
            this.address = address;
        }
    }
}
