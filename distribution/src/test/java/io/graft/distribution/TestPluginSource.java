package io.graft.distribution;

import io.graft.distribution.TestPlugin.Fault;
import java.util.Locale;

/** The source text of a component of each kind that a {@link TestPlugin} can offer. */
enum TestPluginSource {
    TOKENIZER("io.graft.api.text.Tokenizer", "", """
            (text, tokens) -> {
                use();
                int[] words = words(text);
                for (int i = 0; i < words.length; i += 2)
                    if (EDITION < 0 || EDITION % (words.length / 2) == i / 2) tokens.add(words[i], words[i + 1]);
            }"""),
    CLEANER("io.graft.api.text.Cleaner", "", """
            text -> {
                use();
                int[] words = words(text);
                if (EDITION < 0 || words.length == 0) return true;
                int at = 2 * (EDITION % (words.length / 2));
                text.begin();
                text.keep(words[at], words[at + 1]);
                text.commit();
                return true;
            }"""),
    LAYER("io.graft.api.model.Layer", "io.graft.api.settings.Units units", """
            (g, x) -> {
                use();
                int units = settings.units().in(g);
                return g.linear(
                        x,
                        g.parameter("weight", Shape.of(x.shape().last(), units), Initializer.glorotUniform()),
                        g.parameter("bias", Shape.of(units), Initializer.zeros()));
            }"""),
    LOSS("io.graft.api.model.Loss", "", """
            new Loss() {
                @Override
                public Target target() {
                    return Target.CLASS;
                }

                @Override
                public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
                    use();
                    return g.weightedMean(
                            g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), output, target), rowWeight);
                }

                @Override
                public Value scores(GraphBuilder g, Value output) {
                    return g.softmax(output, -1);
                }
            }"""),
    OPTIMIZER("io.graft.api.model.Optimizer", "@io.graft.api.settings.Default(\"0.1\") double learningRate", """
            () -> {
                use();
                Shape elements = Shape.of(Dim.named("n"));
                GraphBuilder g = new GraphBuilder(Map.of());
                Value w = g.input(Rule.PARAMETER, ElementType.FLOAT, elements);
                Value gradient = g.input(Rule.GRADIENT, ElementType.FLOAT, elements);
                Value rate = g.input(Rule.RATE, ElementType.FLOAT, Shape.SCALAR);
                g.input(Rule.STEP, ElementType.FLOAT, Shape.SCALAR);
                g.output(Rule.PARAMETER, g.sub(w, g.mul(gradient, rate)));
                return new Rule("test-descent", Map.of(), settings.learningRate(), 0, 0, java.util.List.of(), g.build());
            }""");

    private static final String HANG = "while (System.getProperty(\"" + TestPlugin.RELEASE
            + "\") == null) java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);";

    private static final String FORM = """
            package PACKAGE;

            import io.graft.api.*;
            import io.graft.api.graph.*;
            import io.graft.api.model.*;
            import io.graft.api.text.*;
            import java.util.Map;
            import org.osgi.service.component.annotations.*;

            @Component(service = TYPE.class)
            @ComponentName("COMPONENT")
            public final class CLASS_NAME implements TYPE<CLASS_NAME.Settings> {
                private static final int EDITION = PLACE;
                private static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();

                public record Settings(SETTINGS) {}

                private static final class Own {}

                public CLASS_NAME() {
                    IN_CONSTRUCTOR
                }

                @Deactivate
                public void stop() {
                    IN_STOP
                }

                @Override
                public Class<Settings> settings() {
                    return Settings.class;
                }

                @Override
                public PRODUCT create(Settings settings, Context context) {
                    IN_CREATE
                    return CREATED;
                }

                private static void use() {
                    IN_USE
                }

                /** The beginning and the end of each word. */
                private static int[] words(CharSequence text) {
                    java.util.stream.IntStream.Builder found = java.util.stream.IntStream.builder();
                    for (int from = 0, i = 0; i <= text.length(); i++)
                        if (i == text.length() || text.charAt(i) == ' ') {
                            if (i > from) found.add(from).add(i);
                            from = i + 1;
                        }
                    return found.build().toArray();
                }
            }
            """;

    private final String product;
    private final String settings;
    private final String created;

    TestPluginSource(String product, String settings, String created) {
        this.product = product;
        this.settings = settings;
        this.created = created;
    }

    /** A name for the class. */
    String className() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    /** The class. */
    String text(String packageName, String className, String component, int edition, Fault fault) {
        return FORM.replace("IN_CONSTRUCTOR", fault == Fault.CONSTRUCTOR_THROWS ? fails("the constructor") : "")
                .replace("IN_STOP", fault == Fault.STOP_HANGS ? HANG : "")
                .replace("IN_CREATE", inCreate(fault))
                .replace("IN_USE", inUse(fault))
                .replace("CREATED", created)
                .replace("SETTINGS", settings)
                .replace("PACKAGE", packageName)
                .replace("PRODUCT", product)
                .replace("TYPE", product + "Type")
                .replace("CLASS_NAME", className)
                .replace("COMPONENT", component)
                .replace("PLACE", Integer.toString(edition));
    }

    private static String inCreate(Fault fault) {
        return switch (fault) {
            case CREATE_THROWS -> fails("create");
            case CREATE_HANGS -> HANG;
            case CREATE_GIVES_NULL -> "if (context != null) return null;";
            case THREAD_STAYS ->
                "Thread stays = new Thread(() -> { " + HANG
                        + " }, \"test-plugin\"); stays.setDaemon(true); stays.start();";
            default -> "";
        };
    }

    private static String inUse(Fault fault) {
        return switch (fault) {
            case USE_THROWS -> fails("use");
            case USE_THROWS_LINKAGE_ERROR -> "throw new NoSuchMethodError(\"io.acme.Gone.method()\");";
            case USE_HANGS -> HANG;
            case THREAD_LOCAL_STAYS -> "LOCAL.set(new Own());";
            default -> "";
        };
    }

    private static String fails(String what) {
        return "if (EDITION < 1_000_000) throw new IllegalStateException(\"" + what
                + " of the test's plug-in fails\");";
    }
}
