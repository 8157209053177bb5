package io.graft.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The folder of one network of engines.sh, as EXCHANGE.md describes it. */
final class ExchangeFolder {
    private final Path folder;
    private final JsonNode program;

    ExchangeFolder(Path folder) throws IOException {
        this.folder = folder;
        program = new ObjectMapper().readTree(folder.resolve("program.json").toFile());
    }

    String program() {
        return program.get("program").asText();
    }

    double rate() {
        return program.get("rate").asDouble();
    }

    /** The size of a parameter along an axis. */
    int size(String parameter, int axis) {
        return program.get("parameters").get(parameter).get(axis).asInt();
    }

    /** The sizes of an input without the axis of rows. */
    long[] input(String name) {
        return sizes(program.get("inputs").get(name));
    }

    INDArray parameter(String name) {
        return array(name, "f32", sizes(program.get("parameters").get(name)));
    }

    List<DataSet> training() {
        int rows = program.get("rows").asInt();
        return split(read("train", program.get("batches").asInt() * rows), rows);
    }

    /** The rows to answer, in batches of that size. */
    List<DataSet> answered(int size) {
        return split(read("answer", program.get("answered").asInt()), size);
    }

    private DataSet read(String part, int rows) {
        JsonNode inputs = program.get("inputs");
        INDArray features = inputs.has("x")
                ? array(part + ".x", "f32", withRows(rows, input("x")))
                : array(part + ".ids", "i32", withRows(rows, input("ids")));
        INDArray mask = inputs.has("mask") ? array(part + ".mask", "f32", withRows(rows, input("mask"))) : null;
        INDArray classes = array(part + ".label", "i32", rows);
        INDArray labels = Nd4j.zeros(rows, size("classes.bias", 0));
        for (int r = 0; r < rows; r++) labels.putScalar(r, classes.getInt(r), 1);
        return new DataSet(features, labels, mask, null);
    }

    private static List<DataSet> split(DataSet all, int size) {
        List<DataSet> batches = new ArrayList<>();
        for (int from = 0; from + size <= all.numExamples(); from += size)
            batches.add(new DataSet(
                    rows(all.getFeatures(), from, size),
                    rows(all.getLabels(), from, size),
                    rows(all.getFeaturesMaskArray(), from, size),
                    null));
        return batches;
    }

    private static INDArray rows(INDArray all, int from, int size) {
        return all == null ? null : all.get(NDArrayIndex.interval(from, from + size)).dup('c');
    }

    private static long[] withRows(int rows, long[] sizes) {
        long[] all = new long[sizes.length + 1];
        all[0] = rows;
        System.arraycopy(sizes, 0, all, 1, sizes.length);
        return all;
    }

    private static long[] sizes(JsonNode numbers) {
        long[] sizes = new long[numbers.size()];
        for (int i = 0; i < sizes.length; i++) sizes[i] = numbers.get(i).asLong();
        return sizes;
    }

    /** DL4J takes whole numbers as floats as well. */
    private INDArray array(String name, String type, long... sizes) {
        INDArray array = Nd4j.createUninitialized(DataType.FLOAT, sizes, 'c');
        ByteBuffer bytes = bytes(name + "." + type, array.length());
        float[] values = new float[Math.toIntExact(array.length())];
        for (int i = 0; i < values.length; i++) values[i] = type.equals("i32") ? bytes.getInt() : bytes.getFloat();
        array.data().setData(values);
        return array;
    }

    private ByteBuffer bytes(String file, long n) {
        try {
            byte[] bytes = Files.readAllBytes(folder.resolve(file));
            if (bytes.length != 4 * n)
                throw new IllegalArgumentException(file + " holds " + bytes.length + " bytes, not " + 4 * n);
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
