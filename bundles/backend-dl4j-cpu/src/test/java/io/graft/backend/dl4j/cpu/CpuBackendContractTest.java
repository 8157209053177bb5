package io.graft.backend.dl4j.cpu;

import io.graft.api.backend.BackendType;
import io.graft.testkit.BackendContract;
import io.graft.testkit.SettingsRecords;
import java.nio.file.Path;

/** Every operator, every rule and the whole life of a session, against the double-precision reference of the testkit. */
class CpuBackendContractTest extends BackendContract<CpuSettings> {
    private static final BackendType<CpuSettings> TYPE =
            new CpuBackendType(Path.of(System.getProperty("graft.cache", "target/natives")));

    @Override
    protected BackendType<CpuSettings> type() {
        return TYPE;
    }

    @Override
    protected CpuSettings settings() {
        return SettingsRecords.of(CpuSettings.class);
    }
}
