package io.graft.text.cleaning;

import io.graft.api.text.Cleaner;
import io.graft.api.text.TextBuffer;
import java.util.ArrayList;
import java.util.List;

/** Does to a text what the settings say, one pass after the other, and all that ASCII needs in a single one. */
final class TextCleaner implements Cleaner {
    private final Clean.Settings settings;
    private final Markup markup;
    private final List<Pass> all = new ArrayList<>();
    private final List<Pass> masks = new ArrayList<>();
    private final ControlCharacters controls;
    private final WhiteSpace spaces;

    TextCleaner(Clean.Settings settings, NormalizationTable table, ChineseTable chinese) {
        this.settings = settings;
        markup = settings.html() ? new Markup() : null;
        controls = settings.controlCharacters() == Clean.Controls.REMOVE ? new ControlCharacters() : null;
        spaces = settings.whitespace() == Clean.Spaces.COLLAPSE ? new WhiteSpace() : null;
        if (settings.urls().isPresent() || settings.emails().isPresent()) {
            masks.add(new AddressMask(settings.urls(), settings.emails()));
        }
        settings.numbers().ifPresent(mask -> masks.add(new NumberMask(mask)));

        if (controls != null) all.add(controls);
        if (settings.fullWidth()) all.add(new HalfWidth());
        Normalization normalization = table == null ? null : new Normalization(table);
        if (normalization != null) all.add(normalization);
        if (chinese != null) all.add(new SimplifiedChinese(chinese));
        if (settings.lowercase()) {
            all.add(new Lowercase());
            // a lower-case letter may compose with a mark that its capital does not compose with
            if (normalization != null) all.add(normalization);
        }
        all.addAll(masks);
        if (spaces != null) all.add(spaces);
    }

    @Override
    public boolean clean(TextBuffer text) {
        if (markup != null) markup.apply(text);
        if (text.isAscii()) ascii(text);
        else for (Pass pass : all) pass.apply(text);
        return fits(text);
    }

    private void ascii(TextBuffer text) {
        char[] chars = text.buffer();
        int n = text.length();
        if (settings.lowercase()) Lowercase.ascii(chars, n);
        if (controls != null && ControlCharacters.inAscii(chars, n)) controls.apply(text);
        for (Pass mask : masks) mask.apply(text);
        if (spaces != null) spaces.apply(text);
    }

    private boolean fits(TextBuffer text) {
        int min = settings.minLength();
        int max = settings.maxLength();
        if (min == 0 && max == 0) return true;
        int n = Character.codePointCount(text.buffer(), 0, text.length());
        return n >= min && (max == 0 || n <= max);
    }
}
