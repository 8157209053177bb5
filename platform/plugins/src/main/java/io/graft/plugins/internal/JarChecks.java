package io.graft.plugins.internal;

import io.graft.catalog.Catalog;
import io.graft.pipeline.live.Report;
import io.graft.plugins.Diagnosis;
import io.graft.plugins.check.Diagnoses;
import io.graft.plugins.check.DryResolve;
import io.graft.plugins.check.Inspected;
import io.graft.plugins.check.Inspection;
import io.graft.plugins.check.Nearby;
import io.graft.plugins.check.RefreshReach;
import io.graft.plugins.check.RejectedJar;
import io.graft.plugins.check.Signatures;
import io.graft.plugins.check.SmokeContract;
import io.graft.plugins.check.Trust;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** The checks of {@code io.graft.plugins.check}, put together for the framework that this runs in. */
final class JarChecks implements Checks {
    private final BundleContext context;
    private final Predicate<Bundle> plugin;
    private final Signatures signatures;
    private final SmokeContract smoke = new SmokeContract();
    private final Nearby nearby;

    /** @param plugin whether a bundle is a plug-in, rather than a part of the platform */
    JarChecks(BundleContext context, Predicate<Bundle> plugin) {
        this.context = context;
        this.plugin = plugin;
        signatures = new Signatures(Trust.of(context));
        Map<String, Path> folders = new LinkedHashMap<>();
        String dist = context.getProperty("graft.dist");
        if (dist != null) {
            folders.put("deploy/", Path.of(dist).resolve("deploy"));
            folders.put("the distribution", Path.of(dist).resolve("bundle"));
        }
        nearby = new Nearby(folders);
    }

    @Override
    public Examined examine(Path path, boolean developer) {
        List<Report.Check> checks = new ArrayList<>();
        Optional<Inspected> inspected = Optional.empty();
        try {
            Inspected jar = Inspection.of(path);
            inspected = Optional.of(jar);
            checks.add(new Report.Check("whole", true, jar.entries() + " entries, " + jar.bytes() + " bytes."));
            checks.add(new Report.Check("bundle", true, "It is the bundle " + jar + "."));
            checks.add(new Report.Check(
                    "java",
                    true,
                    jar.java() == 0 ? "It holds no classes." : "It was compiled for Java " + jar.java() + "."));
            Signatures.Signed signed = signatures.check(path, developer);
            checks.add(signed.check());
            List<String> warnings = signed.warning().isEmpty() ? List.of() : List.of(signed.warning());
            return new Examined(checks, inspected, signed.signer(), warnings);
        } catch (RejectedJar e) {
            checks.add(e.check());
            return new Examined(checks, inspected, "", List.of());
        }
    }

    @Override
    public List<Report.Check> wiring(Inspected jar, Set<Long> leaving) {
        return List.of(
                new DryResolve(context, nearby).check(jar, leaving), new RefreshReach(context, plugin).check(leaving));
    }

    @Override
    public Report.Check components(Bundle bundle, Catalog then) {
        Report.Check found = smoke.check(bundle, then);
        if (found.passed()) return found;
        String causes = diagnose(bundle::equals).stream()
                .map(diagnosis -> " " + diagnosis.sentence())
                .collect(Collectors.joining());
        return new Report.Check(found.name(), false, found.sentence() + causes);
    }

    @Override
    public List<Diagnosis> diagnose(Predicate<Bundle> bundles) {
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        ServiceComponentRuntime components = reference == null ? null : context.getService(reference);
        try {
            return new Diagnoses(context, Optional.ofNullable(components), nearby).of(bundles);
        } finally {
            if (components != null) context.ungetService(reference);
        }
    }
}
