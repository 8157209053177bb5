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
import org.osgi.service.component.annotations.Component;

/**
 * An inception block (Szegedy et al., 2015, figure 2b): convolutions of sizes 1, 3 and 5 and a pooling beside each other, their channels one after
 * the other. Those of sizes 3 and 5 come after one of size 1 that makes the channels fewer.
 */
@Component(service = LayerType.class)
@ComponentName("inception-block")
public final class InceptionBlock implements LayerType<InceptionBlock.Settings> {

    /** The settings. */
    public record Settings(
            @Default("16") @Min(1) @Meaning("The channels of the convolution of size 1.")
            int one,

            @Default("16") @Min(1) @Meaning("The channels before the convolution of size 3.")
            int threeReduced,

            @Default("24") @Min(1) @Meaning("The channels of the convolution of size 3.")
            int three,

            @Default("4") @Min(1) @Meaning("The channels before the convolution of size 5.")
            int fiveReduced,

            @Default("8") @Min(1) @Meaning("The channels of the convolution of size 5.")
            int five,

            @Default("8") @Min(1) @Meaning("The channels behind the pooling of size 3.")
            int pooled) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings s, Context context) {
        return (g, x) -> {
            Field field = Field.of(g, "inception-block", x);
            Field one = conv(g, "one", field, s.one(), 1);
            Field three = conv(g, "three", conv(g, "threeReduced", field, s.threeReduced(), 1), s.three(), 3);
            Field five = conv(g, "five", conv(g, "fiveReduced", field, s.fiveReduced(), 1), s.five(), 5);
            Field pooled = conv(g, "pooled", Pools.max(g, field, Window.same(new Size(3, 3))), s.pooled(), 1);
            return field.with(g.concat(1, one.value(), three.value(), five.value(), pooled.value()))
                    .back(g);
        };
    }

    private static Field conv(GraphBuilder g, String name, Field x, int filters, int size) {
        Field y = Convolution.conv(g, name, x, filters, Window.same(new Size(size, size)), true);
        return y.with(Activation.RELU.apply(g, y.value()));
    }
}
