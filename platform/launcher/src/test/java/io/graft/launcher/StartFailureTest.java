package io.graft.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StartFailureTest {

    @Test
    void aMissingPackageIsNamedWithItsVersions() {
        assertEquals(
                "no bundle exports the package org.a.b, version 2.1.0 up to but not 3.0.0.",
                StartFailure.sentence(
                        "Unable to resolve x [8](R 8.0): missing requirement [x [8](R 8.0)] osgi.wiring.package; "
                                + "(&(osgi.wiring.package=org.a.b)(version>=2.1.0)(!(version>=3.0.0))) Unresolved requirements: "
                                + "[[x [8](R 8.0)] osgi.wiring.package; (&(osgi.wiring.package=org.a.b)(version>=2.1.0)(!(version>=3.0.0)))]"));
    }

    @Test
    void inAChainThePackageAtItsEndIsNamed() {
        assertEquals(
                "no bundle exports the package org.deep.",
                StartFailure.sentence(
                        "Unable to resolve a [1](R 1.0): missing requirement [a [1](R 1.0)] osgi.wiring.package; "
                                + "(osgi.wiring.package=org.first) [caused by: Unable to resolve b [2](R 2.0): missing requirement "
                                + "[b [2](R 2.0)] osgi.wiring.package; (osgi.wiring.package=org.deep)] Unresolved requirements: "
                                + "[[a [1](R 1.0)] osgi.wiring.package; (osgi.wiring.package=org.first)]"));
    }

    @Test
    void anythingElseStaysAsItIs() {
        assertEquals(
                "Activator start error in bundle x.", StartFailure.sentence("Activator start\n error in bundle x."));
    }
}
