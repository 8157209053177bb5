package io.graft.tokenfilters;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The languages whose stop words are known. */
public enum StopLanguage {
    /** English: the list of the Snowball project. */
    EN("/org/apache/lucene/analysis/snowball/english_stop.txt"),
    /** Chinese, in simplified and traditional characters. */
    ZH("stop-words-zh.txt"),
    /** No list. */
    NONE("");

    private final String resource;

    StopLanguage(String resource) {
        this.resource = resource;
    }

    /** The stop words. */
    List<String> words() {
        if (resource.isEmpty()) return List.of();
        try (InputStream in = StopLanguage.class.getResourceAsStream(resource)) {
            if (in == null) throw new IllegalStateException("the plug-in lacks its file " + resource);
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            // in Snowball's lists, a bar begins a remark
            return WordLines.read(text.replaceAll("\\|[^\n]*", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
