package io.graft.models;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The zip entries that hold learned state: {@code state/} and the path, in which every byte that could mean something to a file
 * system is written as in a URL ({@code %} and two digits).
 *
 * <p>Letters, digits, {@code . _ -} and single slashes between names stay; a name that is {@code .} or {@code ..}, a slash at the
 * beginning or the end and the second of two slashes do not. So an entry unpacks below its folder, whatever the path was.
 */
final class StateEntry {
    static final String FOLDER = "state/";
    private static final Pattern NAME = Pattern.compile("state(/(?!\\.{1,2}(/|$))([A-Za-z0-9._-]|%[0-9A-F]{2})+)+");

    private StateEntry() {}

    static String entry(String path) {
        if (path.isEmpty()) throw new IllegalArgumentException("learned state needs a path");
        StringBuilder entry = new StringBuilder(FOLDER);
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        int begin = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i < bytes.length && bytes[i] != '/') continue;
            int length = i - begin;
            boolean dots = length > 0 && length < 3 && bytes[begin] == '.' && bytes[i - 1] == '.';
            for (int j = begin; j < i; j++) append(entry, bytes[j], !dots && plain(bytes[j]));
            if (i < bytes.length) append(entry, '/', length > 0 && i + 1 < bytes.length && bytes[i + 1] != '/');
            begin = i + 1;
        }
        return entry.toString();
    }

    private static boolean plain(int b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '.' || b == '_' || b == '-';
    }

    private static void append(StringBuilder entry, int b, boolean plain) {
        if (plain) entry.append((char) b);
        else entry.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) b));
    }

    /** Whether a name is one that {@link #entry} can give. */
    static boolean valid(String entry) {
        return NAME.matcher(entry).matches() && entry(path(entry)).equals(entry);
    }

    static String path(String entry) {
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        for (int i = FOLDER.length(); i < entry.length(); i++)
            if (entry.charAt(i) == '%') {
                path.write(HexFormat.fromHexDigits(entry, i + 1, i + 3));
                i += 2;
            } else path.write(entry.charAt(i));
        return path.toString(StandardCharsets.UTF_8);
    }
}
