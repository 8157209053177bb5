package io.graft.sources.tables;

import io.graft.api.ComponentType;
import io.graft.api.data.Source;
import io.graft.testkit.ComponentContract;
import io.graft.testkit.SettingsRecords;
import java.util.List;

class TableSourceContractTest extends ComponentContract<TableSourceType.Settings, Source> {
    @Override
    protected ComponentType<TableSourceType.Settings, Source> type() {
        return new TableSourceType();
    }

    @Override
    protected List<TableSourceType.Settings> settings() {
        return List.of(SettingsRecords.of(TableSourceType.Settings.class, "path", "t.csv"));
    }
}
