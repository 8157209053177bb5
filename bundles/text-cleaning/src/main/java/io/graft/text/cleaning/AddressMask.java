package io.graft.text.cleaning;

import io.graft.api.text.TextBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.nibor.autolink.LinkExtractor;
import org.nibor.autolink.LinkSpan;
import org.nibor.autolink.LinkType;

/**
 * Puts a mask in place of web and e-mail addresses.
 *
 * <p>Chinese, Japanese and Korean characters and full-width marks end an address: there is no space before the text that follows.
 */
final class AddressMask implements Pass {
    private final Optional<String> url;
    private final Optional<String> email;
    private final LinkExtractor extractor;
    private int kept;

    AddressMask(Optional<String> url, Optional<String> email) {
        this.url = url;
        this.email = email;
        Set<LinkType> types = EnumSet.noneOf(LinkType.class);
        if (url.isPresent()) types.addAll(Set.of(LinkType.URL, LinkType.WWW));
        if (email.isPresent()) types.add(LinkType.EMAIL);
        extractor = LinkExtractor.builder().linkTypes(types).build();
    }

    @Override
    public void apply(TextBuffer text) {
        int n = text.length();
        char[] chars = text.buffer();
        kept = -1;
        for (int start = 0, i = 0; i <= n; i++) {
            if (i < n && !ends(chars[i])) continue;
            if (i - start > 3 && mayHold(chars, start, i)) mask(text, start, i);
            start = i + 1;
        }
        if (kept < 0) return;
        text.keep(kept, n);
        text.commit();
    }

    private void mask(TextBuffer text, int start, int end) {
        for (LinkSpan link : extractor.extractLinks(new Piece(text, start, end))) {
            if (kept < 0) {
                text.begin();
                kept = 0;
            }
            int from = start + link.getBeginIndex();
            text.keep(kept, from);
            text.put(link.getType() == LinkType.EMAIL ? email.get() : url.get(), from);
            kept = start + link.getEndIndex();
        }
    }

    /** Whether there is a trace of an address. */
    private static boolean mayHold(char[] chars, int start, int end) {
        for (int i = start + 1; i < end - 1; i++) {
            char c = chars[i];
            if (c == '@' || c == ':' && chars[i + 1] == '/' || c == '.' && (chars[i - 1] | 0x20) == 'w') return true;
        }
        return false;
    }

    private static boolean ends(char c) {
        if (c < 0x1100) return c <= ' ';
        return c <= 0x11ff
                || c >= 0x2e80 && c <= 0xd7ff
                || c >= 0xf900 && c <= 0xfaff
                || c >= 0xff00 && c <= 0xffef
                || c >= 0x2000 && c <= 0x206f;
    }

    /** A piece of a text, in which {@code WWW.} looks like {@code www.} */
    private record Piece(TextBuffer text, int start, int end) implements CharSequence {
        @Override
        public int length() {
            return end - start;
        }

        @Override
        public char charAt(int index) {
            char c = text.charAt(start + index);
            return c == 'W' ? 'w' : c;
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Piece(text, start + from, start + to);
        }

        @Override
        public String toString() {
            return text.subSequence(start, end);
        }
    }
}
