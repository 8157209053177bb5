package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;

class WhoMayImportTest {

    @Test
    void theBundlesThatShipHoldTheTable() throws IOException {
        Map<String, Attributes> shipped = new TreeMap<>();
        for (Path jar : InGraft.bundles()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                Attributes manifest = file.getManifest().getMainAttributes();
                String name = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME)
                        .split(";")[0]
                        .strip();
                shipped.put(name, manifest);
            }
        }
        assertTrue(shipped.containsKey("io.graft.api"), "the bundles are not there: " + shipped.keySet());
        assertEquals(List.of(), new WhoMayImport(shipped).violations());
    }

    /** Annotations on the components of a record are no reference in bnd's eyes; without the import they are invisible at run time. */
    @Test
    void everyPluginSeesTheAnnotationsOfItsSettings() throws IOException {
        List<String> blind = new ArrayList<>();
        for (Path jar : InGraft.bundles()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                Set<String> imports = WhoMayImport.packages(
                        file.getManifest().getMainAttributes().getValue(Constants.IMPORT_PACKAGE));
                if (jar.getFileName().toString().startsWith("io.graft.")
                        && !jar.getFileName().toString().startsWith("io.graft.api-")
                        && !imports.contains("io.graft.api.settings")
                        && mentions(file, "Lio/graft/api/settings/")) {
                    blind.add(jar.getFileName() + " needs 'Import-Package: io.graft.api.settings, *' in its bnd.bnd");
                }
            }
        }
        assertEquals(List.of(), blind);
    }

    private static boolean mentions(JarFile file, String constant) throws IOException {
        for (JarEntry entry : Collections.list(file.entries())) {
            if (entry.getName().endsWith(".class")) {
                try (InputStream code = file.getInputStream(entry)) {
                    if (new String(code.readAllBytes(), StandardCharsets.ISO_8859_1).contains(constant)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Test
    void aPluginThatImportsThePlatformIsFound() {
        assertEquals(
                List.of("the plug-in layers-odd imports io.graft.pipeline; it may see the API, OSGi and the JDK only"),
                violations(
                        bundle("io.graft.pipeline", null, "io.graft.pipeline;version=\"1.0\""),
                        bundle(
                                "io.graft.layers-odd",
                                "io.graft.api.model;version=\"[0.1,1)\",io.graft.pipeline",
                                null)));
    }

    @Test
    void aPluginThatImportsALibraryOrExportsIsFound() {
        assertEquals(
                List.of(
                        "the plug-in text-odd imports com.ibm.icu.text; it may see the API, OSGi and the JDK only",
                        "the plug-in text-odd exports io.graft.text.odd; plug-ins export nothing"),
                violations(bundle(
                        "io.graft.text-odd",
                        "com.ibm.icu.text;resolution:=optional,javax.xml.parsers,java.util,org.osgi.framework",
                        "io.graft.text.odd;uses:=\"a,b\"")));
    }

    @Test
    void aFolderThatImportsOneAboveItIsFound() {
        assertEquals(
                List.of("models imports io.graft.training of io.graft.training, which stands above it"),
                violations(
                        bundle("io.graft.models", "io.graft.training", null),
                        bundle("io.graft.training", "io.graft.api", "io.graft.training"),
                        bundle("io.graft.api", null, "io.graft.api")));
    }

    @Test
    void aFolderThatImportsAPluginIsFound() {
        assertEquals(
                List.of(
                        "shell imports io.graft.layers of the plug-in io.graft.layers-core",
                        "the plug-in layers-core exports io.graft.layers; plug-ins export nothing"),
                violations(
                                bundle("io.graft.shell", "io.graft.layers", null),
                                bundle("io.graft.layers-core", null, "io.graft.layers"))
                        .stream()
                        .sorted()
                        .toList());
    }

    @Test
    void theApiMaySeeNoLibrary() {
        assertEquals(
                List.of("api imports org.slf4j; it may see the JDK and OSGi only"),
                violations(bundle("io.graft.api", "org.slf4j,java.nio", "io.graft.api")));
    }

    @Test
    void whatTheTableAllowsPasses() {
        assertEquals(
                List.of(),
                violations(
                        bundle("io.graft.api", "java.util,org.osgi.framework", "io.graft.api"),
                        bundle("io.graft.models", "io.graft.api,com.fasterxml.jackson.databind", "io.graft.models"),
                        bundle("io.graft.pipeline", "io.graft.api,io.graft.models", "io.graft.pipeline"),
                        bundle("io.graft.losses-core", "io.graft.api,java.util", null),
                        bundle("org.yaml.snakeyaml", "org.yaml.snakeyaml", "org.yaml.snakeyaml")));
    }

    private record Planted(String name, Attributes manifest) {}

    private static Planted bundle(String name, String imports, String exports) {
        Attributes manifest = new Attributes();
        if (imports != null) {
            manifest.putValue(Constants.IMPORT_PACKAGE, imports);
        }
        if (exports != null) {
            manifest.putValue(Constants.EXPORT_PACKAGE, exports);
        }
        return new Planted(name, manifest);
    }

    private static List<String> violations(Planted... planted) {
        Map<String, Attributes> bundles = new TreeMap<>();
        for (Planted bundle : planted) {
            bundles.put(bundle.name(), bundle.manifest());
        }
        return new WhoMayImport(bundles).violations();
    }
}
