package io.graft.layers.convolution;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.Activation;
import io.graft.api.graph.Value;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Units;
import io.graft.api.settings.WeightInitializer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * Transposed convolution over a sequence or an image, which makes it larger: with padding {@code same} exactly {@code stride} times, with
 * {@code valid} to {@code (size − 1) · stride + kernel}.
 */
@Component(service = LayerType.class)
@ComponentName("conv-transpose")
public final class ConvTranspose implements LayerType<ConvTranspose.Settings> {

    /** The settings. */
    public record Settings(
            @Meaning("The number of channels given: a whole number, or classes.")
            Units filters,

            @Default("3") @Meaning("The size of the window: a number, or height and width, e.g. 3x5.")
            Size kernel,

            @Default("2") @Meaning("How many times larger the result is: a number, or height and width.")
            Size stride,

            @Default("same") @Meaning("same: the size times the stride; valid: all that windows reach.")
            Padding padding,

            @Default("none") @Meaning("The function applied to each output.")
            Activation activation,

            @Default("true") @Meaning("Whether a number is added to each channel.")
            boolean bias,

            @Default("glorot-uniform")
            @Meaning("How the weights begin; uniform and normal with a bound or deviation of 0.05, the bias at 0.")
            WeightInitializer initializer) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings s, Context context) {
        return (g, x) -> {
            Field field = Field.of(g, "conv-transpose", x);
            if (field.mask().isPresent() && s.padding() == Padding.VALID)
                throw new PipelineException(
                        ErrorCode.SHAPE_MISMATCH,
                        g.place(),
                        "conv-transpose keeps the mask of a sequence with padding: same only; write that.");
            int filters = s.filters().in(g);
            Value weight = g.parameter(
                    "weight",
                    field.weights(field.channels(), filters, s.kernel()),
                    s.initializer().at(0.05));
            Value y = Convolution.operator(g, "ConvTranspose", attributes(field, s), field, weight, filters, s.bias());
            return Enlarged.by(g, field, s.stride(), s.activation().apply(g, y)).back(g);
        };
    }

    private static Map<String, Object> attributes(Field field, Settings s) {
        List<Integer> strides = new ArrayList<>();
        List<Integer> begins = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        List<Integer> more = new ArrayList<>();
        for (int axis = 0; axis < field.axes(); axis++) {
            int stride = Window.at(s.stride(), axis);
            int over = s.padding() == Padding.SAME ? Window.at(s.kernel(), axis) - stride : 0;
            strides.add(stride);
            begins.add(Math.max(0, over) / 2);
            ends.add(Math.max(0, over) - Math.max(0, over) / 2);
            more.add(Math.max(0, -over));
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("strides", strides);
        begins.addAll(ends);
        attributes.put("pads", begins);
        if (more.stream().anyMatch(n -> n > 0)) attributes.put("output_padding", more);
        return attributes;
    }
}
