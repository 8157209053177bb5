package io.graft.steps.table;

import io.graft.api.ComponentType;
import io.graft.api.table.TableStep;
import io.graft.testkit.ComponentContract;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.TestContext;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** What every component does, for each of this bundle. */
class TableContractsTest {

    abstract static class Of<S extends Record> extends ComponentContract<S, TableStep> {
        private final ComponentType<S, TableStep> type;
        private final Object[] given;

        Of(ComponentType<S, TableStep> type, Object... given) {
            this.type = type;
            this.given = given;
        }

        @Override
        protected ComponentType<S, TableStep> type() {
            return type;
        }

        @Override
        protected List<S> settings() {
            return List.of(SettingsRecords.of(type.settings(), given));
        }

        @Override
        protected TableStep create(S settings) {
            return type.create(settings, new TestContext().with(""));
        }
    }

    @Nested
    class OfImpute extends Of<Impute.Settings> {
        OfImpute() {
            super(new Impute());
        }
    }

    @Nested
    class OfScale extends Of<Scale.Settings> {
        OfScale() {
            super(new Scale());
        }
    }

    @Nested
    class OfOneHot extends Of<OneHot.Settings> {
        OfOneHot() {
            super(new OneHot());
        }
    }

    @Nested
    class OfBucket extends Of<Bucket.Settings> {
        OfBucket() {
            super(new Bucket());
        }
    }

    @Nested
    class OfLog extends Of<Log.Settings> {
        OfLog() {
            super(new Log());
        }
    }

    @Nested
    class OfDrop extends Of<Drop.Settings> {
        OfDrop() {
            super(new Drop(), "columns", "a");
        }
    }

    @Nested
    class OfSelect extends Of<Select.Settings> {
        OfSelect() {
            super(new Select(), "columns", "a");
        }
    }
}
