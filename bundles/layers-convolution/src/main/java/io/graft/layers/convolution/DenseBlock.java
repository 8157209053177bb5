package io.graft.layers.convolution;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.Activation;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import org.osgi.service.component.annotations.Component;

/**
 * A dense block (Huang et al., 2017, section 3): each convolution takes the channels of all before it and adds some. It gives those it takes and
 * {@code layers · growth} more.
 */
@Component(service = LayerType.class)
@ComponentName("dense-block")
public final class DenseBlock implements LayerType<DenseBlock.Settings> {

    /** The settings. */
    public record Settings(
            @Default("4") @Min(1) @Max(64) @Meaning("The number of convolutions.")
            int layers,

            @Default("12") @Min(1) @Meaning("How many channels each adds.")
            int growth,

            @Default("3") @Meaning("The size of the window: a number, or height and width, e.g. 3x5.")
            Size kernel,

            @Default("false") @Meaning("Whether a convolution of size 1 to 4 · growth channels comes before each.")
            boolean bottleneck) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings s, Context context) {
        return (g, x) -> {
            Field y = Field.of(g, "dense-block", x);
            for (int i = 0; i < s.layers(); i++) {
                Field more = y;
                if (s.bottleneck())
                    more = conv(g, i + ".bottleneck", more, 4 * s.growth(), Window.same(new Size(1, 1)));
                more = conv(g, i + ".conv", more, s.growth(), Window.same(s.kernel()));
                y = y.with(g.concat(1, y.value(), more.value()));
            }
            return y.back(g);
        };
    }

    /** Normalized, through relu, convolved. */
    private static Field conv(GraphBuilder g, String name, Field x, int filters, Window window) {
        Field y = Convolution.normalized(g, name + ".norm", x);
        return Convolution.conv(g, name, y.with(Activation.RELU.apply(g, y.value())), filters, window, false);
    }
}
