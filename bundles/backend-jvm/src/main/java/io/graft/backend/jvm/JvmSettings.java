package io.graft.backend.jvm;

import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;

/** The settings of {@code jvm}. */
public record JvmSettings(
        @Default("auto")
        @Meaning(
                "Which inner loops: auto for those of the Vector API where the JVM has it, plain for plain Java. Both give the same numbers.")
        KernelChoice kernels) {}
