package io.graft.sources.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.graft.api.data.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads public data sets, when they lie beside the checkout; the expected counts stand in their descriptions. */
class RealDataTest extends SourceTest {

    @BeforeEach
    void useTheDataFolder() {
        String set = System.getProperty("graft.data");
        Path data = set != null ? Path.of(set) : Path.of("../../../shared/data");
        assumeTrue(
                Files.isDirectory(data),
                "the data sets are not beside the checkout (../shared/data, or -Dgraft.data): skipped");
        context = new FolderContext(data);
    }

    private static Map<String, Long> labels(Source source) {
        return rows(source).stream()
                .collect(Collectors.groupingBy(
                        r -> r.substring(r.lastIndexOf('|') + 1), TreeMap::new, Collectors.counting()));
    }

    @Test
    void banking77HasLineBreaksInItsFields() {
        Map<String, Long> labels = labels(csv("banking77/train.csv", "text", "category"));
        assertEquals(77, labels.size());
        assertEquals(9000, labels.values().stream().mapToLong(n -> n).sum());
    }

    @Test
    void smsSpamHasQuotesThatQuoteNothing() {
        assertEquals(Map.of("ham", 3881L, "spam", 599L), labels(tsv("sms-spam/train.tsv", "1", "0", false, "")));
    }

    @Test
    void clinc150IsGroupedIntoItsTenDomains() {
        Map<String, Long> labels =
                labels(json("clinc150/data_full.json", "/train", "0", "", "1", "clinc150/domains.json", 0));
        assertEquals(10, labels.size());
        assertEquals(List.of(1500L), labels.values().stream().distinct().toList());
    }

    @Test
    void cslHasThreeColumnsAndNoHeader() {
        Map<String, Long> labels = labels(tsv("csl-zh/train.tsv", "1", "2", false, ""));
        assertEquals(13, labels.size());
        assertEquals(3536L, labels.get("工学"));
        assertEquals(8000, labels.values().stream().mapToLong(n -> n).sum());
    }

    @Test
    void sib200IsReadByItsHeader() {
        assertEquals(
                176L,
                labels(tsv("sib200/zho_Hans/train.tsv", "text", "category", true, ""))
                        .get("science/technology"));
    }

    @Test
    void irisAndWineAreNumbers() {
        assertEquals(
                Map.of("Iris-setosa", 40L, "Iris-versicolor", 40L, "Iris-virginica", 40L),
                labels(csv("iris/train.csv", "", "0..3", "4", false, 0)));
        assertEquals(Map.of("1", 47L, "2", 57L, "3", 38L), labels(csv("wine/train.csv", "", "0..12", "13", false, 0)));
        assertEquals(Map.of("1", 47L, "2", 57L, "3", 38L), labels(csv("wine/train.csv", "", "0..12", "13", false, 0)));
    }
}
