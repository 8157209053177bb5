package io.graft.steps.table;

import static io.graft.steps.table.Tables.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ComponentType;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.table.TableStep;
import io.graft.api.table.TableStepType;
import io.graft.testkit.SettingsRecords;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableStepsTest {
    private static final Tables GAPS =
            Tables.of("age,job$", row(1, "clerk"), row(null, "smith"), row(2, null), row(9, "smith"), row(9, "clerk"));

    private static final Map<TableStepType<?>, Object[]> ALL = Map.of(
            new Impute(), new Object[] {"by", "most-frequent"},
            new Scale(), new Object[] {},
            new OneHot(), new Object[] {},
            new Bucket(), new Object[] {},
            new Log(), new Object[] {},
            new Drop(), new Object[] {"columns", "age"},
            new Select(), new Object[] {"columns", "age"});

    private static <S extends Record> DataType.Table atMost(
            TableStepType<S> type, DataType.Table takes, Object... given) {
        return type.atMost(SettingsRecords.of(type.settings(), given), takes);
    }

    private static PipelineException refuses(ErrorCode code, org.junit.jupiter.api.function.Executable work) {
        PipelineException e = assertThrows(PipelineException.class, work);
        assertEquals(code, e.code(), e.getMessage());
        return e;
    }

    @Test
    void imputeFillsGapsWithWhatItLearned() {
        assertEquals(
                "age=5.25, job=smith", GAPS.after(new Impute(), "by", "mean").get(1));
        assertEquals("age=5.5, job=smith", GAPS.after(new Impute()).get(1), "the median of 1 2 9 9");
        List<String> frequent = GAPS.after(new Impute(), "by", "most-frequent");
        assertEquals("age=9.0, job=smith", frequent.get(1));
        assertEquals("age=2.0, job=clerk", frequent.get(2), "of two that are equally frequent the first");
        assertEquals("age=1.0, job=clerk", frequent.get(0), "what is there stays");
    }

    @Test
    void imputeTakesAConstantForColumnsOfItsKind() {
        List<String> zero = GAPS.after(new Impute(), "by", "constant", "value", "0");
        assertEquals(List.of("age=0.0, job=smith", "age=2.0, job=null"), zero.subList(1, 3));
        List<String> none = GAPS.after(new Impute(), "by", "constant", "value", "none");
        assertEquals(List.of("age=NaN, job=smith", "age=2.0, job=none"), none.subList(1, 3));
        List<String> word = GAPS.after(new Impute(), "by", "constant", "value", "0", "columns", "job");
        assertEquals("age=2.0, job=0", word.get(2));
        PipelineException e = refuses(
                ErrorCode.BAD_SETTING,
                () -> atMost(new Impute(), GAPS.type(), "by", "constant", "value", "none", "columns", "age"));
        assertTrue(e.getMessage().contains("'value' is 'none', but 'age' holds numbers"), e.getMessage());
        for (Object[] s : new Object[][] {{"by", "constant"}, {"by", "mean", "value", "1"}})
            assertThrows(IllegalArgumentException.class, () -> SettingsRecords.of(Impute.Settings.class, s));
    }

    @Test
    void imputeRefusesAColumnWithoutAValue() {
        Tables empty = Tables.of("n,w$", row(null, null), row(null, null));
        for (String by : List.of("mean", "median", "most-frequent")) {
            PipelineException e = refuses(ErrorCode.BAD_DATA, () -> empty.after(new Impute(), "by", by));
            assertTrue(e.getMessage().startsWith("The column 'n' has no value in the training data"), e.getMessage());
        }
    }

    @Test
    void scaleBringsColumnsToOneScaleAndLeavesGaps() {
        Tables table = Tables.of("a,b,w$", row(1, 5, "x"), row(3, 5, "y"), row(null, 5, "y"), row(5, 5, "z"));
        float d = (float) Math.sqrt(8 / 3.0);
        assertEquals(
                List.of(
                        "a=" + -2 / d + ", b=0.0, w=x",
                        "a=0.0, b=0.0, w=y",
                        "a=NaN, b=0.0, w=y",
                        "a=" + 2 / d + ", b=0.0, w=z"),
                table.after(new Scale()));
        assertEquals(
                List.of("a=0.0, b=5.0, w=x", "a=0.5, b=5.0, w=y", "a=NaN, b=5.0, w=y", "a=1.0, b=5.0, w=z"),
                table.after(new Scale(), "to", "min-max", "columns", "a"));
        assertEquals("a=3.0, b=5.0, w=y", table.after(new Scale(), "to", "none").get(1));
    }

    @Test
    void scaleStaysExactForLargeNumbers() {
        Tables table = Tables.of("n", row(16777216), row(16777218), row(16777220));
        assertEquals("n\t1.6777218E7\t1.6329932\n", table.learn(new Scale(), SettingsRecords.of(Scale.Settings.class)));
    }

    @Test
    void oneHotMakesAColumnForEachValueInPlaceOfTheColumn() {
        Tables table = Tables.of(
                "job$,n", row("b", 1), row("a", 2), row("b", 3), row(null, 4), row("c", 5), row("a", 6), row("b", 7));
        assertEquals(
                List.of("job=b=1.0, job=a=0.0, job=c=0.0, n=1.0", "job=b=0.0, job=a=1.0, job=c=0.0, n=2.0"),
                table.after(new OneHot()).subList(0, 2));
        assertEquals(
                "job=b=0.0, job=a=0.0, job=c=0.0, n=4.0",
                table.after(new OneHot()).get(3));
        List<String> own = table.after(new OneHot(), "most", "2", "unknown", "own");
        assertEquals("job=b=0.0, job=a=0.0, job=(other)=1.0, n=4.0", own.get(3), "a missing cell");
        assertEquals("job=b=0.0, job=a=0.0, job=(other)=1.0, n=5.0", own.get(4), "a rare value");
        TableStep step = table.step(new OneHot());
        assertEquals(
                List.of("job=b=0.0, job=a=0.0, job=c=0.0, n=1.0"),
                Tables.of("job$,n", row("never seen", 1)).after(step));
    }

    @Test
    void oneHotTakesNumbersThatAreNamedAndStrangeWords() {
        Tables codes = Tables.of("code", row(3), row(1.5), row(3), row(new Object[] {null}));
        assertEquals(
                List.of("code=3=1.0, code=1.5=0.0", "code=3=0.0, code=1.5=1.0"),
                codes.after(new OneHot(), "columns", "code").subList(0, 2));
        String strange = "a\tb\\n\nc\r\\";
        Tables words = Tables.of("w$", row(strange), row(""));
        assertEquals(
                List.of("w==0.0, w=" + strange + "=1.0", "w==1.0, w=" + strange + "=0.0"), words.after(new OneHot()));
    }

    @Test
    void oneHotTellsTheMostColumnsBeforeThereIsData() {
        DataType.Table most = atMost(new OneHot(), GAPS.type(), "most", "3", "unknown", "own");
        assertEquals(5, most.columns().size());
        assertTrue(most.columns().stream().allMatch(DataType.Column::number));
        Tables clash = Tables.of("job=clerk,job$", row(1, "clerk"));
        PipelineException e = refuses(ErrorCode.TYPE_MISMATCH, () -> clash.after(new OneHot()));
        assertTrue(e.getMessage().contains("a second column 'job=clerk'"), e.getMessage());
    }

    @Test
    void bucketsHaveTheQuantilesOfTheTrainingDataAsBounds() {
        Tables table = Tables.of("n", row(1), row(2), row(3), row(4), row(5), row(10), row(new Object[] {null}));
        // numpy.quantile([1, 2, 3, 4, 5, 10], [1/3, 2/3]) is 2.6667, 4.3333
        List<String> rows = table.after(new Bucket(), "buckets", "3");
        assertEquals("n<2.6666667=1.0, n 2.6666667..4.3333335=0.0, n>=4.3333335=0.0", rows.get(1));
        assertEquals("n<2.6666667=0.0, n 2.6666667..4.3333335=1.0, n>=4.3333335=0.0", rows.get(2));
        assertEquals("n<2.6666667=0.0, n 2.6666667..4.3333335=0.0, n>=4.3333335=1.0", rows.get(5));
        assertEquals("n<2.6666667=0.0, n 2.6666667..4.3333335=0.0, n>=4.3333335=0.0", rows.get(6));
        assertEquals(
                3, atMost(new Bucket(), table.type(), "buckets", "3").columns().size());
    }

    @Test
    void equalQuantilesCountOnceAndGivenBoundsAreTaken() {
        Tables zeros = Tables.of("n", row(0), row(0), row(0), row(0), row(7));
        assertEquals(
                List.of("n known=1.0"),
                zeros.after(new Bucket(), "buckets", "4").subList(0, 1));
        Tables some = Tables.of("n", row(0), row(0), row(1), row(1), row(1));
        assertEquals(
                List.of("n<1.0=1.0, n>=1.0=0.0", "n<1.0=0.0, n>=1.0=1.0"),
                some.after(new Bucket()).subList(1, 3));
        assertEquals(
                List.of("n<0.5=1.0, n 0.5..7.0=0.0, n>=7.0=0.0", "n<0.5=0.0, n 0.5..7.0=0.0, n>=7.0=1.0"),
                zeros.after(new Bucket(), "bounds", "0.5,7").subList(3, 5));
        assertEquals(
                3,
                atMost(new Bucket(), zeros.type(), "bounds", "0.5,7").columns().size());
        assertThrows(IllegalArgumentException.class, () -> SettingsRecords.of(Bucket.Settings.class, "bounds", "2,1"));
    }

    @Test
    void logKeepsTheSign() {
        Tables table = Tables.of("a,b,w$", row(Math.E - 1, 1, "x"), row(0, 1, "x"), row(1 - Math.E, 1, null));
        assertEquals(
                List.of("a=1.0, b=1.0, w=x", "a=0.0, b=1.0, w=x", "a=-1.0, b=1.0, w=null"),
                table.after(new Log(), "columns", "a"));
    }

    @Test
    void dropAndSelectLeaveColumnsOut() {
        Tables table = Tables.of("a,b,w$", row(1, 2, "x"), row(3, 4, null));
        assertEquals(List.of("a=1.0, w=x", "a=3.0, w=null"), table.after(new Drop(), "columns", "b"));
        assertEquals(List.of("a=1.0, w=x", "a=3.0, w=null"), table.after(new Select(), "columns", "w,a"));
        assertEquals(
                2, atMost(new Drop(), table.type(), "columns", "b").columns().size());
        refuses(ErrorCode.BAD_SETTING, () -> atMost(new Drop(), table.type(), "columns", "a,b,w"));
        assertThrows(IllegalArgumentException.class, () -> new Drop.Settings(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Select.Settings(List.of()));
    }

    @Test
    void anUnknownColumnNamesTheNearestBeforeThereIsData() {
        for (TableStepType<?> type : ALL.keySet()) {
            PipelineException e = refuses(ErrorCode.BAD_SETTING, () -> atMost(type, GAPS.type(), "columns", "agee"));
            assertTrue(
                    e.getMessage().endsWith("finds no column 'agee'. Did you mean 'age'? There are: age, job."),
                    e.getMessage());
        }
    }

    @Test
    void numbersAreNotMadeOfWords() {
        for (TableStepType<?> type : List.of(new Scale(), new Bucket(), new Log(), new Impute())) {
            PipelineException e = refuses(ErrorCode.TYPE_MISMATCH, () -> atMost(type, GAPS.type(), "columns", "job"));
            assertTrue(e.getMessage().contains("takes columns of numbers, but 'job' holds words"), e.getMessage());
        }
    }

    @Test
    void aModelThatLearnedOtherColumnsIsRefused() {
        for (ComponentType<?, TableStep> type :
                List.<ComponentType<?, TableStep>>of(new Scale(), new Bucket(), new Impute())) {
            TableStep step = GAPS.step(type);
            PipelineException e = refuses(
                    ErrorCode.BAD_MODEL, () -> step.gives(Tables.of("height").type()));
            assertTrue(e.getMessage().contains("the column 'height'. There are: age"), e.getMessage());
        }
    }

    @Test
    void whatWasLearnedIsTheSameInEveryRun() {
        ALL.forEach((type, given) -> assertEquals(GAPS.after(type, given), GAPS.after(type, given)));
    }
}
