package io.graft.sources.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RealTablesTest {
    private static final String ADULT =
            "age,workclass,fnlwgt,education,education-num,marital-status,occupation,relationship,race,sex,capital-gain,capital-loss,hours-per-week,native-country,income";

    private static Source source(Object... settings) {
        String set = System.getProperty("graft.data");
        Path data = set != null ? Path.of(set) : Path.of("../../../shared/data");
        assumeTrue(
                Files.isDirectory(data),
                "the data sets are not beside the checkout (../shared/data, or -Dgraft.data): skipped");
        List<Object> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("header", "false"));
        return new TableSourceType()
                .create(
                        SettingsRecords.of(TableSourceType.Settings.class, all.toArray()),
                        new TestContext(data, Map.of(), Optional.empty(), 7, new CopyOnWriteArrayList<>()));
    }

    private static Map<String, Integer> labels(Source source) {
        Map<String, Integer> labels = new TreeMap<>();
        Sample sample = new Sample();
        try (SampleReader rows = source.open()) {
            while (rows.next(sample)) labels.merge(sample.label, 1, Integer::sum);
        }
        return labels;
    }

    @Test
    void adultIsReadWithItsColumnsAndBothFilesAlike() {
        Source train = source("path", "adult/train.csv", "columns", ADULT, "label", "income");
        DataType.Table type = (DataType.Table) train.gives();
        assertEquals(14, type.columns().size());
        assertEquals(
                List.of("age", "fnlwgt", "education-num", "capital-gain", "capital-loss", "hours-per-week"),
                type.columns().stream()
                        .filter(DataType.Column::number)
                        .map(DataType.Column::name)
                        .toList());
        assertEquals(
                type,
                source("path", "adult/dev.csv", "columns", ADULT, "label", "income")
                        .gives());
        assertEquals(List.of("<=50K", ">50K"), List.copyOf(labels(train).keySet()));
        int missing = 0;
        Sample sample = new Sample();
        try (SampleReader rows = train.open()) {
            while (rows.next(sample)) if (sample.table.words()[type.index("workclass")] == null) missing++;
        }
        assertTrue(missing > 0, "some workclass is ?");
    }

    @Test
    void irisAndWineAreNumbersOnly() {
        Source iris = source("path", "iris/train.csv", "label", "4");
        assertEquals(3, labels(iris).size());
        Source wine = source("path", "wine/train.csv", "label", "13");
        assertEquals(List.of("1", "2", "3"), List.copyOf(labels(wine).keySet()));
        for (Source s : List.of(iris, wine))
            assertTrue(((DataType.Table) s.gives()).columns().stream().allMatch(DataType.Column::number));
    }
}
