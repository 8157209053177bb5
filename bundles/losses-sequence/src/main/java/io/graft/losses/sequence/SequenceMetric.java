package io.graft.losses.sequence;

import io.graft.api.model.Metric;
import java.util.List;

/** A metric of whole sequences, told by two numbers that add up over the rows. */
abstract class SequenceMetric implements Metric {
    private final boolean higherIsBetter;

    SequenceMetric(boolean higherIsBetter) {
        this.higherIsBetter = higherIsBetter;
    }

    @Override
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    @Override
    public boolean forSequences() {
        return true;
    }

    /** What a row adds above the line. */
    abstract long above(int[] given, int givenCount, int[] wanted, int wantedCount);

    /** What a row adds below it. */
    abstract long below(int wantedCount);

    @Override
    public Meter open(List<String> classes) {
        return new Meter() {
            private long above;
            private long below;

            @Override
            public void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset) {
                throw new UnsupportedOperationException("this metric judges sequences of labels");
            }

            @Override
            public void addSequence(int[] given, int givenCount, int[] wanted, int wantedCount) {
                above += SequenceMetric.this.above(given, givenCount, wanted, wantedCount);
                below += SequenceMetric.this.below(wantedCount);
            }

            @Override
            public double value() {
                return below == 0 ? Double.NaN : (double) above / below;
            }
        };
    }
}
