package io.graft.tokenizers.chinese;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChineseWordsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "今天天气不错，北京大学生前来应聘。         | 今天 天气 不错 北京 大学生 前来 应聘",
                "结婚的和尚未结婚的                     | 结婚 的 和 尚未 结婚 的",
                "长春市长春节致辞                       | 长春 市长 春节 致辞",
                "iPhone14Pro多少钱                     | iPhone14Pro 多少 钱",
                "买了3.5公斤，共1,200元                 | 买了 3.5 公斤 共 1,200 元",
                "我用Node.js和don't写COVID_19          | 我 用 Node.js 和 don't 写 COVID_19",
                "ＡＢ１２号 Café北京                    | ＡＢ１２ 号 Café 北京",
                "only English, no Chinese.            | only English no Chinese",
                "3.                                   | 3",
            })
    void textIsCutAsAReaderWouldAndOtherScriptsStayWhole(String text, String expected) {
        assertEquals(List.of(expected.split(" ")), Cut.words(Cut.standard(), text));
    }

    @Test
    void offsetsPointIntoTheOriginalAlsoAfterSurrogatesAndMarks() {
        String text = "😀你好𠮷野家，𝟏𝟐e\u0301了";
        TextBuffer buffer = new TextBuffer();
        buffer.set(text);
        Tokens tokens = new Tokens();
        tokens.reset(buffer);
        Cut.tokenizer(ChineseWords.Mode.STANDARD, true, false, null).tokenize(buffer, tokens);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            assertEquals(tokens.term(i), text.substring(tokens.start(i), tokens.end(i)));
            all.append(tokens.term(i)).append('|');
        }
        assertEquals("😀|你好|𠮷|野|家|，|𝟏𝟐e\u0301|了|", all.toString());
    }

    @Test
    void searchModeGivesTheWordsWithinLongWordsToo() {
        List<String> words = Cut.words(Cut.tokenizer(ChineseWords.Mode.SEARCH, false, false, null), "他是北京大学生iPhone14");
        assertTrue(words.containsAll(List.of("大学生", "大学", "学生", "iPhone14")), words.toString());
        assertTrue(words.indexOf("大学生") < words.indexOf("大学"), words.toString());
    }

    @Test
    void punctuationIsKeptWhenAskedFor() {
        Tokenizer tokenizer = Cut.tokenizer(ChineseWords.Mode.STANDARD, true, false, null);
        assertEquals(
                List.of("好", "……", "真的", "？", "！！", "👩\u200d💻", "👍🏽", "+"),
                Cut.words(tokenizer, "好……真的？！！ 👩\u200d💻👍🏽+"));
    }

    @Test
    void wordsOfOnesOwnStayWhole() {
        assertEquals(List.of("攻城", "狮", "逆袭", "白", "富", "美"), Cut.words(Cut.standard(), "攻城狮逆袭白富美"));
        Tokenizer own = Cut.tokenizer(ChineseWords.Mode.STANDARD, false, false, "\ufeff攻城狮\r\n\r\n白富美 5000 nz\nT恤衫\n");
        assertEquals(List.of("攻城狮", "逆袭", "白富美", "穿", "T恤衫"), Cut.words(own, "攻城狮逆袭白富美，穿T恤衫"));
    }

    @Test
    void aWordOfOnesOwnMayCutAcrossTheWordsOfTheDictionary() {
        assertEquals(List.of("用户", "登录", "不", "上去"), Cut.words(Cut.standard(), "用户登录不上去"));
        Tokenizer own = Cut.tokenizer(ChineseWords.Mode.STANDARD, false, false, "不上");
        assertEquals(List.of("用户", "登录", "不上", "去"), Cut.words(own, "用户登录不上去"));
    }

    @Test
    void aWordOfOnesOwnMayHoldSymbols() {
        Tokenizer own = Cut.tokenizer(ChineseWords.Mode.STANDARD, false, false, "C++\nC#\n.NET\n《红楼梦》");
        assertEquals(
                List.of("用", "C++", "写", "C#", "和", ".NET", "C", "ABC", "读", "《红楼梦》"),
                Cut.words(own, "用C++写C#和.NET，C ABC++，读《红楼梦》"));
    }

    @Test
    void dictionariesOfTwoTokenizersDoNotMix() {
        Tokenizer own = Cut.tokenizer(ChineseWords.Mode.STANDARD, false, false, "攻城狮");
        Tokenizer none = Cut.standard();
        assertEquals(List.of("攻城狮"), Cut.words(own, "攻城狮"));
        assertEquals(List.of("攻城", "狮"), Cut.words(none, "攻城狮"));
    }

    @Test
    void namesOfPersonsAreGuessedWhenAskedFor() {
        assertTrue(Cut.words(Cut.tokenizer(ChineseWords.Mode.STANDARD, false, true, null), "王小明在上海")
                .contains("王小明"));
        assertTrue(!Cut.words(Cut.standard(), "王小明在上海").contains("王小明"));
    }

    @Test
    void aFrequencyThatIsNoneIsToldWithItsLine() {
        var e = assertThrows(
                PipelineException.class, () -> Cut.tokenizer(ChineseWords.Mode.STANDARD, false, false, "好\n坏 很多"));
        assertEquals(ErrorCode.BAD_DATA, e.code());
        assertEquals("words.txt:2", e.at());
        assertEquals(
                "'很多' is no frequency; write a word, and behind it a whole number above 0 or nothing.", e.getMessage());
    }

    @Test
    void anEmptyDictionaryIsRefused() {
        var e = assertThrows(
                PipelineException.class, () -> Cut.tokenizer(ChineseWords.Mode.STANDARD, false, false, " \n\n"));
        assertEquals("The dictionary words.txt holds no word; write one a line.", e.getMessage());
    }
}
