package io.graft.plugins.internal;

import io.graft.catalog.Catalog;
import io.graft.pipeline.live.Report;
import io.graft.plugins.Diagnosis;
import io.graft.plugins.check.Inspected;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;

/** What the plug-in manager asks before it lets a jar in; every answer is a check that passed or did not, never an exception. */
interface Checks {

    /** Reads a jar without running anything of it: is it whole, a bundle, for this Java, signed. */
    Examined examine(Path jar, boolean developer);

    /** Whether it would resolve against what runs, and what would be refreshed when it takes the place of some bundles. */
    List<Report.Check> wiring(Inspected jar, Set<Long> leaving);

    /**
     * Whether the components of a started bundle do what all components must do.
     *
     * @param then what will be offered when the bundle has been let in
     */
    Report.Check components(Bundle bundle, Catalog then);

    /** What is wrong with bundles. */
    List<Diagnosis> diagnose(Predicate<Bundle> bundles);

    /**
     * What a jar is.
     *
     * @param checks the checks in order
     * @param jar what was read; empty when a check before the signature did not pass
     * @param signer who signed it, or empty
     * @param warnings what is worth knowing
     */
    record Examined(List<Report.Check> checks, Optional<Inspected> jar, String signer, List<String> warnings) {}
}
