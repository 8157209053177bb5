package io.graft.losses.sequence;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import java.util.Arrays;
import org.osgi.service.component.annotations.Component;

/** The share of rows whose labels are all right. */
@Component(service = MetricType.class)
@ComponentName("sequence-accuracy")
public final class SequenceAccuracy implements MetricType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Metric create(NoSettings settings, Context context) {
        return new SequenceMetric(true) {
            @Override
            long above(int[] given, int givenCount, int[] wanted, int wantedCount) {
                return Arrays.equals(given, 0, givenCount, wanted, 0, wantedCount) ? 1 : 0;
            }

            @Override
            long below(int wantedCount) {
                return 1;
            }
        };
    }
}
