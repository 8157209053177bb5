package io.graft.tokenizers.chinese;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** The tokenizer in a class loader of its own, as in a bundle. */
class ClassSpaceTest {

    @Test
    void loadingPrintsLogsStartsAndKeepsNothing() throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        StringBuilder logged = new StringBuilder();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                logged.append(record.getLoggerName()).append(": ").append(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        Logger.getLogger("").addHandler(handler);
        System.setOut(new PrintStream(printed, true));
        System.setErr(System.out);
        WeakReference<ClassLoader> loader;
        try {
            loader = useInALoaderOfItsOwn();
        } finally {
            System.setOut(out);
            System.setErr(err);
            Logger.getLogger("").removeHandler(handler);
        }
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
        assertEquals("", logged.toString());
        Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
        started.removeAll(threads);
        started.removeIf(thread ->
                thread.getThreadGroup() == null || thread.getThreadGroup().getParent() == null);
        assertEquals(Set.of(), started, "threads beside those of the virtual machine");
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (loader.get() != null && System.nanoTime() < deadline) System.gc();
        assertNull(loader.get(), "the class loader can be collected");
    }

    private static WeakReference<ClassLoader> useInALoaderOfItsOwn() throws Exception {
        ClassLoader api = ClassSpaceTest.class.getClassLoader();
        URL[] urls = {
            ChineseWords.class.getProtectionDomain().getCodeSource().getLocation(),
            Cut.class.getProtectionDomain().getCodeSource().getLocation(),
            com.hankcs.hanlp.HanLP.class.getProtectionDomain().getCodeSource().getLocation(),
        };
        ClassLoader loader = new URLClassLoader(urls, api) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                boolean mine = name.startsWith("com.hankcs.") || name.startsWith("io.graft.tokenizers.");
                if (!mine) return super.loadClass(name, resolve);
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        };
        Class<?> cut = loader.loadClass(Cut.class.getName());
        assertNotSame(Cut.class, cut);
        var standard = cut.getDeclaredMethod("standard");
        standard.setAccessible(true);
        Object tokenizer = standard.invoke(null);
        var words = cut.getDeclaredMethod("words", io.graft.api.text.Tokenizer.class, String.class);
        words.setAccessible(true);
        assertEquals(List.of("我们", "学习"), words.invoke(null, tokenizer, "我们学习"));
        return new WeakReference<>(loader);
    }
}
