package io.graft.serving.http;

import io.graft.pipeline.Input;
import io.graft.pipeline.live.Answers;
import io.graft.pipeline.live.Face;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The rows of a request, checked against what the pipeline takes. */
final class InputRows {
    static final String TEXT = "text";
    static final String NUMBERS = "input";

    private final String[] texts;
    private final float[][] numbers;
    private final Input[] media;
    private final int count;

    private InputRows(String[] texts, float[][] numbers, Input[] media, int count) {
        this.texts = texts;
        this.numbers = numbers;
        this.media = media;
        this.count = count;
    }

    int count() {
        return count;
    }

    void addTo(Answers answers) {
        if (texts != null) for (int i = 0; i < count; i++) answers.text(texts[i]);
        else if (media != null) for (Input row : media) answers.input(row);
        else for (float[] row : numbers) answers.numbers(row);
    }

    /**
     * The rows of a request.
     *
     * @param body the whole body
     * @param header how long the JSON in it is
     * @param maxRows the most rows of a request
     */
    static InputRows of(InferenceRequest request, Face face, Bytes body, int header, int maxRows) {
        String expected = name(face);
        if (request.inputs.size() != 1)
            throw Refusal.bad(
                    "inputs",
                    "The request has " + request.inputs.size() + " inputs; this pipeline takes one, '" + expected
                            + "'.");
        Tensor tensor = request.inputs.get(0);
        if (!expected.equals(tensor.name))
            throw Refusal.bad(
                    "inputs[0].name",
                    (tensor.name == null ? "The input has no name" : "There is no input '" + tensor.name + "'")
                            + "; this pipeline takes '" + expected + "'.");
        if (tensor.shape == null)
            throw Refusal.shape("inputs[0].shape", "The input has no shape; this pipeline takes " + takes(face) + ".");
        if (tensor.datatype == null)
            throw Refusal.type("inputs[0].datatype", "The input has no datatype; it is " + datatype(face) + ".");
        int rows = rows(tensor, face, maxRows);
        checkPlace(tensor, body.size() - header);
        if (face.readsText()) return texts(tensor, rows, body, header);
        if (face.numbers() > 0) return numbers(tensor, rows, face, body, header);
        return new InputRows(null, null, MediaRows.of(tensor, rows, face, body, header), rows);
    }

    /** The name of the input of a pipeline. */
    static String name(Face face) {
        return face.readsText() ? TEXT : face.numbers() > 0 ? NUMBERS : MediaRows.name(face.takes());
    }

    /** The shape of the input of a pipeline, with -1 where it varies. */
    static int[] shape(Face face) {
        if (face.readsText()) return new int[] {-1};
        return face.numbers() > 0 ? new int[] {-1, face.numbers()} : MediaRows.shape(face.takes());
    }

    private static String takes(Face face) {
        if (face.readsText()) return "[rows]";
        return face.numbers() > 0 ? "[rows," + face.numbers() + "]" : MediaRows.takes(face.takes());
    }

    /** The datatype of the input of a pipeline. */
    static String datatype(Face face) {
        if (face.readsText()) return "BYTES";
        return face.numbers() > 0 ? "FP32" : MediaRows.datatype(face.takes());
    }

    private static int rows(Tensor tensor, Face face, int maxRows) {
        long[] shape = tensor.shape;
        boolean fits = face.readsText()
                ? shape.length == 1 || (shape.length == 2 && shape[1] == 1)
                : face.numbers() > 0
                        ? shape.length == 2 && shape[1] == face.numbers()
                        : MediaRows.fits(tensor, face.takes());
        if (!fits)
            throw Refusal.shape(
                    "inputs[0].shape",
                    "The shape is " + Tensor.written(shape) + "; this pipeline takes " + takes(face) + ".");
        if (shape[0] == 0) throw Refusal.shape("inputs[0].shape", "The request has no rows.");
        if (shape[0] > maxRows)
            throw Refusal.bad(
                    "inputs[0].shape",
                    "The request has " + shape[0] + " rows; one request can have " + maxRows + " at most.");
        return (int) shape[0];
    }

    /** The data stand either in the JSON or after it, and nothing stands there that no input names. */
    private static void checkPlace(Tensor tensor, int binary) {
        if (tensor.binarySize >= 0 && tensor.hasData)
            throw Refusal.bad("inputs[0]", "The input has 'data' and binary data; it must be one of them.");
        long expected = Math.max(0, tensor.binarySize);
        if (binary < expected)
            throw Refusal.badData(
                    "inputs[0].parameters.binary_data_size",
                    "The input should be followed by " + expected + " bytes of data, but there are " + binary + ".");
        if (binary > expected)
            throw Refusal.badData(
                    "inputs",
                    (binary - expected) + " bytes follow the JSON that no input has as its binary_data_size.");
        if (tensor.binarySize >= 0) return;
        if (!tensor.hasData)
            throw Refusal.bad("inputs[0]", "The input has no data: neither 'data' nor a 'binary_data_size'.");
        boolean flat = tensor.depth == 1;
        if (!flat) {
            boolean same = tensor.depth == tensor.shape.length;
            for (int i = 0; same && i < tensor.depth; i++) same = tensor.lengths[i] == tensor.shape[i];
            if (!same)
                throw Refusal.shape(
                        "inputs[0].data",
                        "The data are nested as " + Tensor.written(Arrays.copyOf(tensor.lengths, tensor.depth))
                                + ", but the shape is " + Tensor.written(tensor.shape) + ".");
        }
        long volume = tensor.volume();
        int values = tensor.textCount + tensor.numberCount;
        if (values != volume)
            throw Refusal.shape(
                    "inputs[0].data",
                    "The data are " + values + " values, but the shape " + Tensor.written(tensor.shape) + " needs "
                            + volume + ".");
    }

    private static InputRows texts(Tensor tensor, int rows, Bytes body, int header) {
        if (!tensor.datatype.equals("BYTES"))
            throw Refusal.type("inputs[0].datatype", "The datatype is " + tensor.datatype + "; 'text' takes BYTES.");
        if (tensor.binarySize >= 0) return new InputRows(binaryTexts(body, header, rows), null, null, rows);
        if (tensor.numberCount > 0) throw Refusal.type("inputs[0].data", "The data of 'text' are not all texts.");
        return new InputRows(tensor.texts, null, null, rows);
    }

    private static String[] binaryTexts(Bytes body, int header, int rows) {
        String[] texts = new String[rows];
        binary(body, header, rows, "text", (row, from, length) -> texts[row] = utf8(body.array(), from, length, row));
        return texts;
    }

    /** The bytes of each row, copied. */
    static byte[][] binary(Bytes body, int header, int rows) {
        byte[][] bytes = new byte[rows][];
        binary(
                body,
                header,
                rows,
                "row",
                (row, from, length) -> bytes[row] = Arrays.copyOfRange(body.array(), from, from + length));
        return bytes;
    }

    private interface Piece {
        void at(int row, int from, int length);
    }

    /** Rows of bytes, each behind its length. */
    private static void binary(Bytes body, int header, int rows, String what, Piece piece) {
        String at = "inputs[0].parameters.binary_data_size";
        String name = Character.toUpperCase(what.charAt(0)) + what.substring(1);
        ByteBuffer view = body.view();
        int pos = header;
        int end = body.size();
        for (int i = 0; i < rows; i++) {
            if (end - pos < 4)
                throw Refusal.badData(
                        at, "The data end before the length of " + what + " " + (i + 1) + " of " + rows + ".");
            long length = Integer.toUnsignedLong(view.getInt(pos));
            pos += 4;
            if (end - pos < length)
                throw Refusal.badData(
                        at,
                        name + " " + (i + 1) + " of " + rows + " is " + length + " bytes long, but only " + (end - pos)
                                + " follow.");
            piece.at(i, pos, (int) length);
            pos += (int) length;
        }
        if (pos != end)
            throw Refusal.badData(at, (end - pos) + " bytes follow the last of " + rows + " " + what + "s.");
    }

    private static String utf8(byte[] bytes, int from, int length, int row) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        // what is no UTF-8 has become this character, which may also have been sent
        if (text.indexOf('\uFFFD') < 0) return text;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.badData("inputs[0]", "Text " + (row + 1) + " is not UTF-8.");
        }
    }

    private static InputRows numbers(Tensor tensor, int rows, Face face, Bytes body, int header) {
        NumberType type = NumberType.named(tensor.datatype);
        if (type == null)
            throw Refusal.type(
                    "inputs[0].datatype",
                    "The datatype is " + tensor.datatype
                            + "; 'input' takes FP32, and FP64 and INT and UINT types too.");
        if (tensor.textCount > 0 || tensor.booleans)
            throw Refusal.type("inputs[0].data", "The data of 'input' are not all numbers.");
        int width = face.numbers();
        float[][] numbers = new float[rows][];
        if (tensor.binarySize < 0) {
            for (int i = 0; i < rows; i++) numbers[i] = Arrays.copyOfRange(tensor.numbers, i * width, (i + 1) * width);
            return new InputRows(null, numbers, null, rows);
        }
        long expected = tensor.volume() * type.bytes;
        if (expected != tensor.binarySize)
            throw Refusal.badData(
                    "inputs[0].parameters.binary_data_size",
                    "The data are " + tensor.binarySize + " bytes, but " + tensor.datatype + " of shape "
                            + Tensor.written(tensor.shape) + " needs " + expected + ".");
        ByteBuffer view = body.view();
        int pos = header;
        for (int i = 0; i < rows; i++) {
            float[] row = new float[width];
            for (int j = 0; j < width; j++, pos += type.bytes) {
                row[j] = type.read(view, pos);
                if (!Float.isFinite(row[j]))
                    throw Refusal.badData(
                            "inputs[0]",
                            "Number " + (j + 1) + " of row " + (i + 1) + " is " + row[j]
                                    + "; it must be a finite number that fits into 32 bits.");
            }
            numbers[i] = row;
        }
        return new InputRows(null, numbers, null, rows);
    }
}
