package io.graft.pipeline.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.InputStream;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import org.junit.jupiter.api.Test;

class JdkCachesTest {
    /** What a plug-in may have: a record that holds an object of a class of its own. */
    public record Pair(Part part) {}

    /** Its class. */
    public static final class Part {}

    /** Has these classes to itself, as a bundle does. */
    private static final class Apart extends ClassLoader {
        Apart() {
            super(JdkCachesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(JdkCachesTest.class.getName() + "$P")) return super.loadClass(name, resolve);
            Class<?> known = findLoadedClass(name);
            if (known != null) return known;
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (java.io.IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static WeakReference<ClassLoader> compareRecordsOfAnotherLoader(ReferenceQueue<ClassLoader> gone)
            throws Exception {
        Apart loader = new Apart();
        Object part =
                loader.loadClass(Part.class.getName()).getDeclaredConstructor().newInstance();
        Constructor<?> pair = loader.loadClass(Pair.class.getName()).getDeclaredConstructors()[0];
        assertEquals(pair.newInstance(part), pair.newInstance(part));
        return new WeakReference<>(loader, gone);
    }

    @Test
    void aClassLoaderWhoseRecordsWereComparedLeavesMemory() throws Exception {
        ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
        WeakReference<ClassLoader> loader = compareRecordsOfAnotherLoader(gone);
        JdkCaches.clear();
        Reference<?> left = null;
        for (int i = 0; i < 50 && left == null; i++) {
            System.gc();
            left = gone.remove(20);
        }
        assertSame(loader, left, "the class loader is still in memory");
    }
}
