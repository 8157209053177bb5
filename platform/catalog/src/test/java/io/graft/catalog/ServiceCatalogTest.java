package io.graft.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;

class ServiceCatalogTest {
    @TempDir
    Path storage;

    private Framework framework;
    private BundleContext context;
    private ServiceCatalog catalog;

    record Settings() {}

    private static final class Words implements TokenizerType<Settings> {
        @Override
        public Class<Settings> settings() {
            return Settings.class;
        }

        @Override
        public Tokenizer create(Settings settings, Context context) {
            throw new UnsupportedOperationException("only listed");
        }
    }

    @BeforeEach
    void startFelix() throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of("org.osgi.framework.storage", storage.toString(), "felix.log.level", "1"));
        framework.start();
        context = framework.getBundleContext();
        catalog = new ServiceCatalog(context);
    }

    @AfterEach
    void stopFelix() throws Exception {
        catalog.close();
        framework.stop();
        framework.waitForStop(10_000);
    }

    private ServiceRegistration<?> offer(String name) {
        Dictionary<String, Object> properties = new Hashtable<>();
        if (!name.isEmpty()) properties.put(ComponentName.PROPERTY, name);
        return context.registerService(TokenizerType.class.getName(), new Words(), properties);
    }

    private List<String> names() {
        return catalog.offers().stream().map(Offer::name).toList();
    }

    @Test
    void whatIsOfferedLaterIsListed() {
        offer("words");
        assertEquals(List.of("words"), names());
        offer("letters");
        assertEquals(List.of("letters", "words"), names());
    }

    @Test
    void nothingIsListedAnewWhileNothingChanges() {
        offer("words");
        assertSame(catalog.offers(), catalog.offers());
    }

    @Test
    void whatHasGoneIsNotListed() {
        ServiceRegistration<?> words = offer("words");
        offer("letters");
        names();
        words.unregister();
        assertEquals(List.of("letters"), names());
    }

    @Test
    void whatIsListedWhileItLeavesIsNotListedAfterwards() {
        ServiceRegistration<?> words = offer("words");
        AtomicBoolean listed = new AtomicBoolean();
        ServiceListener last = event -> {
            if (event.getType() == ServiceEvent.UNREGISTERING) listed.set(catalog.offers() != null);
        };
        context.addServiceListener(last);
        words.unregister();
        assertTrue(listed.get());
        assertEquals(List.of(), names());
    }

    @Test
    void aNameGivenLaterOrTakenAwayCounts() {
        ServiceRegistration<?> words = offer("");
        assertEquals(List.of(), names());
        Dictionary<String, Object> named = new Hashtable<>(Map.of(ComponentName.PROPERTY, "words"));
        words.setProperties(named);
        assertEquals(List.of("words"), names());
        words.setProperties(new Hashtable<>());
        assertEquals(List.of(), names());
    }

    @Test
    void aBundleThatIsHiddenIsNotListedAndATrialSeesItNoneTheLess() {
        offer("words");
        assertEquals(List.of("words"), names());
        catalog.change(Set.of(), Set.of(0L));
        assertEquals(List.of(), names());
        Catalog trial = catalog.trial(Set.of(0L), Set.of());
        assertEquals(1, trial.offers().size());
        offer("letters");
        assertEquals(2, trial.offers().size());
        assertEquals(List.of(), names());
    }

    @Test
    void whileOthersComeAndGoAListingNeverLacksWhatStays() throws Exception {
        offer("words");
        AtomicBoolean over = new AtomicBoolean();
        List<Throwable> wrong = new ArrayList<>();
        Thread coming = new Thread(() -> {
            while (!over.get()) offer("letters").unregister();
        });
        coming.start();
        try {
            for (int i = 0; i < 5_000; i++) {
                ServiceRegistration<?> mine = offer("mine");
                List<String> with = names();
                mine.unregister();
                List<String> without = names();
                if (!with.contains("words") || !with.contains("mine") || without.contains("mine"))
                    wrong.add(new AssertionError(with + " then " + without));
            }
        } finally {
            over.set(true);
            coming.join();
        }
        assertEquals(List.of(), wrong);
    }
}
