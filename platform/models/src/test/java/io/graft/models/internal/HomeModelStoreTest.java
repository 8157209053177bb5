package io.graft.models.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class HomeModelStoreTest {

    private static BundleContext context(Map<String, String> properties) {
        return (BundleContext) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getProperty")) return properties.get((String) arguments[0]);
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void theFolderIsTheOneThatTheFrameworkPropertyNamesAndIsNotMadeYet(@TempDir Path folder) {
        Path home = folder.resolve("data");
        assertEquals(
                0,
                new HomeModelStore(context(Map.of("graft.home", home.toString())))
                        .list(Optional.empty())
                        .size());
        assertFalse(Files.exists(home));
    }

    @Test
    void aMissingPropertyIsNamed() {
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> new HomeModelStore(context(Map.of())));
        assertTrue(e.getMessage().contains("'graft.home' is missing"), e.getMessage());
    }
}
