package io.graft.layers.convolution;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.Activation;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Units;
import org.osgi.service.component.annotations.Component;

/**
 * A residual block (He et al., 2016, figure 2): two convolutions with batch normalization, added to what the block takes. Where the number of
 * channels or the size changes, that goes through a convolution of size 1.
 */
@Component(service = LayerType.class)
@ComponentName("residual-block")
public final class ResidualBlock implements LayerType<ResidualBlock.Settings> {

    /** The settings. */
    public record Settings(
            @Meaning("The number of channels given: a whole number, or classes.")
            Units filters,

            @Default("3") @Meaning("The size of the window: a number, or height and width, e.g. 3x5.")
            Size kernel,

            @Default("1") @Meaning("How far the first window moves: a number, or height and width.")
            Size stride,

            @Default("true") @Meaning("Whether each convolution is followed by batch normalization.")
            boolean norm,

            @Default("relu") @Meaning("The function between the convolutions and at the end.")
            Activation activation) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings s, Context context) {
        return (g, x) -> {
            Field field = Field.of(g, "residual-block", x);
            int filters = s.filters().in(g);
            Field y = conv(g, "conv1", field, filters, new Window(s.kernel(), s.stride(), Padding.SAME), s.norm());
            y = y.with(s.activation().apply(g, y.value()));
            y = conv(g, "conv2", y, filters, Window.same(s.kernel()), s.norm());
            boolean alike = y.value().shape().equals(field.value().shape());
            Field shortcut = alike ? field : conv(g, "shortcut", field, filters, Window.point(s.stride()), s.norm());
            return y.with(s.activation().apply(g, g.add(shortcut.value(), y.value())))
                    .back(g);
        };
    }

    private static Field conv(GraphBuilder g, String name, Field x, int filters, Window window, boolean norm) {
        Field y = Convolution.conv(g, name, x, filters, window, !norm);
        return norm ? Convolution.normalized(g, name + ".norm", y) : y;
    }
}
