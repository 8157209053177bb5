package io.graft.losses.sequence;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import org.osgi.service.component.annotations.Component;

/**
 * How many labels must be put in, left out or replaced to make the true sequences of those given (Levenshtein, 1966), for each true label. With
 * words as labels it is the word error rate, with characters the character error rate.
 */
@Component(service = MetricType.class)
@ComponentName("label-error-rate")
public final class LabelErrorRate implements MetricType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Metric create(NoSettings settings, Context context) {
        return new SequenceMetric(false) {
            @Override
            long above(int[] given, int givenCount, int[] wanted, int wantedCount) {
                return distance(given, givenCount, wanted, wantedCount);
            }

            @Override
            long below(int wantedCount) {
                return wantedCount;
            }
        };
    }

    private static int distance(int[] a, int n, int[] b, int m) {
        int[] row = new int[m + 1];
        for (int j = 0; j <= m; j++) row[j] = j;
        for (int i = 1; i <= n; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= m; j++) {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[m];
    }
}
