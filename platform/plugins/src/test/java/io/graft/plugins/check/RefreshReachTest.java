package io.graft.plugins.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.pipeline.live.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class RefreshReachTest {
    @TempDir
    Path folder;

    @Test
    void plugInsThatHangOnItMayBeRefreshedAndThePlatformMayNot() throws Exception {
        try (RunningFelix felix = new RunningFelix(folder)) {
            Bundle lone = felix.start(TestJar.bundle("plugin.lone", "1"));
            Bundle base = felix.start(TestJar.bundle("plugin.base", "1").header("Export-Package", "base"));
            Bundle user = felix.start(TestJar.bundle("plugin.user", "1").header("Import-Package", "base"));
            RefreshReach reach =
                    new RefreshReach(felix.context(), b -> b.getSymbolicName().startsWith("plugin."));

            Report.Check none = reach.check(Set.of(lone.getBundleId()));
            assertTrue(none.passed());
            TestJar.says(none.sentence(), "Nothing else");

            assertEquals(List.of(user), reach.of(Set.of(base.getBundleId())));
            Report.Check one = reach.check(Set.of(base.getBundleId()));
            assertTrue(one.passed());
            TestJar.says(one.sentence(), "plugin.user 1.0.0");

            felix.start(TestJar.bundle("platform.part", "2").header("Import-Package", "base"));
            Report.Check platform = reach.check(Set.of(base.getBundleId()));
            assertFalse(platform.passed());
            TestJar.says(platform.sentence(), "platform.part 2.0.0", "takes the package base from plugin.base 1.0.0");

            assertFalse(reach.check(Set.of(0L)).passed());
            assertTrue(reach.check(Set.of()).passed());
            assertTrue(reach.check(Set.of(4711L)).passed());
        }
    }
}
