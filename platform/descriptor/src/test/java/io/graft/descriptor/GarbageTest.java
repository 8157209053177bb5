package io.graft.descriptor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is thrown at the reader and at the check, only a {@link DescriptorException} comes back. */
class GarbageTest {
    private static final int ROUNDS = 500;
    private static final String[] PIECES = {
        "graft",
        "data",
        "prepare",
        "model",
        "layers",
        "train",
        "residual",
        "dense",
        "units",
        "adam",
        "serve",
        "checkpoint",
        "validation",
        "split",
        "metrics",
        "backend",
        "@[1,2)",
        "@",
        ": ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\n",
        "\n  ",
        "\n- ",
        "\t",
        "\"",
        "'",
        "<",
        ">",
        "</",
        "/>",
        "<item>",
        "=",
        ".",
        ".0",
        "[0]",
        "..",
        "&a ",
        "*a",
        "!!str ",
        "!x ",
        "|",
        "---\n",
        "#",
        "1",
        "-1",
        "1e999",
        "true",
        "null",
        "~",
        "${env:X}",
        "${",
        "$${x}",
        "}",
        "${sys:a}",
        "\\",
        "\\u00",
        "é",
        "中",
        "\uFFFD",
        "\u0000",
        "\u0085",
        "\uD800",
        "&amp;",
        "&x;",
        "<![CDATA[",
        "<!--",
        "<?xml?>",
        "xmlns:a='b'"
    };

    private final DescriptorReader reader = new DescriptorReader(name -> "${env:X}");

    private void attack(String text, Format format, long seed) {
        try {
            Tree tree = reader.read(text, format, "garbage", Set.of("X"));
            DescriptorCheck.check(tree, Example.COMPONENTS);
            Tree filled = Filler.fill(tree, Example.COMPONENTS);
            Filler.added(tree, filled);
            YamlWriter.write(filled);
            DescriptorCheck.parse(tree, Path.of(""), Example.COMPONENTS);
        } catch (DescriptorException e) {
            assertFalse(e.problems().isEmpty());
            e.problems().forEach(p -> assertFalse(p.sentence().isBlank()));
        } catch (Throwable e) {
            fail("seed " + seed + ", " + format + ":\n" + text, e);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void randomPiecesOfSyntax(Format format) {
        long first = System.nanoTime();
        System.out.println("GarbageTest.randomPiecesOfSyntax " + format + " seed " + first);
        for (long seed = first; seed < first + ROUNDS; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(format == Format.XML && random.nextBoolean() ? "<graft>" : "");
            for (int i = random.nextInt(60); i > 0; i--) text.append(PIECES[random.nextInt(PIECES.length)]);
            attack(text.toString(), format, seed);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theExampleWithSlips(Format format) {
        long first = System.nanoTime();
        System.out.println("GarbageTest.theExampleWithSlips " + format + " seed " + first);
        String example = Example.text(format.name().toLowerCase(java.util.Locale.ROOT));
        for (long seed = first; seed < first + ROUNDS; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(example);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                    case 2 -> text.delete(at, Math.min(text.length(), at + random.nextInt(80)));
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(80))));
                }
            }
            attack(text.toString(), format, seed);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void randomBytes(Format format) {
        long first = System.nanoTime();
        System.out.println("GarbageTest.randomBytes " + format + " seed " + first);
        for (long seed = first; seed < first + ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (32 + (bytes[i] & 63));
            attack(new String(bytes, StandardCharsets.UTF_8), format, seed);
            attack(new String(bytes, StandardCharsets.ISO_8859_1), format, seed);
        }
    }
}
