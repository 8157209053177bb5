package io.graft.plugins.internal;

import io.graft.catalog.Catalog;
import io.graft.pipeline.live.Report;
import io.graft.plugins.Diagnosis;
import io.graft.plugins.check.Inspected;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;

/** The real checks, which let unsigned jars in. */
record AnySigner(Checks checks) implements Checks {
    @Override
    public Examined examine(Path jar, boolean developer) {
        Examined examined = checks.examine(jar, true);
        return new Examined(examined.checks(), examined.jar(), examined.signer(), List.of());
    }

    @Override
    public List<Report.Check> wiring(Inspected jar, Set<Long> leaving) {
        return checks.wiring(jar, leaving);
    }

    @Override
    public Report.Check components(Bundle bundle, Catalog then) {
        return checks.components(bundle, then);
    }

    @Override
    public List<Diagnosis> diagnose(Predicate<Bundle> bundles) {
        return checks.diagnose(bundles);
    }
}
