package io.graft.tokenizers.chinese;

import com.hankcs.hanlp.HanLP;
import com.hankcs.hanlp.collection.trie.bintrie.BinTrie;
import com.hankcs.hanlp.corpus.tag.Nature;
import com.hankcs.hanlp.dictionary.CoreDictionary;
import com.hankcs.hanlp.dictionary.DynamicCustomDictionary;
import com.hankcs.hanlp.seg.Viterbi.ViterbiSegment;
import com.hankcs.hanlp.seg.common.Term;
import com.hankcs.hanlp.seg.common.Vertex;
import com.hankcs.hanlp.seg.common.WordNet;
import com.hankcs.hanlp.utility.Predefine;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** HanLP's shortest-path segmentation, with words of one's own among the candidates. For one thread at a time. */
final class HanLpSegmenter extends ViterbiSegment {
    private final BinTrie<CoreDictionary.Attribute> own;

    private HanLpSegmenter(UserDictionary dictionary, boolean index, boolean names) {
        enableNameRecognize(names);
        enableTranslatedNameRecognize(names);
        if (index) enableIndexMode(true);
        if (dictionary.words().isEmpty()) {
            own = null;
            return;
        }
        own = new BinTrie<>();
        for (Map.Entry<String, Integer> word : dictionary.words().entrySet()) {
            own.put(word.getKey(), new CoreDictionary.Attribute(Nature.nz, word.getValue()));
        }
        // words in the net compete; the dictionary beside it joins neighbours that are a word together
        enableCustomDictionary(new DynamicCustomDictionary(customDictionary.dat, own, null));
    }

    /** Loads the dictionaries when it is the first, without a word to log or console. */
    static HanLpSegmenter create(UserDictionary dictionary, boolean index, boolean names) {
        // HanLP looks for its properties with the context class loader: it shall find those of this bundle, not the
        // application's
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(HanLpSegmenter.class.getClassLoader());
        try {
            synchronized (HanLpSegmenter.class) {
                silence();
                if (!(HanLP.Config.IOAdapter instanceof DictionaryFiles)) {
                    throw new IllegalStateException("HanLP did not read this bundle's properties");
                }
                HanLpSegmenter segmenter = new HanLpSegmenter(dictionary, index, names);
                // brings in what it loads only at first use
                segmenter.seg("王小明在北京大学".toCharArray());
                return segmenter;
            }
        } catch (IllegalStateException | IllegalArgumentException | LinkageError e) {
            throw new PipelineException(
                    ErrorCode.PLUGIN_FAILED,
                    "",
                    "The plug-in tokenizers-chinese cannot load its dictionaries; install it again. (" + e + ")",
                    e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The words of a clause; in index mode each long one is followed by those within it, and all carry their offset. */
    List<Term> words(char[] clause) {
        return seg(clause);
    }

    /** Whether the dictionaries hold this word. */
    boolean knows(String word) {
        return CoreDictionary.contains(word) || customDictionary.contains(word);
    }

    @Override
    protected void generateWordNet(WordNet net) {
        if (own != null) {
            char[] text = net.charArray;
            own.parseText(
                    text,
                    (begin, end, attribute) ->
                            net.add(begin + 1, new Vertex(new String(text, begin, end - begin), attribute)));
        }
        super.generateWordNet(net);
    }

    private static void silence() {
        if (Predefine.logger.getLevel() == Level.OFF) return;
        Logger silent = Logger.getAnonymousLogger();
        silent.setLevel(Level.OFF);
        Predefine.logger = silent;
    }
}
