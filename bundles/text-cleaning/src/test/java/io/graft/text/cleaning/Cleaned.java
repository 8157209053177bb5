package io.graft.text.cleaning;

import io.graft.api.text.Cleaner;
import io.graft.api.text.TextBuffer;
import java.util.Map;

/** A text after cleaning. */
final class Cleaned {
    private static final Clean TYPE = new Clean();

    private Cleaned() {}

    static Cleaner cleaner(Map<String, Object> settings) {
        try {
            return TYPE.create(SettingsOf.clean(settings), null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static TextBuffer buffer(String text, Map<String, Object> settings) {
        TextBuffer buffer = new TextBuffer();
        buffer.set(text);
        cleaner(settings).clean(buffer);
        return buffer;
    }

    static String text(String text, Map<String, Object> settings) {
        return buffer(text, settings).toString();
    }
}
