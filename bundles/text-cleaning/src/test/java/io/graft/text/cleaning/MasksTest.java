package io.graft.text.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "see https://example.org/a?b=c#d, please      | see U, please",
                "(http://en.example.org/wiki/X_(y))           | (U)",
                "WWW.Example.org and www.example.org/x.       | U and U.",
                "www.alone or www                             | www.alone or www",
                "请看http://a.cn/b。谢谢                       | 请看U。谢谢",
                "网址是www.a.cn谢谢                            | 网址是U谢谢",
                "邮箱me.you+x@a-b.cn，请回复                    | 邮箱E，请回复",
                "mail a.b@c.de now, not @me or a@b            | mail E now, not @me or a@b",
                "3 cats, 1,000.5 km; 12:30 at 3.              | N cats, N km; N:N at N.",
                "mp3 16S rRNA b2b 3kg x_1                     | mp3 16S rRNA b2b 3kg x_1",
                "买3个，第２０次，三个                            | 买N个，第N次，三个",
                "٣٤ and 1..2                                  | N and N..N",
                "http://x.y/12 12                             | U N",
            })
    void addressesAndNumbersAreMasked(String text, String expected) {
        assertEquals(expected, Cleaned.text(text, Map.of("urls", "U", "emails", "E", "numbers", "N")));
    }

    @Test
    void eachMaskWorksWithoutTheOthers() {
        String text = "a@b.cd http://e.f/1 2";
        assertEquals("a@b.cd U 2", Cleaned.text(text, Map.of("urls", "U")));
        assertEquals("E http://e.f/1 2", Cleaned.text(text, Map.of("emails", "E")));
        assertEquals("a@b.cd http://e.f/N N", Cleaned.text(text, Map.of("numbers", "N")));
    }

    @Test
    void aMaskIsNotLowercasedAndStandsForTheWholeAddress() {
        var buffer = Cleaned.buffer("See HTTP://A.B/C now", Map.of("urls", "<URL>", "lowercase", true));
        assertEquals("see <URL> now", buffer.toString());
        assertEquals(4, buffer.origin(4));
        assertEquals(16, buffer.originEnd(9));
        assertEquals(16, buffer.origin(9));
    }
}
