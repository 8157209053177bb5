package io.graft.text.cleaning;

import java.nio.charset.Charset;
import org.jsoup.nodes.Entities;

/** Decodes HTML character references such as {@code &amp;} and {@code &#8364;}, as the HTML standard says (13.2.5.72 ff.). */
final class CharacterReferences {
    private static final char REPLACEMENT = '\ufffd';
    private static final int LONGEST_NAME = 31;
    private static final int LONGEST_NAME_WITHOUT_SEMICOLON = 6;

    /** What numbers 128 to 159 mean, which people write as if they were in this character set. */
    private static final String WINDOWS = windows();

    private String decoded = "";

    /** Decodes a reference that begins with an ampersand at an index; gives where it ends, or -1 when there is none. */
    int decode(char[] chars, int start, int n) {
        int at = start + 1;
        if (at >= n) return -1;
        return chars[at] == '#' ? number(chars, at + 1, n) : name(chars, at, n);
    }

    /** What the last reference stood for. */
    String decoded() {
        return decoded;
    }

    private int number(char[] chars, int from, int n) {
        boolean hex = from < n && (chars[from] | 0x20) == 'x';
        int start = hex ? from + 1 : from;
        int at = start;
        int value = 0;
        for (; at < n; at++) {
            int digit = chars[at] < 128 ? Character.digit(chars[at], hex ? 16 : 10) : -1;
            if (digit < 0) break;
            value = Math.min(value * (hex ? 16 : 10) + digit, Character.MAX_CODE_POINT + 1);
        }
        if (at == start) return -1;
        boolean none = value == 0 || value > Character.MAX_CODE_POINT || value >= 0xd800 && value <= 0xdfff;
        if (value >= 0x80 && value < 0xa0 && WINDOWS.charAt(value - 0x80) != REPLACEMENT)
            value = WINDOWS.charAt(value - 0x80);
        decoded = none ? String.valueOf(REPLACEMENT) : Character.toString(value);
        return at < n && chars[at] == ';' ? at + 1 : at;
    }

    private int name(char[] chars, int from, int n) {
        int end = from;
        while (end < n && end - from <= LONGEST_NAME && alphanumeric(chars[end])) end++;
        if (end == from) return -1;
        String name = new String(chars, from, end - from);
        if (end < n && chars[end] == ';' && Entities.isNamedEntity(name)) {
            decoded = Entities.getByName(name);
            return end + 1;
        }
        for (int length = Math.min(LONGEST_NAME_WITHOUT_SEMICOLON, name.length()); length > 1; length--) {
            String shorter = name.substring(0, length);
            if (Entities.isBaseNamedEntity(shorter)) {
                decoded = Entities.getByName(shorter);
                return from + length;
            }
        }
        return -1;
    }

    private static boolean alphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static String windows() {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (0x80 + i);
        return new String(bytes, Charset.forName("windows-1252"));
    }
}
