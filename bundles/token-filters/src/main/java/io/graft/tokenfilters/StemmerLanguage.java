package io.graft.tokenfilters;

import java.util.function.Supplier;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.ArabicStemmer;
import org.tartarus.snowball.ext.ArmenianStemmer;
import org.tartarus.snowball.ext.BasqueStemmer;
import org.tartarus.snowball.ext.CatalanStemmer;
import org.tartarus.snowball.ext.DanishStemmer;
import org.tartarus.snowball.ext.DutchStemmer;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.EstonianStemmer;
import org.tartarus.snowball.ext.FinnishStemmer;
import org.tartarus.snowball.ext.FrenchStemmer;
import org.tartarus.snowball.ext.GermanStemmer;
import org.tartarus.snowball.ext.GreekStemmer;
import org.tartarus.snowball.ext.HindiStemmer;
import org.tartarus.snowball.ext.HungarianStemmer;
import org.tartarus.snowball.ext.IndonesianStemmer;
import org.tartarus.snowball.ext.IrishStemmer;
import org.tartarus.snowball.ext.ItalianStemmer;
import org.tartarus.snowball.ext.LithuanianStemmer;
import org.tartarus.snowball.ext.NepaliStemmer;
import org.tartarus.snowball.ext.NorwegianStemmer;
import org.tartarus.snowball.ext.PorterStemmer;
import org.tartarus.snowball.ext.PortugueseStemmer;
import org.tartarus.snowball.ext.RomanianStemmer;
import org.tartarus.snowball.ext.RussianStemmer;
import org.tartarus.snowball.ext.SerbianStemmer;
import org.tartarus.snowball.ext.SpanishStemmer;
import org.tartarus.snowball.ext.SwedishStemmer;
import org.tartarus.snowball.ext.TamilStemmer;
import org.tartarus.snowball.ext.TurkishStemmer;
import org.tartarus.snowball.ext.YiddishStemmer;

/** The languages that words are stemmed in, by the algorithms of the Snowball project. */
public enum StemmerLanguage {
    /** Arabic. */
    ARABIC(ArabicStemmer::new),
    /** Armenian. */
    ARMENIAN(ArmenianStemmer::new),
    /** Basque. */
    BASQUE(BasqueStemmer::new),
    /** Catalan. */
    CATALAN(CatalanStemmer::new),
    /** Danish. */
    DANISH(DanishStemmer::new),
    /** Dutch. */
    DUTCH(DutchStemmer::new),
    /** English, by Porter's second algorithm. */
    ENGLISH(EnglishStemmer::new),
    /** Estonian. */
    ESTONIAN(EstonianStemmer::new),
    /** Finnish. */
    FINNISH(FinnishStemmer::new),
    /** French. */
    FRENCH(FrenchStemmer::new),
    /** German. */
    GERMAN(GermanStemmer::new),
    /** Greek. */
    GREEK(GreekStemmer::new),
    /** Hindi. */
    HINDI(HindiStemmer::new),
    /** Hungarian. */
    HUNGARIAN(HungarianStemmer::new),
    /** Indonesian. */
    INDONESIAN(IndonesianStemmer::new),
    /** Irish. */
    IRISH(IrishStemmer::new),
    /** Italian. */
    ITALIAN(ItalianStemmer::new),
    /** Lithuanian. */
    LITHUANIAN(LithuanianStemmer::new),
    /** Nepali. */
    NEPALI(NepaliStemmer::new),
    /** Norwegian. */
    NORWEGIAN(NorwegianStemmer::new),
    /** English, by Porter's first algorithm of 1980. */
    PORTER(PorterStemmer::new),
    /** Portuguese. */
    PORTUGUESE(PortugueseStemmer::new),
    /** Romanian. */
    ROMANIAN(RomanianStemmer::new),
    /** Russian. */
    RUSSIAN(RussianStemmer::new),
    /** Serbian. */
    SERBIAN(SerbianStemmer::new),
    /** Spanish. */
    SPANISH(SpanishStemmer::new),
    /** Swedish. */
    SWEDISH(SwedishStemmer::new),
    /** Tamil. */
    TAMIL(TamilStemmer::new),
    /** Turkish. */
    TURKISH(TurkishStemmer::new),
    /** Yiddish. */
    YIDDISH(YiddishStemmer::new);

    private final Supplier<SnowballStemmer> stemmer;

    StemmerLanguage(Supplier<SnowballStemmer> stemmer) {
        this.stemmer = stemmer;
    }

    /** A stemmer, for one thread. */
    SnowballStemmer open() {
        return stemmer.get();
    }
}
