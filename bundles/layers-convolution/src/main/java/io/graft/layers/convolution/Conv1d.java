package io.graft.layers.convolution;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.Activation;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Units;
import io.graft.api.settings.WeightInitializer;
import org.osgi.service.component.annotations.Component;

/**
 * Convolution along a sequence: {@code float[length, channels] → float[length, filters]}.
 *
 * <p>Masked positions count as zeros. With valid padding a place is real where the whole window lies over real positions; of a sequence
 * shorter than the window the first place is.
 */
@Component(service = LayerType.class)
@ComponentName("conv1d")
public final class Conv1d implements LayerType<Conv1d.Settings> {

    /** The settings. */
    public record Settings(
            @Meaning("The number of channels given: a whole number, or classes.")
            Units filters,

            @Default("3") @Min(1) @Meaning("How many positions a window looks at.")
            int kernel,

            @Default("1") @Min(1) @Meaning("How far a window moves.")
            int stride,

            @Default("1") @Min(1) @Meaning("How far the positions that a window looks at are apart.")
            int dilation,

            @Default("1") @Min(1) @Meaning("Into how many groups the channels divide, each convolved by itself.")
            int groups,

            @Default("same")
            @Meaning("same: zeros around, the length stays (divided by the stride); valid: nothing around.")
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
        Window window =
                new Window(new Size(s.kernel(), 1), new Size(s.stride(), 1), new Size(s.dilation(), 1), s.padding());
        return (g, x) -> {
            Inputs.sequence(g, "conv1d", x);
            Field y = Convolution.conv(
                    g,
                    Field.of(g, "conv1d", x),
                    s.filters().in(g),
                    window,
                    s.groups(),
                    s.bias(),
                    s.initializer().at(0.05));
            return y.with(s.activation().apply(g, y.value())).back(g);
        };
    }
}
