package io.graft.layers.convolution;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Of a sequence or an image the mean of the elements under each window, of each channel; of a masked sequence over its real positions. */
@Component(service = LayerType.class)
@ComponentName("average-pool")
public final class AveragePool implements LayerType<AveragePool.Settings> {

    /** The settings. */
    public record Settings(
            @Default("2") @Meaning("The size of the window: a number, or height and width, e.g. 2x1.")
            Size size,

            @Meaning("How far the window moves; left out, as far as it is large.")
            Optional<Size> stride,

            @Default("valid")
            @Meaning(
                    "same: windows reach beyond the borders, the size is divided by the stride and rounded up; valid: they do not.")
            Padding padding) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings s, Context context) {
        Window window = new Window(s.size(), s.stride().orElse(s.size()), s.padding());
        return (g, x) ->
                Pools.average(g, Field.of(g, "average-pool", x), window).back(g);
    }
}
