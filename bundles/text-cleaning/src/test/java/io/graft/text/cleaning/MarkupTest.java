package io.graft.text.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkupTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain text                                   | plain text",
                "a<br>b                                       | a b",
                "<p>one</p><p>two</p>                         | one two",
                "un<b>bro</b>ken                              | unbroken",
                "<a href=\"x>y\" title='<b>'>link</a>         | link",
                "1 < 2 && 3 > 2                               | 1 < 2 && 3 > 2",
                "I <3 you                                     | I <3 you",
                "an unended <a href=x                         | an unended <a href=x",
                "an open quote <a href=\"x>y</a> z            | an open quote y z",
                "a<!-- <b> --><!DOCTYPE html><?php x ?>b      | ab",
                "a<!-- not ended <b>c                         | ac",
                "x<script>if (a<b) alert('</p>')</script>y    | x y",
                "x<STYLE type=text/css>p{}</style >y          | x y",
                "x<script>never ended                         | x never ended",
                "<scripty>kept</scripty>                      | kept",
                "&lt;b&gt; &amp;amp; &quot;q&quot;            | <b> &amp; \"q\"",
                "AT&T, Q&A, &unknown; &                       | AT&T, Q&A, &unknown; &",
                "&copy2024 &copy; &notit; &notin;             | ©2024 © ¬it; ∉",
                "&#65;&#x42;&#X43;&#68                        | ABCD",
                "&#8364; &#128; &#x1F600; &#0; &#xD800; &#99999999999; | € € 😀 � � �",
                "&#; &#x; &#xg;                               | &#; &#x; &#xg;",
                "<td>1</td><td>2</td>                         | 1 2",
            })
    void tagsGoAndReferencesAreDecodedAsBrowsersDo(String html, String expected) {
        assertEquals(expected, Cleaned.text(html, Map.of("html", true)));
    }
}
