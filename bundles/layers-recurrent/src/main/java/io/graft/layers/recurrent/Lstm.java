package io.graft.layers.recurrent;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Long short-term memory (Hochreiter and Schmidhuber, 1997; with forget gates, Gers et al., 2000), without peepholes. */
@Component(service = LayerType.class)
@ComponentName("lstm")
public final class Lstm implements LayerType<Lstm.Settings> {

    /** The settings. */
    public record Settings(
            @Min(1) @Meaning("The number of elements of a state.")
            int units,

            @Default("false")
            @Meaning("Whether a second direction reads the sequence backward; its states lie behind the first's.")
            boolean bidirectional,

            @Default("last") @Meaning("last: the state after the last position; all: the state after each.")
            Outputs outputs,

            @Default("1") @Min(1) @Max(16) @Meaning("How many of them lie one on top of the other.")
            int layers,

            @Default("0")
            @Min(0)
            @Max(1)
            @Meaning("The share of elements zeroed between two of them while training, below 1.")
            double dropout) {
        /** Checks that something is left. */
        public Settings {
            Stack.check(dropout);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings s, Context context) {
        Stack stack = new Stack(
                "lstm", "LSTM", 4, s.units(), s.bidirectional(), s.outputs(), s.layers(), s.dropout(), Map.of());
        return stack::build;
    }
}
