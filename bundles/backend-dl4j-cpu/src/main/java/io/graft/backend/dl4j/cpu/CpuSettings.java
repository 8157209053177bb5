package io.graft.backend.dl4j.cpu;

import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;

/** The settings of {@code dl4j-cpu}. */
public record CpuSettings(
        @Default("0")
        @Min(0)
        @Max(1024)
        @Unit("threads")
        @Meaning("How many threads a matrix product may use; 0 for one on each physical core that the process may use.")
        int threads) {}
