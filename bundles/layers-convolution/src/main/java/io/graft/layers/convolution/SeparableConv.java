package io.graft.layers.convolution;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.Activation;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Units;
import io.graft.api.settings.WeightInitializer;
import org.osgi.service.component.annotations.Component;

/**
 * Depthwise separable convolution (Chollet, 2017) over a sequence or an image: each channel by itself, then across channels at each place.
 */
@Component(service = LayerType.class)
@ComponentName("separable-conv")
public final class SeparableConv implements LayerType<SeparableConv.Settings> {

    /** The settings. */
    public record Settings(
            @Meaning("The number of channels given: a whole number, or classes.")
            Units filters,

            @Default("3") @Meaning("The size of the window: a number, or height and width, e.g. 3x5.")
            Size kernel,

            @Default("1") @Meaning("How far the window moves: a number, or height and width.")
            Size stride,

            @Default("same")
            @Meaning("same: zeros around, the size stays (divided by the stride); valid: nothing around.")
            Padding padding,

            @Default("1") @Min(1) @Meaning("How many channels the first convolution makes of each.")
            int multiplier,

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

    @SuppressWarnings("try") // a scope is only opened and closed
    @Override
    public Layer create(Settings s, Context context) {
        return (g, x) -> {
            Field field = Field.of(g, "separable-conv", x);
            Window window = new Window(s.kernel(), s.stride(), s.padding());
            Field deep;
            try (GraphBuilder.Scope scope = g.scope("depthwise", "")) {
                int channels = field.channels();
                deep = Convolution.conv(
                        g,
                        field,
                        channels * s.multiplier(),
                        window,
                        channels,
                        false,
                        s.initializer().at(0.05));
            }
            try (GraphBuilder.Scope scope = g.scope("pointwise", "")) {
                Field y = Convolution.conv(
                        g,
                        deep,
                        s.filters().in(g),
                        Window.point(new Size(1, 1)),
                        1,
                        s.bias(),
                        s.initializer().at(0.05));
                return y.with(s.activation().apply(g, y.value())).back(g);
            }
        };
    }
}
