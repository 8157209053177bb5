package io.graft.reference;

import static org.bytedeco.pytorch.global.torch.tensor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.bytedeco.pytorch.Tensor;

/** Reads an exchange folder (EXCHANGE.md). */
final class Exchange {
    private final Path folder;
    private final JsonNode program;

    Exchange(Path folder) throws IOException {
        this.folder = folder;
        program = new ObjectMapper().readTree(folder.resolve("program.json").toFile());
    }

    String program() {
        return program.get("program").asText();
    }

    double rate() {
        return program.get("rate").asDouble();
    }

    int answered() {
        return program.get("answered").asInt();
    }

    Tensor parameter(String name) throws IOException {
        long[] shape = shape(program.get("parameters").get(name));
        return tensor(floats(name, size(shape))).view(shape);
    }

    List<Batch> training() throws IOException {
        int rows = program.get("rows").asInt();
        return batches("train", program.get("batches").asInt() * rows, rows);
    }

    List<Batch> answered(int size) throws IOException {
        return batches("answer", answered(), size);
    }

    static float[] floats(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        tensor.contiguous().data_ptr_float().get(values);
        return values;
    }

    private List<Batch> batches(String part, int rows, int size) throws IOException {
        JsonNode inputs = program.get("inputs");
        Tensor labels = tensor(longs(part + ".label", rows));
        List<Batch> batches = new ArrayList<>();
        if (inputs.has("mask")) {
            int length = inputs.get("mask").get(0).asInt();
            long[] ids = longs(part + ".ids", rows * length);
            float[] mask = floats(part + ".mask", rows * length);
            for (int i = 0; i + size <= rows; i += size) {
                batches.add(new Batch(bags(ids, mask, i, size, length), labels.narrow(0, i, size)));
            }
        } else {
            String name = inputs.has("x") ? "x" : "ids";
            long[] shape = LongStream.concat(LongStream.of(rows), LongStream.of(shape(inputs.get(name)))).toArray();
            String file = part + "." + name;
            Tensor all = name.equals("x") ? tensor(floats(file, size(shape))) : tensor(longs(file, size(shape)));
            all = all.view(shape);
            for (int i = 0; i + size <= rows; i += size) {
                batches.add(new Batch(List.of(all.narrow(0, i, size)), labels.narrow(0, i, size)));
            }
        }
        return batches;
    }

    /** The ids that the mask shows, one row after another, and where each row begins. */
    private static List<Tensor> bags(long[] ids, float[] mask, int row, int rows, int length) {
        long[] shown = new long[rows * length];
        long[] offsets = new long[rows];
        int n = 0;
        for (int r = 0; r < rows; r++) {
            offsets[r] = n;
            for (int i = (row + r) * length; i < (row + r + 1) * length; i++) if (mask[i] != 0) shown[n++] = ids[i];
        }
        return List.of(tensor(Arrays.copyOf(shown, n)), tensor(offsets));
    }

    private static long[] shape(JsonNode sizes) {
        return StreamSupport.stream(sizes.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
    }

    private static int size(long[] shape) {
        return (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
    }

    private float[] floats(String name, int n) throws IOException {
        float[] values = new float[n];
        bytes(name + ".f32", n).asFloatBuffer().get(values);
        return values;
    }

    private long[] longs(String name, int n) throws IOException {
        int[] values = new int[n];
        bytes(name + ".i32", n).asIntBuffer().get(values);
        return Arrays.stream(values).asLongStream().toArray();
    }

    private ByteBuffer bytes(String file, int n) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(file));
        if (bytes.length != 4L * n) throw new IOException(file + " holds " + bytes.length + " bytes, not " + 4L * n);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
