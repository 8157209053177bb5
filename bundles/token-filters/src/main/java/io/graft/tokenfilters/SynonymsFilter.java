package io.graft.tokenfilters;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.text.TokenFilter;
import io.graft.api.text.TokenFilterType;
import io.graft.api.text.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * Replaces terms by others that mean the same, or adds those beside them; what is put in is not looked up again.
 *
 * <p>A term is what one token holds, so synonyms of several words are found only after a tokenizer that makes such
 * tokens.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> BAD_DATA for a line of the file that is no synonym.
 */
@Component(service = TokenFilterType.class)
@ComponentName("synonyms")
public final class SynonymsFilter implements TokenFilterType<SynonymsFilter.Settings> {

    /** What means what. */
    public record Settings(
            @Default("") @Meaning("From a term to the term, or the list of terms, that it becomes.")
            Map<String, List<String>> map,

            @Meaning("A file with a line 'a, b => c' for what becomes c, or 'a, b, c' for what means the same.")
            Optional<String> file,

            @Default("false") @Meaning("Whether a term stays, with its synonyms beside it, rather than being replaced.")
            boolean expand,

            @Default("true") @Meaning("Whether terms are found in upper case, too.")
            boolean ignoreCase) {

        /** Checks that there are synonyms. */
        public Settings {
            map = Map.copyOf(new LinkedHashMap<>(map));
            if (map.isEmpty() && file.isEmpty())
                throw new IllegalArgumentException("there are no synonyms: give a 'map' or a 'file'");
            map.forEach((term, list) -> {
                if (list.isEmpty() || list.stream().anyMatch(String::isBlank)) {
                    throw new IllegalArgumentException(
                            "'" + term + "' becomes nothing; to drop a term, use 'stop-words'");
                }
            });
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public TokenFilter create(Settings settings, Context context) {
        Synonyms synonyms = new Synonyms(settings.expand());
        settings.map().keySet().stream()
                .sorted()
                .forEach(term -> synonyms.add(term, settings.map().get(term)));
        settings.file().ifPresent(f -> synonyms.addLines(f, context.text(f)));
        Map<String, Set<String>> byTerm = synonyms.byTerm();
        WordTable terms = new WordTable(byTerm.keySet(), settings.ignoreCase());
        List<String[]> becomes = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++)
            becomes.add(byTerm.get(terms.word(i)).toArray(String[]::new));
        return new Replacer(terms, becomes, settings.expand());
    }

    private record Replacer(WordTable terms, List<String[]> becomes, boolean expand) implements TokenFilter {
        @Override
        public void filter(Tokens tokens) {
            for (int i = tokens.size() - 1; i >= 0; i--) {
                int found = terms.find(tokens.buffer(), tokens.termStart(i), tokens.termEnd(i));
                if (found < 0) continue;
                String[] synonyms = becomes.get(found);
                for (int s = synonyms.length - 1; s >= (expand ? 0 : 1); s--) tokens.insertAfter(i, synonyms[s]);
                if (!expand) tokens.term(i, synonyms[0]);
            }
        }
    }
}
