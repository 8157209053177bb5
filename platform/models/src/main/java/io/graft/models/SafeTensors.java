package io.graft.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Tensors in the safetensors format: the length of the header (8 bytes, little-endian), the header (JSON, filled up with
 * spaces to a multiple of 8), and the elements of one tensor after the other, little-endian, without gaps.
 *
 * <p>Only {@code F32}. Elements go through a small buffer, so that a large tensor is in memory once, and keep their bits,
 * NaN too.
 */
final class SafeTensors {
    private static final String METADATA = "__metadata__";
    /** The limit of the format's own implementation. */
    private static final long MOST_HEADER = 100_000_000;

    private static final int BUFFER = 1 << 16;

    private SafeTensors() {}

    /**
     * Writes tensors in the order of the map.
     *
     * @param shapes the sizes of a tensor's axes, by its name
     */
    static void write(OutputStream out, Map<String, float[]> tensors, Function<String, List<Integer>> shapes)
            throws IOException {
        ObjectNode header = PlainJson.nodes().objectNode();
        long offset = 0;
        for (Map.Entry<String, float[]> tensor : tensors.entrySet()) {
            if (tensor.getKey().equals(METADATA))
                throw new IllegalArgumentException("a tensor cannot be called " + METADATA);
            ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", "F32");
            shapes.apply(tensor.getKey()).forEach(entry.putArray("shape")::add);
            long end = offset + 4L * tensor.getValue().length;
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = PlainJson.compact(header);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded.length)
                .array());
        out.write(padded);
        ByteBuffer buffer = buffer();
        for (float[] elements : tensors.values())
            for (int from = 0; from < elements.length; from += BUFFER / 4) {
                int n = Math.min(BUFFER / 4, elements.length - from);
                buffer.asFloatBuffer().put(elements, from, n);
                out.write(buffer.array(), 0, 4 * n);
            }
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    }

    private record Span(String name, long begin, long end, float[] elements) {}

    /**
     * Reads tensors; the map has the order of the header.
     *
     * @param bytes how many bytes the stream holds, which bounds what is allocated
     * @param name what the bytes are called, for the sentence of a {@link Damage}
     */
    static Map<String, float[]> read(InputStream in, long bytes, String name) throws IOException {
        DataInputStream data = new DataInputStream(in);
        try {
            if (bytes < 8) throw new Damage(name + " is cut short: " + bytes + " bytes");
            long length = Long.reverseBytes(data.readLong());
            if (length < 2 || length > Math.min(MOST_HEADER, bytes - 8))
                throw new Damage(name + " says that its header is " + Long.toUnsignedString(length)
                        + " bytes long, which cannot be");
            byte[] json = new byte[(int) length];
            data.readFully(json);
            if (json[0] != '{') throw new Damage("the header of " + name + " does not begin with '{'");
            List<Span> spans = spans(PlainJson.parse(json, "the header of " + name), bytes - 8 - length, name);
            Map<String, float[]> tensors = new LinkedHashMap<>();
            spans.forEach(s -> tensors.put(s.name(), s.elements()));
            spans.sort(Comparator.comparingLong(Span::begin).thenComparingLong(Span::end));
            ByteBuffer buffer = buffer();
            for (Span s : spans)
                for (int from = 0; from < s.elements().length; from += BUFFER / 4) {
                    int n = Math.min(BUFFER / 4, s.elements().length - from);
                    data.readFully(buffer.array(), 0, 4 * n);
                    buffer.asFloatBuffer().get(s.elements(), from, n);
                }
            return Collections.unmodifiableMap(tensors);
        } catch (EOFException e) {
            throw new Damage(name + " is cut short", e);
        }
    }

    private static List<Span> spans(JsonNode header, long bytes, String name) {
        List<Span> spans = new ArrayList<>();
        long[] total = {0};
        header.properties().forEach(e -> {
            if (e.getKey().equals(METADATA)) return;
            JsonNode entry = e.getValue();
            String tensor = "tensor '" + e.getKey() + "' of " + name;
            String type = entry.path("dtype").asText();
            if (!type.equals("F32")) throw new Damage(tensor + " is of type '" + type + "', only F32 is read");
            JsonNode offsets = entry.path("data_offsets");
            if (offsets.size() != 2
                    || !offsets.get(0).isIntegralNumber()
                    || !offsets.get(1).isIntegralNumber()) throw new Damage(tensor + " has no data_offsets");
            long begin = offsets.get(0).canConvertToLong() ? offsets.get(0).longValue() : -1;
            long end = offsets.get(1).canConvertToLong() ? offsets.get(1).longValue() : -1;
            long elements = elements(entry.path("shape"), tensor);
            if (begin < 0 || end < begin || end > bytes || end - begin != 4 * elements)
                throw new Damage(tensor + " has " + elements + " elements, which do not fit the bytes " + begin + " to "
                        + end + " of " + bytes);
            total[0] += end - begin;
            if (total[0] > bytes) throw new Damage(name + " has tensors that overlap");
            spans.add(new Span(e.getKey(), begin, end, new float[(int) elements]));
        });
        long next = 0;
        for (Span s : spans.stream()
                .sorted(Comparator.comparingLong(Span::begin).thenComparingLong(Span::end))
                .toList()) {
            if (s.begin() != next)
                throw new Damage(
                        "tensor '" + s.name() + "' of " + name + " begins at byte " + s.begin() + ", not at " + next);
            next = s.end();
        }
        if (next != bytes) throw new Damage(name + " has " + bytes + " bytes of elements, its header tells of " + next);
        return spans;
    }

    private static long elements(JsonNode shape, String tensor) {
        if (!shape.isArray()) throw new Damage(tensor + " has no shape");
        long elements = 1;
        for (JsonNode size : shape) {
            if (!size.isIntegralNumber() || !size.canConvertToInt() || size.intValue() < 0)
                throw new Damage(tensor + " has a size of " + size);
            elements *= size.intValue();
            if (elements > Integer.MAX_VALUE - 8)
                throw new Damage(tensor + " has more elements than an array can hold");
        }
        return elements;
    }
}
