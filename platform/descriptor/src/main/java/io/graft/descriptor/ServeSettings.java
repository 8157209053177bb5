package io.graft.descriptor;

import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import java.time.Duration;

/**
 * How a pipeline is served: {@code serve} in a descriptor.
 *
 * <p>A record cannot have a component {@code wait}: an underscore at the end of a name is no part of the setting's name.
 */
public record ServeSettings(
        @Default("") @Meaning("How requests are joined.") Batching batch,

        @Default("") @Meaning("How a new generation is judged before it is published.")
        Probe probe) {

    /** How requests are joined. */
    public record Batching(
            @Default("32") @Min(1) @Unit("rows") @Meaning("The most rows computed together.")
            int max,

            @Default("2ms") @Meaning("How long a row waits for others to be computed with.")
            Duration wait_) {}

    /** How a new generation is judged before it is published. */
    public record Probe(
            @Default("200") @Min(0) @Unit("rows") @Meaning("The rows it is judged on; 0 for no judgement.")
            int rows,

            @Default("accuracy") @Meaning("The metric that must not fall.")
            String metric,

            @Default("0.01") @Min(0) @Max(1) @Meaning("By how much the metric may fall.")
            double tolerance) {}
}
