package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ComponentType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * What every component type does, whatever its kind; the contracts of the kinds extend it.
 *
 * @param <S> the settings record
 * @param <C> what is created
 */
public abstract class ComponentContract<S extends Record, C> {

    /** The type being tested. */
    protected abstract ComponentType<S, C> type();

    /** Settings to test it with: one or more. */
    protected abstract List<S> settings();

    /** A component with these settings. */
    protected C create(S settings) {
        return type().create(settings, new TestContext());
    }

    @Test
    void theSettingsClassIsThatOfTheSamples() {
        assertFalse(settings().isEmpty(), "no sample settings");
        for (S sample : settings()) assertEquals(type().settings(), sample.getClass());
    }

    @Test
    void everySettingHasAMeaningThatIsASentence() {
        for (RecordComponent c : type().settings().getRecordComponents()) {
            Meaning meaning = c.getAnnotation(Meaning.class);
            assertNotNull(meaning, c.getName() + " has no @Meaning");
            assertTrue(
                    meaning.value().matches("(?s)\\S.*\\."),
                    c.getName() + ": '" + meaning.value() + "' is not a sentence with a full stop");
        }
    }

    @Test
    void everyDefaultCanBeReadAndLiesWithinItsBounds() {
        for (RecordComponent c : type().settings().getRecordComponents()) {
            Default otherwise = c.getAnnotation(Default.class);
            if (otherwise == null) continue;
            Object value = SettingsRecords.parse(otherwise.value(), c.getGenericType());
            if (!(value instanceof Number n)) continue;
            Min min = c.getAnnotation(Min.class);
            Max max = c.getAnnotation(Max.class);
            assertTrue(
                    min == null || n.doubleValue() >= min.value(),
                    c.getName() + ": the default " + n + " is below " + min);
            assertTrue(
                    max == null || n.doubleValue() <= max.value(),
                    c.getName() + ": the default " + n + " is above " + max);
        }
    }

    @Test
    void componentsAreCreatedByManyThreadsAtOnce() throws Exception {
        List<Callable<C>> work = new ArrayList<>();
        for (int i = 0; i < 8; i++) work.add(() -> create(settings().get(0)));
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try {
            Set<C> created = new HashSet<>();
            for (var done : workers.invokeAll(work)) created.add(done.get());
            assertFalse(created.contains(null), "create returned null");
        } finally {
            workers.shutdownNow();
        }
    }
}
