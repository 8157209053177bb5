package io.graft.tokenizers.chinese;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Words that a person wants to be kept whole, with their frequencies. Unchanged once read. */
final class UserDictionary {
    static final UserDictionary EMPTY = new UserDictionary(Map.of());
    static final int FREQUENCY = 1000;

    private final Map<String, Integer> words;

    /** The words that hold a symbol, which would end a word elsewhere; by first character, the longest first. */
    private final Map<Character, List<String>> withSymbols = new HashMap<>();

    private UserDictionary(Map<String, Integer> words) {
        this.words = words;
        for (String word : words.keySet()) {
            if (word.codePoints().allMatch(CharacterClass::inClause)) continue;
            withSymbols.computeIfAbsent(word.charAt(0), c -> new ArrayList<>()).add(word);
        }
        for (List<String> list : withSymbols.values())
            list.sort(Comparator.comparing(String::length).reversed());
    }

    /**
     * Reads one word a line, with its frequency behind white space; what follows it, such as a part of speech, is not used.
     *
     * @throws PipelineException when a frequency is no whole number above 0, or there is no word at all
     */
    static UserDictionary parse(String file, String text) {
        Map<String, Integer> words = new LinkedHashMap<>();
        String[] lines = text.split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = (i == 0 && lines[i].startsWith("\ufeff") ? lines[i].substring(1) : lines[i]).strip();
            if (line.isEmpty()) continue;
            String[] fields = line.split("\\s+");
            words.put(fields[0], fields.length > 1 ? frequency(fields[1], file + ":" + (i + 1)) : FREQUENCY);
        }
        if (words.isEmpty()) {
            throw new PipelineException(
                    ErrorCode.BAD_DATA, file, "The dictionary " + file + " holds no word; write one a line.");
        }
        return new UserDictionary(words);
    }

    Map<String, Integer> words() {
        return words;
    }

    /** The length of the longest word with a symbol in it that begins here, or 0. */
    int withSymbolsAt(char[] chars, int at, int end) {
        if (withSymbols.isEmpty()) return 0;
        List<String> candidates = withSymbols.get(chars[at]);
        if (candidates == null) return 0;
        for (String word : candidates) {
            int n = word.length();
            if (n > end - at) continue;
            int i = 1;
            while (i < n && word.charAt(i) == chars[at + i]) i++;
            if (i == n) return n;
        }
        return 0;
    }

    private static int frequency(String field, String at) {
        try {
            int frequency = Integer.parseInt(field);
            if (frequency > 0) return frequency;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new PipelineException(
                ErrorCode.BAD_DATA,
                at,
                "'" + field + "' is no frequency; write a word, and behind it a whole number above 0 or nothing.");
    }
}
