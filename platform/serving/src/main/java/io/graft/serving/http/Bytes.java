package io.graft.serving.http;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;

/** Bytes that grow, and are used again. */
final class Bytes extends OutputStream {
    private byte[] bytes;
    private ByteBuffer view;
    private int size;

    Bytes(int capacity) {
        bytes = new byte[capacity];
        view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] array() {
        return bytes;
    }

    /** The bytes as numbers, the lowest byte first. */
    ByteBuffer view() {
        return view;
    }

    int size() {
        return size;
    }

    /** Makes room for more bytes, without adding them. */
    void room(int more) {
        if (bytes.length - size >= more) return;
        bytes = Arrays.copyOf(
                bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(2L * bytes.length, 0L + size + more)));
        view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Counts bytes as added that were put into the room made for them. */
    void added(int more) {
        size += more;
    }

    void clear() {
        size = 0;
    }

    @Override
    public void write(int b) {
        room(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    /** Adds an integer, the lowest byte first. */
    void writeInt(int value) {
        room(4);
        view.putInt(size, value);
        size += 4;
    }

    /** Adds a number, the lowest byte first. */
    void writeFloat(float value) {
        writeInt(Float.floatToIntBits(value));
    }

    @Override
    public void close() {
        // stays usable
    }

    /** A bounded number of them at hand; more are made when more are in use at a time, and large ones are not kept. */
    static final class Pool {
        private static final int FIRST = 8 << 10;
        private static final int KEPT = 256 << 10;
        private final ArrayBlockingQueue<Bytes> free = new ArrayBlockingQueue<>(64);

        Bytes take() {
            Bytes bytes = free.poll();
            return bytes == null ? new Bytes(FIRST) : bytes;
        }

        void give(Bytes bytes) {
            if (bytes.bytes.length > KEPT) return;
            bytes.clear();
            // when it is full the bytes are left to the garbage collector
            boolean ignored = free.offer(bytes);
        }
    }
}
