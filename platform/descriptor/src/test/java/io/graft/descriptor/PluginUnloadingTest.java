package io.graft.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.model.Layer;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing that was read off a plug-in's settings keeps its class loader. */
class PluginUnloadingTest {

    enum Mode {
        FAST,
        SLOW
    }

    record Word(String text) {
        public static Word parse(String text) {
            if (text.equals("bad")) throw new IllegalArgumentException("not bad");
            return new Word(text);
        }
    }

    record Part(@Default("1") @Min(0) int n) {}

    record Plugin(
            @Default("fast") @Meaning("How.") Mode mode,
            @Default("hello") @Meaning("What.") Word word,
            @Default("") @Meaning("Which.") List<Part> parts,
            @Meaning("Perhaps.") Optional<Part> perhaps,
            @Default("") @Meaning("Inside.") List<Layer> layers) {}

    /** Loads the records above anew, as a bundle of their own would. */
    private static final class PluginLoader extends ClassLoader {
        PluginLoader() {
            super(PluginUnloadingTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PluginUnloadingTest.class.getName() + "$") || name.contains("PluginLoader"))
                return super.loadClass(name, resolve);
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) return loaded;
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private final List<Object> kept = new ArrayList<>();

    @Test
    void whatWasReadOffAPlugInDoesNotKeepIt() throws Exception {
        WeakReference<ClassLoader> loader = use();
        assertFalse(kept.isEmpty());
        for (int i = 0; i < 200 && loader.get() != null; i++) {
            System.gc();
            // garbage for the collector to find reason to clear soft references' neighbours
            kept.add(new byte[1 << 16]);
            Thread.onSpinWait();
        }
        assertNull(loader.get(), "the plug-in's class loader is still reachable");
    }

    private WeakReference<ClassLoader> use() throws ClassNotFoundException {
        ClassLoader loader = new PluginLoader();
        Class<? extends Record> type = loader.loadClass(Plugin.class.getName()).asSubclass(Record.class);
        assertNotSame(Plugin.class, type);
        Components components = Example.components(Map.of("layer", Map.of("plugin", type)));
        List<Problem> problems = new ArrayList<>();
        // often enough for the virtual machine to make reflection faster by classes of its own
        for (int i = 0; i < 50; i++) {
            Tree good = Example.yaml(
                    "{ mode: SLOW, word: x, parts: [ { n: 2 } ], perhaps: {}, layers: [ { plugin: { word: y } } ] }");
            assertTrue(new SettingsBinder()
                    .bind(type, good, "", problems::add, (kind, reference) -> Placeholder.of(kind))
                    .isPresent());
        }
        assertEquals(List.of(), problems);
        Tree bad = Example.yaml(
                "{ mode: medium, word: bad, parts: [ { n: -2, m: 1 } ], perhaps: 3, layers: [ { plugin: { word: bad } } ] }");
        assertEquals(
                Optional.empty(),
                new SettingsBinder().bind(type, bad, "", problems::add, (kind, reference) -> Placeholder.of(kind)));
        assertEquals(5, problems.size(), problems.toString());
        Tree descriptor = Example.yaml(
                "graft: 1\nmodel: { layers: [ { plugin: { layers: [ { plugin: { word: bad } } ] } } ] }\n");
        kept.add(problems);
        kept.add(SettingsModel.of(type));
        kept.add(DescriptorCheck.check(descriptor, components));
        kept.add(Filler.fill(descriptor, components));
        kept.add(JsonSchema.of(components));
        return new WeakReference<>(loader);
    }
}
