package io.graft.text.cleaning;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The tables of OpenCC from traditional to simplified Chinese: characters, and the phrases in which they go another way.
 *
 * <p><b>Threading.</b> Unchanged after loading.
 */
final class ChineseTable {
    private static final String FILE = "/data/dictionary/tc/t2s.txt";

    private final char[] simple = new char[0x10000];
    private final Map<Integer, String> others = new HashMap<>();
    private final Map<String, String> phrases = new HashMap<>();
    private final byte[] longestFrom = new byte[0x10000];

    static ChineseTable load() {
        ChineseTable table = new ChineseTable();
        try (InputStream in = ChineseTable.class.getResourceAsStream(FILE)) {
            if (in == null) throw new IOException("it is missing");
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line; (line = lines.readLine()) != null; ) table.read(line.strip());
            return table;
        } catch (IOException e) {
            throw new PipelineException(
                    ErrorCode.PLUGIN_FAILED,
                    "",
                    "The plug-in text-cleaning cannot read its table " + FILE + "; install it again. (" + e.getMessage()
                            + ")",
                    e);
        }
    }

    /** The simplified character of one code unit that is so for a single code unit, or 0. */
    char simple(char c) {
        return simple[c];
    }

    /** The simplified form of a code point when one of both needs two code units, or null. */
    String other(int codePoint) {
        return others.get(codePoint);
    }

    /** How many code units the longest phrase that begins here has, or 0. */
    int phraseLength(char[] chars, int at, int end) {
        for (int n = Math.min(longestFrom[chars[at]], end - at); n > 1; n--) {
            if (phrases.containsKey(new String(chars, at, n))) return n;
        }
        return 0;
    }

    String phrase(String traditional) {
        return phrases.get(traditional);
    }

    private void read(String line) {
        int equals = line.indexOf('=');
        if (equals < 1) return;
        String from = line.substring(0, equals);
        String to = line.substring(equals + 1);
        if (from.codePointCount(0, from.length()) > 1) {
            phrases.put(from, to);
            char first = from.charAt(0);
            longestFrom[first] = (byte) Math.max(longestFrom[first], from.length());
        } else if (from.equals(to)) {
            return;
        } else if (from.length() == 1 && to.length() == 1) {
            simple[from.charAt(0)] = to.charAt(0);
        } else {
            others.put(from.codePointAt(0), to);
        }
    }
}
