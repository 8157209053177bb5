package io.graft.layers.convolution;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Makes a sequence or an image larger, without parameters. */
@Component(service = LayerType.class)
@ComponentName("upsample")
public final class Upsample implements LayerType<Upsample.Settings> {

    /** The settings. */
    public record Settings(
            @Default("2") @Meaning("How many times larger: a number, or height and width.")
            Size factor,

            @Default("nearest") @Meaning("nearest: each place is repeated; linear: between places.")
            Mode mode) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    /** Where the new places come from. */
    public enum Mode {
        /** From the nearest. */
        NEAREST,
        /** From those around, by their distance (half-pixel centres). */
        LINEAR
    }

    @Override
    public Layer create(Settings s, Context context) {
        return (g, x) -> {
            Field field = Field.of(g, "upsample", x);
            List<Integer> axes = new ArrayList<>();
            List<Integer> sizes = new ArrayList<>();
            for (int axis = 0; axis < field.axes(); axis++) {
                axes.add(2 + axis);
                sizes.add(field.sizes().get(axis) * Window.at(s.factor(), axis));
            }
            Map<String, Object> attributes = new LinkedHashMap<>();
            attributes.put("axes", axes);
            attributes.put("sizes", sizes);
            attributes.put("mode", s.mode() == Mode.NEAREST ? "nearest" : "linear");
            return Enlarged.by(g, field, s.factor(), g.op("Resize", attributes, field.zeroed(g)))
                    .back(g);
        };
    }
}
