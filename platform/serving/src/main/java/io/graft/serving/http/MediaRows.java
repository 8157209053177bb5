package io.graft.serving.http;

import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.pipeline.CellsJson;
import io.graft.pipeline.Input;
import io.graft.pipeline.live.Face;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * The rows of a request for a pipeline of images, sounds or tables.
 *
 * <p>An image comes as its pixels, {@code [rows,height,width,channels]} of FP32 from 0 to 1 or UINT8 from 0 to 255; a sound as its samples from −1 to 1,
 * {@code [rows,samples]} of FP32, with the parameter {@code sample_rate}; both also as BYTES that hold a file each, in Base64 where the data stand in the
 * JSON. A row of a table comes as BYTES that hold a JSON object.
 */
final class MediaRows {
    static final String IMAGE = "image";
    static final String SOUND = "sound";
    static final String ROW = "row";

    private MediaRows() {}

    static String name(DataType takes) {
        return takes instanceof DataType.Image ? IMAGE : takes instanceof DataType.Audio ? SOUND : ROW;
    }

    /** The shape of pixels, samples or rows, with -1 where it varies. */
    static int[] shape(DataType takes) {
        if (takes instanceof DataType.Image i)
            return new int[] {-1, any(i.height()), any(i.width()), any(i.channels())};
        return takes instanceof DataType.Audio ? new int[] {-1, -1} : new int[] {-1};
    }

    private static int any(int size) {
        return size == 0 ? -1 : size;
    }

    static String datatype(DataType takes) {
        return takes instanceof DataType.Table ? "BYTES" : "FP32";
    }

    /** What it takes, for messages. */
    static String takes(DataType takes) {
        if (takes instanceof DataType.Image i)
            return "[rows," + part(i.height(), "height") + "," + part(i.width(), "width") + ","
                    + part(i.channels(), "channels") + "], or [rows] of files as BYTES";
        return takes instanceof DataType.Audio ? "[rows,samples], or [rows] of files as BYTES" : "[rows]";
    }

    private static String part(int size, String name) {
        return size == 0 ? name : Integer.toString(size);
    }

    static boolean fits(Tensor tensor, DataType takes) {
        long[] shape = tensor.shape;
        if (tensor.datatype.equals("BYTES")) return shape.length == 1 || shape.length == 2 && shape[1] == 1;
        int[] wanted = shape(takes);
        if (shape.length != wanted.length) return false;
        for (int i = 1; i < wanted.length; i++) if (wanted[i] >= 0 && wanted[i] != shape[i]) return false;
        return true;
    }

    /** The rows; place, shape and number of the data were checked. */
    static Input[] of(Tensor tensor, int rows, Face face, Bytes body, int header) {
        DataType takes = face.takes();
        boolean files = tensor.datatype.equals("BYTES");
        if (takes instanceof DataType.Table && !files)
            throw Refusal.type("inputs[0].datatype", "The datatype is " + tensor.datatype + "; 'row' takes BYTES.");
        Input[] inputs = new Input[rows];
        if (files) {
            byte[][] bytes = bytes(tensor, rows, !(takes instanceof DataType.Table), body, header);
            for (int i = 0; i < rows; i++)
                inputs[i] = takes instanceof DataType.Table ? cells(bytes[i], i) : new Input.File(bytes[i]);
            return inputs;
        }
        float[] numbers = numbers(tensor, body, header);
        int width = numbers.length / rows;
        for (int i = 0; i < rows; i++)
            inputs[i] = takes instanceof DataType.Image
                    ? picture(tensor, numbers, i * width)
                    : sound(tensor, numbers, i * width, width, (DataType.Audio) takes);
        return inputs;
    }

    private static byte[][] bytes(Tensor tensor, int rows, boolean base64, Bytes body, int header) {
        if (tensor.binarySize >= 0) return InputRows.binary(body, header, rows);
        if (tensor.numberCount > 0)
            throw Refusal.type("inputs[0].data", "The data of '" + tensor.name + "' are not all texts.");
        byte[][] bytes = new byte[rows][];
        for (int i = 0; i < rows; i++)
            try {
                bytes[i] = base64
                        ? Base64.getDecoder().decode(tensor.texts[i])
                        : tensor.texts[i].getBytes(java.nio.charset.StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw Refusal.badData("inputs[0].data", "File " + (i + 1) + " is not in Base64.");
            }
        return bytes;
    }

    private static float[] numbers(Tensor tensor, Bytes body, int header) {
        boolean image = tensor.name.equals(IMAGE);
        NumberType type = NumberType.named(tensor.datatype);
        if (type != NumberType.FP32 && !(image && type == NumberType.UINT8))
            throw Refusal.type(
                    "inputs[0].datatype",
                    "The datatype is " + tensor.datatype + "; '" + tensor.name
                            + (image ? "' takes FP32, UINT8, or BYTES of files." : "' takes FP32, or BYTES of files."));
        if (tensor.textCount > 0 || tensor.booleans)
            throw Refusal.type("inputs[0].data", "The data of '" + tensor.name + "' are not all numbers.");
        int n = (int) tensor.volume();
        float[] numbers = new float[n];
        if (tensor.binarySize < 0) System.arraycopy(tensor.numbers, 0, numbers, 0, n);
        else {
            if (tensor.binarySize != (long) n * type.bytes)
                throw Refusal.badData(
                        "inputs[0].parameters.binary_data_size",
                        "The data are " + tensor.binarySize + " bytes, but " + tensor.datatype + " of shape "
                                + Tensor.written(tensor.shape) + " needs " + (long) n * type.bytes + ".");
            ByteBuffer view = body.view();
            for (int i = 0; i < n; i++) numbers[i] = type.read(view, header + i * type.bytes);
        }
        for (int i = 0; i < n; i++)
            if (!Float.isFinite(numbers[i]))
                throw Refusal.badData("inputs[0]", "Number " + (i + 1) + " is " + numbers[i] + "; it must be finite.");
        if (type == NumberType.UINT8) for (int i = 0; i < n; i++) numbers[i] /= 255;
        return numbers;
    }

    /** From row, column, channel to channel, row, column. */
    private static Input.Picture picture(Tensor tensor, float[] numbers, int from) {
        int height = (int) tensor.shape[1];
        int width = (int) tensor.shape[2];
        int channels = (int) tensor.shape[3];
        float[] planes = new float[height * width * channels];
        int at = from;
        for (int p = 0; p < height * width; p++)
            for (int c = 0; c < channels; c++) planes[c * height * width + p] = numbers[at++];
        return new Input.Picture(planes, height, width, channels);
    }

    private static Input.Sound sound(Tensor tensor, float[] numbers, int from, int length, DataType.Audio takes) {
        if (tensor.sampleRate == 0 && takes.sampleRate() == 0)
            throw Refusal.bad(
                    "inputs[0].parameters.sample_rate",
                    "The sound has no sample_rate, and this pipeline takes any; give it, in samples a second.");
        return new Input.Sound(java.util.Arrays.copyOfRange(numbers, from, from + length), tensor.sampleRate);
    }

    private static Input.Cells cells(byte[] bytes, int row) {
        try {
            return CellsJson.read(bytes);
        } catch (PipelineException e) {
            throw Refusal.badData("inputs[0]", "Row " + (row + 1) + ": " + e.getMessage());
        }
    }
}
