package io.graft.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.Context;
import io.graft.api.backend.Availability;
import io.graft.api.backend.Backend;
import io.graft.api.backend.BackendType;
import io.graft.testkit.BackendContract;
import org.junit.jupiter.api.BeforeAll;

/** Every operator, every rule and the whole life of a session, with the kernels of the Vector API, warm. */
class JvmBackendContractTest extends BackendContract<JvmSettings> {
    private static final VectorWarmth WARMTH = new VectorWarmth();

    @BeforeAll
    static void warmUp() {
        assertTrue(WARMTH.finish(), "the vector kernels did not become faster than the plain ones");
    }

    @Override
    protected BackendType<JvmSettings> type() {
        return new BackendType<>() {
            @Override
            public Class<JvmSettings> settings() {
                return JvmSettings.class;
            }

            @Override
            public Backend create(JvmSettings settings, Context context) {
                return new JvmBackend(() -> new VectorKernels(WARMTH));
            }

            @Override
            public Availability availability() {
                return new JvmBackendType().availability();
            }
        };
    }

    @Override
    protected JvmSettings settings() {
        return new JvmSettings(KernelChoice.AUTO);
    }
}
