package io.graft.sources.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.testkit.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads public data sets, when they lie beside the checkout; the expected counts stand in their descriptions. */
class RealImagesTest {
    private TestContext context;

    @BeforeEach
    void useTheDataFolder() {
        String set = System.getProperty("graft.data");
        Path data = set != null ? Path.of(set) : Path.of("../../../shared/data");
        assumeTrue(
                Files.isDirectory(data),
                "the data sets are not beside the checkout (../shared/data, or -Dgraft.data): skipped");
        context = new TestContext(data, Map.of(), Optional.empty(), 7, new CopyOnWriteArrayList<>());
    }

    private static Map<String, Integer> sizes(Source source) {
        Map<String, Integer> sizes = new TreeMap<>();
        Sample sample = new Sample();
        try (SampleReader reader = source.open()) {
            while (reader.next(sample))
                sizes.merge(sample.image.height() + "x" + sample.image.width(), 1, Integer::sum);
        }
        return sizes;
    }

    @Test
    void signDigitsHoldsTwoImagesOfAnotherSize() {
        Source source = new ImageFoldersSourceType()
                .create(new ImageFoldersSourceType.Settings("sign-digits/dev.zip", Colours.RGB, 1024, 0), context);
        assertEquals(Map.of("100x100", 207, "1008x1008", 1), sizes(source));
    }

    @Test
    void fashionMnistHolds60000Images() {
        Source source = new IdxSourceType()
                .create(
                        new IdxSourceType.Settings(
                                "fashion-mnist/train-images-idx3-ubyte.gz",
                                Optional.of("fashion-mnist/train-labels-idx1-ubyte.gz")),
                        context);
        assertEquals(Map.of("28x28", 60000), sizes(source));
    }
}
