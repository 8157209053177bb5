package io.graft.steps.table;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.Learner;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.table.TableRow;
import io.graft.api.table.TableStep;
import io.graft.api.table.TableStepType;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Fills missing cells with what it learned of their column, or with a constant.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> BAD_DATA for a column of which no cell is there in the training data.
 */
@Component(service = TableStepType.class)
@ComponentName("impute")
public final class Impute implements TableStepType<Impute.Settings>, Learner<Impute.Settings, TableRow> {

    /** What fills gaps. */
    public enum By {
        /** The mean of a column of numbers. */
        MEAN,
        /** The median of a column of numbers. */
        MEDIAN,
        /** What stands in a column most often. */
        MOST_FREQUENT,
        /** What the settings say. */
        CONSTANT
    }

    /** What fills gaps, and where. */
    public record Settings(
            @Default("")
            @Meaning(
                    "The columns; without them all that fit: of numbers for mean and median, all for most-frequent, those of the kind of 'value' for constant.")
            List<String> columns,

            @Default("median")
            @Meaning(
                    "What fills gaps: mean, median or most-frequent of the training data, or constant. Words take most-frequent or constant.")
            By by,

            @Meaning("What fills gaps when 'by' is constant.")
            Optional<String> value) {

        /** Checks. */
        public Settings {
            if (value.isPresent() != (by == By.CONSTANT))
                throw new IllegalArgumentException(
                        value.isPresent()
                                ? "'value' is only taken when 'by' is constant"
                                : "'by' is constant; say in 'value' what fills gaps");
        }

        Chosen chosen() {
            return new Chosen("impute", columns, by == By.MEAN || by == By.MEDIAN ? Chosen.Fits.NUMBERS : fits());
        }

        private Chosen.Fits fits() {
            if (by == By.MOST_FREQUENT) return Chosen.Fits.ALL;
            return columns.isEmpty() && number(value.get()).isPresent()
                    ? Chosen.Fits.NUMBERS
                    : Chosen.Fits.WORDS_OR_NAMED;
        }
    }

    private static Optional<Float> number(String text) {
        try {
            float f = Float.parseFloat(text);
            return Float.isFinite(f) ? Optional.of(f) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public DataType.Table atMost(Settings s, DataType.Table takes) {
        for (int c : s.chosen().in(takes)) {
            DataType.Column column = takes.columns().get(c);
            if (s.by() == By.CONSTANT && column.number()) constant(s, column);
        }
        return takes;
    }

    private static float constant(Settings s, DataType.Column column) {
        return number(s.value().orElseThrow())
                .orElseThrow(() -> new PipelineException(
                        ErrorCode.BAD_SETTING,
                        "",
                        "'value' is '" + s.value().get() + "', but '" + column.name()
                                + "' holds numbers. Write a number, or leave the column out."));
    }

    @Override
    public Lesson<TableRow> learn(Settings s, Context context) {
        return new ColumnLesson(s.chosen(), column -> switch (s.by()) {
            case MEAN ->
                new Moments() {
                    @Override
                    public List<String> learned(String name) {
                        if (count == 0) throw nothing(name);
                        return List.of(Float.toString((float) mean));
                    }
                };
            case MEDIAN ->
                new Sorted() {
                    @Override
                    public List<String> learned(String name) {
                        float[] sorted = sorted();
                        if (sorted.length == 0) throw nothing(name);
                        return List.of(Float.toString(quantile(sorted, 0.5)));
                    }
                };
            case MOST_FREQUENT ->
                new Counts() {
                    @Override
                    public List<String> learned(String name) {
                        List<String> most = most(1);
                        if (most.isEmpty()) throw nothing(name);
                        return most;
                    }
                };
            case CONSTANT ->
                new Tally() {
                    @Override
                    public void see(TableRow row, int place) {}

                    @Override
                    public List<String> learned(String name) {
                        return List.of();
                    }
                };
        });
    }

    private static PipelineException nothing(String column) {
        return new PipelineException(
                ErrorCode.BAD_DATA,
                "",
                "The column '" + column
                        + "' has no value in the training data, so there is nothing to fill its gaps with. Drop it, or fill it with a constant.");
    }

    @Override
    public TableStep create(Settings s, Context context) {
        return new Filling(s, s.by() == By.CONSTANT ? null : Learned.of(context));
    }

    private static final class Filling implements TableStep {
        private final Settings settings;
        private final Learned learned;
        private int[] columns;
        private float[] numbers;
        private String[] words;

        Filling(Settings settings, Learned learned) {
            this.settings = settings;
            this.learned = learned;
        }

        @Override
        public DataType.Table gives(DataType.Table takes) {
            columns = settings.chosen().in(takes);
            numbers = new float[columns.length];
            words = new String[columns.length];
            for (int i = 0; i < columns.length; i++) {
                DataType.Column column = takes.columns().get(columns[i]);
                if (!column.number())
                    words[i] = learned == null
                            ? settings.value().orElseThrow()
                            : learned.of(column.name()).get(0);
                else
                    numbers[i] = learned == null
                            ? constant(settings, column)
                            : Float.parseFloat(learned.of(column.name()).get(0));
            }
            return takes;
        }

        @Override
        public void apply(TableRow row) {
            for (int i = 0; i < columns.length; i++) {
                int c = columns[i];
                if (words[i] == null) {
                    if (Float.isNaN(row.numbers()[c])) row.numbers()[c] = numbers[i];
                } else if (row.words()[c] == null) row.words()[c] = words[i];
            }
        }
    }
}
