package io.graft.text.cleaning;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.text.Cleaner;
import io.graft.api.text.CleanerType;
import io.graft.api.text.TextBuffer;
import org.osgi.service.component.annotations.Component;

/**
 * Drops from training each row whose text, as the steps before left it, was seen before in the same pass over the data.
 *
 * <p>It keeps 128 bits of a hash of each text, not the text: 32 to 64 bytes a row.
 */
@Component(service = CleanerType.class)
@ComponentName("drop-duplicates")
public final class DropDuplicates implements CleanerType<DropDuplicates.Settings> {

    /** The settings. */
    public record Settings(
            @Default("false") @Meaning("Whether texts that differ in case only are duplicates.")
            boolean ignoreCase) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Cleaner create(Settings settings, Context context) {
        return new Seen(settings.ignoreCase());
    }

    /** What one pass over the data has seen. */
    private static final class Seen implements Cleaner {
        private final TextHash hash;
        private final HashSet128 hashes = new HashSet128();

        Seen(boolean ignoreCase) {
            hash = new TextHash(ignoreCase);
        }

        @Override
        public boolean clean(TextBuffer text) {
            hash.of(text);
            return hashes.add(hash.high(), hash.low());
        }

        @Override
        public boolean trainingOnly() {
            return true;
        }
    }
}
