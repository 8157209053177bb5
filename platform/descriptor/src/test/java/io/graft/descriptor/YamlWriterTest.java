package io.graft.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlWriterTest {
    private static final String[] TEXTS = {
        "",
        " ",
        "a",
        "true",
        "false",
        "no",
        "~",
        "null",
        "32",
        "1e-3",
        "0x1F",
        "1_000",
        "007",
        "2020-01-01",
        "- a",
        "a: b",
        "{x",
        "[",
        "#",
        "a # b",
        "'",
        "\"",
        "\\",
        "\n",
        "a\nb\n",
        " lead",
        "trail ",
        "\t",
        "ä",
        "中文",
        "😀",
        "!x",
        "&a",
        "*a",
        "%",
        "@",
        "`",
        "|",
        ">",
        "?",
        ":",
        "<<",
        "=",
        "${env:X}",
        "$${x}",
        "$",
        "${",
        ".inf",
        ".nan",
        "12:30",
        "\u0085",
        "\u2028",
        "---",
        "..."
    };

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "json", "xml", "properties"})
    void theExampleIsReadBackTheSame(String extension) {
        Tree tree = Example.read(extension);
        assertEquals(tree, Example.yaml(YamlWriter.write(tree)));
    }

    @RepeatedTest(300)
    void whateverIsWrittenIsReadBackTheSame(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        Tree tree = Tree.map(Location.NONE, Map.of("root", node(random, 0)));
        String yaml = YamlWriter.write(tree);
        Tree again = Example.yaml(yaml);
        assertEquals(tree, again, "seed " + seed + "\n" + yaml);
        assertSameTypes(tree, again, "seed " + seed + "\n" + yaml);
    }

    private static void assertSameTypes(Tree a, Tree b, String message) {
        assertEquals(a.describe(), b.describe(), message);
        a.entries().forEach((key, value) -> assertSameTypes(value, b.entries().get(key), message));
        for (int i = 0; i < a.items().size(); i++)
            assertSameTypes(a.items().get(i), b.items().get(i), message);
    }

    private static Tree node(Random random, int depth) {
        int kind = random.nextInt(depth > 4 ? 3 : 6);
        String text = TEXTS[random.nextInt(TEXTS.length)];
        if (kind == 0) return Tree.nothing(Location.NONE);
        if (kind <= 2) return Tree.value(Location.NONE, text, random.nextBoolean());
        int size = random.nextInt(5);
        if (kind == 3) {
            List<Tree> items = new ArrayList<>();
            for (int i = 0; i < size; i++) items.add(node(random, depth + 1));
            return Tree.list(Location.NONE, items);
        }
        Map<String, Tree> entries = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) entries.put(TEXTS[random.nextInt(TEXTS.length)], node(random, depth + 1));
        return Tree.map(Location.NONE, entries);
    }

    @Test
    void shortSettingsStandOnOneLine() {
        String yaml = YamlWriter.write(Example.read("yaml"));
        assertTrue(yaml.contains("\n  - clean: {unicode: NFKC, lowercase: true}\n"), yaml);
        assertTrue(yaml.contains("\nmetrics: [accuracy, macro-f1]\n"), yaml);
    }
}
