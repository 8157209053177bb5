package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The three products of a convolution, image by image: what a window sees becomes the columns of a matrix that BLAS multiplies.
 *
 * <p>{@code wide} is the side that the window moves over, {@code narrow} the side with one number for each of its places;
 * {@code ConvTranspose} is the same with both sides exchanged.
 */
final class Convolution {
    private final Tape t;
    private final Shape wide;
    private final Shape narrow;
    private final Shape weight;
    private final int groups;
    private final Window window;
    private final Columns columns;
    private final int inPlane;
    private final int filters;

    Convolution(Tape t, Node n, Shape wide, Shape narrow) {
        this.t = t;
        this.wide = wide;
        this.narrow = narrow;
        this.weight = n.shape(1);
        this.groups = n.operator().integer("group", 1);
        this.window = Window.of(n.operator(), wide, Window.kernel(weight), narrow);
        this.inPlane = wide.size(1) / groups;
        this.filters = narrow.size(1) / groups;
        this.columns = new Columns(window, inPlane);
    }

    private int wideGroup() {
        return inPlane * window.plane();
    }

    private int narrowGroup() {
        return filters * window.places();
    }

    private int weightGroup() {
        return filters * columns.rows();
    }

    /** What is done for each image and group. */
    private interface Each {
        void of(int image, int group);
    }

    private Runnable loop(int images, Each each) {
        return () -> {
            for (int i = 0; i < images; i++) for (int g = 0; g < groups; g++) each.of(i, g);
        };
    }

    private int images(Frame frame) {
        return Sizes.of(wide.dim(0), frame.rows());
    }

    /** Pointers to the parts of a tensor, one for each image and group. */
    private FloatPointer[] parts(Frame frame, Tensor tensor, int size) {
        FloatPointer[] parts = new FloatPointer[images(frame) * groups];
        for (int i = 0; i < parts.length; i++) parts[i] = frame.floats(tensor, (long) i * size);
        return parts;
    }

    private FloatPointer[] weights(Frame frame, Tensor tensor) {
        FloatPointer[] parts = new FloatPointer[groups];
        for (int g = 0; g < groups; g++) parts[g] = frame.floats(tensor, (long) g * weightGroup());
        return parts;
    }

    private Tensor matrix() {
        return Tensor.scratch(ElementType.FLOAT, Shape.of(columns.size()));
    }

    /** Gives the pointer to the columns of an image. */
    private interface Source {
        FloatPointer columns(int image, int group);
    }

    /** Where columns come from: the tensor itself, or the heap and room for the matrix. */
    private record Seen(Tensor x, Host host, Tensor matrix, float[] room) {
        List<Tensor> reads() {
            return host == null ? List.of(x) : List.of();
        }

        List<Tensor> works() {
            return host == null ? List.of() : List.of(matrix);
        }
    }

    private Seen seen(Tensor x) {
        return columns.plain()
                ? new Seen(x, null, null, null)
                : new Seen(x, t.download(x), matrix(), new float[columns.size()]);
    }

    private Source source(Frame frame, Seen seen) {
        if (columns.plain()) {
            FloatPointer[] parts = parts(frame, seen.x, wideGroup());
            return (i, g) -> parts[i * groups + g];
        }
        FloatPointer to = frame.floats(seen.matrix);
        return (i, g) -> {
            columns.gather(seen.host.floats(), (i * groups + g) * wideGroup(), seen.room);
            to.put(seen.room, 0, seen.room.length);
            return to;
        };
    }

    /** wide → narrow. */
    Tensor narrow(Tensor x, Tensor w, Tensor bias) {
        Tensor y = Tensor.scratch(ElementType.FLOAT, narrow);
        Seen seen = seen(x);
        Host biases = bias == null ? null : t.download(bias);
        float[] planes = bias == null ? null : new float[groups * narrowGroup()];
        t.kernel(join(seen.reads(), List.of(w)), join(seen.works(), List.of(y)), frame -> {
            Engine engine = frame.engine();
            Source source = source(frame, seen);
            FloatPointer[] weights = weights(frame, w);
            FloatPointer[] out = parts(frame, y, narrowGroup());
            int places = window.places();
            int depth = columns.rows();
            Runnable products = loop(images(frame), (i, g) -> {
                FloatPointer to = out[i * groups + g];
                if (planes != null) to.put(planes, g * narrowGroup(), narrowGroup());
                FloatPointer c = source.columns(i, g);
                float beta = planes == null ? 0 : 1;
                engine.gemm(false, false, filters, places, depth, 1, weights[g], depth, c, places, beta, to, places);
            });
            return () -> {
                if (planes != null) spread(biases.floats(), planes, places);
                products.run();
            };
        });
        return y;
    }

    private static void spread(float[] bias, float[] planes, int size) {
        for (int c = 0; c * size < planes.length; c++) Arrays.fill(planes, c * size, (c + 1) * size, bias[c]);
    }

    /** narrow → wide. */
    Tensor wide(Tensor y, Tensor w, Tensor bias) {
        int places = window.places();
        int depth = columns.rows();
        Host biases = bias == null ? null : t.download(bias);
        if (columns.plain() && bias == null) {
            Tensor x = Tensor.scratch(ElementType.FLOAT, wide);
            t.kernel(List.of(y, w), List.of(x), frame -> {
                Engine engine = frame.engine();
                FloatPointer[] weights = weights(frame, w);
                FloatPointer[] in = parts(frame, y, narrowGroup());
                FloatPointer[] out = parts(frame, x, wideGroup());
                return loop(
                        images(frame),
                        (i, g) -> engine.gemm(
                                true,
                                false,
                                depth,
                                places,
                                filters,
                                1,
                                weights[g],
                                depth,
                                in[i * groups + g],
                                places,
                                0,
                                out[i * groups + g],
                                places))::run;
            });
            return x;
        }
        Host x = t.array(ElementType.FLOAT, wide);
        Tensor matrix = matrix();
        float[] room = new float[columns.size()];
        t.kernel(List.of(y, w), List.of(matrix), frame -> {
            Engine engine = frame.engine();
            FloatPointer[] weights = weights(frame, w);
            FloatPointer[] in = parts(frame, y, narrowGroup());
            FloatPointer c = frame.floats(matrix);
            int images = images(frame);
            Runnable products = loop(images, (i, g) -> {
                int part = i * groups + g;
                engine.gemm(true, false, depth, places, filters, 1, weights[g], depth, in[part], places, 0, c, places);
                c.get(room, 0, room.length);
                columns.scatter(room, x.floats(), part * wideGroup());
            });
            return () -> {
                begin(x.floats(), biases, images);
                products.run();
            };
        });
        return t.upload(x);
    }

    /** The bias, or zeros. */
    private void begin(float[] x, Host bias, int images) {
        int channels = inPlane * groups;
        int size = window.plane();
        if (bias == null) Arrays.fill(x, 0, images * channels * size, 0);
        else
            for (int c = 0; c < images * channels; c++)
                Arrays.fill(x, c * size, (c + 1) * size, bias.floats()[c % channels]);
    }

    /** The gradient of the weight. */
    Tensor weight(Tensor x, Tensor y) {
        Tensor dw = Tensor.scratch(ElementType.FLOAT, weight);
        Seen seen = seen(x);
        t.kernel(join(seen.reads(), List.of(y)), join(seen.works(), List.of(dw)), frame -> {
            Engine engine = frame.engine();
            Source source = source(frame, seen);
            FloatPointer[] weights = weights(frame, dw);
            FloatPointer[] in = parts(frame, y, narrowGroup());
            int places = window.places();
            int depth = columns.rows();
            return loop(images(frame), (i, g) -> {
                FloatPointer c = source.columns(i, g);
                float beta = i == 0 ? 0 : 1;
                engine.gemm(
                        false,
                        true,
                        filters,
                        depth,
                        places,
                        1,
                        in[i * groups + g],
                        places,
                        c,
                        places,
                        beta,
                        weights[g],
                        depth);
            })::run;
        });
        return dw;
    }

    private static List<Tensor> join(List<Tensor> a, List<Tensor> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }
}
