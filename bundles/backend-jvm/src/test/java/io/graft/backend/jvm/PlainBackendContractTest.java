package io.graft.backend.jvm;

import io.graft.api.backend.BackendType;
import io.graft.testkit.BackendContract;

/** Every operator, every rule and the whole life of a session, in plain Java. */
class PlainBackendContractTest extends BackendContract<JvmSettings> {
    private final JvmBackendType type = new JvmBackendType();

    @Override
    protected BackendType<JvmSettings> type() {
        return type;
    }

    @Override
    protected JvmSettings settings() {
        return new JvmSettings(KernelChoice.PLAIN);
    }
}
