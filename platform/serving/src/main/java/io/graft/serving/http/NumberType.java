package io.graft.serving.http;

import java.nio.ByteBuffer;

/** The types of numbers that a pipeline of numbers takes; all become 32 bit floating point. */
enum NumberType {
    FP32(4) {
        @Override
        float read(ByteBuffer from, int at) {
            return from.getFloat(at);
        }
    },
    FP64(8) {
        @Override
        float read(ByteBuffer from, int at) {
            return (float) from.getDouble(at);
        }
    },
    INT8(1) {
        @Override
        float read(ByteBuffer from, int at) {
            return from.get(at);
        }
    },
    INT16(2) {
        @Override
        float read(ByteBuffer from, int at) {
            return from.getShort(at);
        }
    },
    INT32(4) {
        @Override
        float read(ByteBuffer from, int at) {
            return from.getInt(at);
        }
    },
    INT64(8) {
        @Override
        float read(ByteBuffer from, int at) {
            return from.getLong(at);
        }
    },
    UINT8(1) {
        @Override
        float read(ByteBuffer from, int at) {
            return Byte.toUnsignedInt(from.get(at));
        }
    },
    UINT16(2) {
        @Override
        float read(ByteBuffer from, int at) {
            return Short.toUnsignedInt(from.getShort(at));
        }
    },
    UINT32(4) {
        @Override
        float read(ByteBuffer from, int at) {
            return Integer.toUnsignedLong(from.getInt(at));
        }
    },
    UINT64(8) {
        @Override
        float read(ByteBuffer from, int at) {
            long n = from.getLong(at);
            return n >= 0 ? n : (n >>> 1) * 2f;
        }
    };

    final int bytes;

    NumberType(int bytes) {
        this.bytes = bytes;
    }

    abstract float read(ByteBuffer from, int at);

    /** The type of this name, or null. */
    static NumberType named(String datatype) {
        for (NumberType type : values()) if (type.name().equals(datatype)) return type;
        return null;
    }
}
