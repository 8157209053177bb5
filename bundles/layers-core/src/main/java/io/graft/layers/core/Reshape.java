package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Meaning;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Another shape for the same elements of each row, the last axis running fastest. */
@Component(service = LayerType.class)
@ComponentName("reshape")
public final class Reshape implements LayerType<Reshape.Settings> {

    /** The settings. */
    public record Settings(
            @Meaning("The sizes of the new axes of a row, without the batch; one may be -1 and is found.")
            List<Integer> shape) {
        /** Copies and checks. */
        public Settings {
            shape = List.copyOf(shape);
            if (shape.isEmpty()) throw new IllegalArgumentException("shape needs one size or more, e.g. [28, 28]");
            if (shape.stream().anyMatch(n -> n == 0 || n < -1))
                throw new IllegalArgumentException("sizes are above 0, or -1 for the one to be found, not " + shape);
            if (shape.stream().filter(n -> n == -1).count() > 1)
                throw new IllegalArgumentException("only one size can be -1 in " + shape);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, x) -> {
            Inputs.numbers(g, "reshape", x);
            int elements = x.shape().row().elements();
            long product = settings.shape().stream().mapToLong(Math::abs).reduce(1, Math::multiplyExact);
            if (settings.shape().contains(-1) ? elements % product != 0 : elements != product)
                throw new PipelineException(
                        ErrorCode.SHAPE_MISMATCH,
                        g.place(),
                        "reshape gets " + Inputs.describe(x) + ", " + elements + " elements, which do not make "
                                + settings.shape() + ".");
            List<Integer> target = new ArrayList<>(settings.shape());
            target.add(0, 0);
            return g.reshape(x, target.toArray(Integer[]::new));
        };
    }
}
