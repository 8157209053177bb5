package io.graft.backend.dl4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CpuInfoTest {
    private static final List<String> TWO_CORES_FOUR_THREADS = List.of(
            "processor\t: 0",
            "physical id\t: 0",
            "core id\t\t: 0",
            "flags\t\t: sse2 avx2 fma",
            "processor\t: 1",
            "physical id\t: 0",
            "core id\t\t: 1",
            "flags\t\t: sse2 avx2 fma",
            "processor\t: 2",
            "physical id\t: 0",
            "core id\t\t: 0",
            "flags\t\t: sse2 avx2 fma",
            "processor\t: 3",
            "physical id\t: 0",
            "core id\t\t: 1",
            "flags\t\t: sse2 avx2 fma");

    @Test
    void hyperThreadsOfOneCoreCountOnce() {
        assertEquals(2, CpuInfo.parse(TWO_CORES_FOUR_THREADS).cores());
    }

    @Test
    void coresOfTwoSocketsCountTwice() {
        assertEquals(
                2,
                CpuInfo.parse(List.of("physical id : 0", "core id : 0", "physical id : 1", "core id : 0"))
                        .cores());
    }

    @Test
    void neverMoreCoresThanTheProcessMayUse() {
        int allowed = Runtime.getRuntime().availableProcessors();
        assertEquals(allowed, new CpuInfo(java.util.Set.of(), 10_000).usableCores());
        assertEquals(allowed, CpuInfo.parse(List.of()).usableCores(), "when the kernel says nothing");
        assertEquals(1, new CpuInfo(java.util.Set.of(), 1).usableCores());
    }

    @Test
    void theBuildForAvx512NeedsAllItsParts() {
        assertFalse(CpuInfo.parse(TWO_CORES_FOUR_THREADS).avx512());
        assertEquals("AVX2", CpuInfo.parse(TWO_CORES_FOUR_THREADS).instructions());
        assertFalse(CpuInfo.parse(List.of("flags : avx2 avx512f")).avx512());
        assertTrue(CpuInfo.parse(List.of("flags : avx2 avx512f avx512cd avx512dq avx512bw avx512vl"))
                .avx512());
    }

    @Test
    void anotherMachineIsNamedInASentence() {
        assertEquals("", CpuInfo.misfit("Linux", "amd64"));
        assertEquals(
                "The backend dl4j-cpu brings natives for Linux on x86-64 only, and this is Mac OS X on aarch64.",
                CpuInfo.misfit("Mac OS X", "aarch64"));
    }
}
