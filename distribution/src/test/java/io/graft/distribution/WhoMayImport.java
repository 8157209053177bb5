package io.graft.distribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import org.osgi.framework.Constants;

/**
 * Holds the table "who may import" of the architecture over manifests.
 *
 * <p>A folder of the platform imports the API and what the folders before it in {@link #PLATFORM} export. A plug-in imports the API,
 * OSGi and the JDK, and exports nothing. Bundles of others are free.
 */
final class WhoMayImport {
    /** From the ground up: each may import the ones before it. */
    static final List<String> PLATFORM = List.of(
            "api",
            "descriptor",
            "catalog",
            "models",
            "pipeline",
            "training",
            "serving",
            "plugins",
            "console",
            "shell",
            "launcher");

    private static final String OURS = "io.graft.";

    private final Map<String, String> ownerOfPackage = new HashMap<>();
    private final Map<String, Attributes> bundles;

    /** @param bundles the main attributes of each manifest, by symbolic name */
    WhoMayImport(Map<String, Attributes> bundles) {
        this.bundles = bundles;
        bundles.forEach((bundle, manifest) -> packages(manifest.getValue(Constants.EXPORT_PACKAGE))
                .forEach(name -> ownerOfPackage.put(name, bundle)));
    }

    /** A sentence for each import or export that the table forbids. */
    List<String> violations() {
        List<String> violations = new ArrayList<>();
        bundles.forEach((bundle, manifest) -> {
            if (!bundle.startsWith(OURS)) {
                return;
            }
            String folder = bundle.substring(OURS.length());
            Set<String> imports = packages(manifest.getValue(Constants.IMPORT_PACKAGE));
            if (PLATFORM.contains(folder)) {
                checkPlatform(folder, imports, violations);
            } else {
                checkPlugin(folder, manifest, imports, violations);
            }
            if (manifest.getValue(Constants.REQUIRE_BUNDLE) != null) {
                violations.add(folder + " requires a bundle; import packages instead");
            }
        });
        return violations;
    }

    private void checkPlatform(String folder, Set<String> imports, List<String> violations) {
        for (String name : imports) {
            String owner = ownerOfPackage.get(name);
            if (name.startsWith(OURS) && owner == null) {
                violations.add(folder + " imports " + name + ", which no bundle exports");
            } else if (owner != null && owner.startsWith(OURS)) {
                int place = PLATFORM.indexOf(owner.substring(OURS.length()));
                if (place < 0) {
                    violations.add(folder + " imports " + name + " of the plug-in " + owner);
                } else if (place > PLATFORM.indexOf(folder)) {
                    violations.add(folder + " imports " + name + " of " + owner + ", which stands above it");
                }
            }
            if (folder.equals("api") && !name.startsWith("io.graft.api") && !isOfOsgi(name) && !isOfJdk(name)) {
                violations.add("api imports " + name + "; it may see the JDK and OSGi only");
            }
        }
    }

    private static void checkPlugin(String folder, Attributes manifest, Set<String> imports, List<String> violations) {
        for (String name : imports) {
            boolean api = name.equals("io.graft.api") || name.startsWith("io.graft.api.");
            if (!api && !isOfOsgi(name) && !isOfJdk(name)) {
                violations.add(
                        "the plug-in " + folder + " imports " + name + "; it may see the API, OSGi and the JDK only");
            }
        }
        for (String name : packages(manifest.getValue(Constants.EXPORT_PACKAGE))) {
            violations.add("the plug-in " + folder + " exports " + name + "; plug-ins export nothing");
        }
    }

    private static boolean isOfOsgi(String name) {
        return name.startsWith("org.osgi.");
    }

    private static boolean isOfJdk(String name) {
        return name.startsWith("java.")
                || ModuleLayer.boot().modules().stream()
                        .filter(module -> module.getDescriptor() != null)
                        .anyMatch(module -> module.getPackages().contains(name) && module.isExported(name))
                || name.startsWith("jdk.incubator.");
    }

    /** The package names of a manifest header: clauses at commas outside quotes, names before the first parameter. */
    static Set<String> packages(String header) {
        Set<String> names = new TreeSet<>();
        if (header == null) {
            return names;
        }
        for (String clause : header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
            for (String part : clause.split(";")) {
                if (part.contains("=")) {
                    break;
                }
                names.add(part.strip());
            }
        }
        return names;
    }
}
