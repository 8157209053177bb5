package io.graft.descriptor;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Writes descriptors as YAML. Variables are written by name, so that no secret gets into a file. */
public final class YamlWriter {
    private static final int WIDTH = 100;
    private static final Resolver RESOLVER = new Resolver();

    private YamlWriter() {}

    /** A descriptor as YAML; read again, it is the same tree. */
    public static String write(Tree tree) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setAllowUnicode(true);
        options.setSplitLines(false);
        options.setIndent(2);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setDereferenceAliases(true);
        StringWriter out = new StringWriter();
        new Yaml(options).serialize(node(tree, false), out);
        return out.toString();
    }

    private static Node node(Tree tree, boolean within) {
        boolean flow = within
                || !tree.path().isEmpty()
                        && height(tree) <= 1
                        && width(tree) + tree.path().length() <= WIDTH;
        FlowStyle style = flow ? FlowStyle.FLOW : FlowStyle.BLOCK;
        return switch (tree.form()) {
            case NULL -> new ScalarNode(Tag.NULL, "null", null, null, ScalarStyle.PLAIN);
            case VALUE -> scalar(tree);
            case LIST -> {
                List<Node> items = new ArrayList<>();
                for (Tree item : tree.items()) items.add(node(item, flow));
                yield new SequenceNode(Tag.SEQ, items, items.isEmpty() ? FlowStyle.FLOW : style);
            }
            case MAP -> {
                List<NodeTuple> entries = new ArrayList<>();
                tree.entries().forEach((key, value) -> entries.add(new NodeTuple(key(key), node(value, flow))));
                yield new MappingNode(Tag.MAP, entries, entries.isEmpty() ? FlowStyle.FLOW : style);
            }
        };
    }

    private static Node key(String key) {
        return new ScalarNode(Tag.STR, key, null, null, style(key, false));
    }

    private static Node scalar(Tree tree) {
        String text = tree.written();
        if (tree.isNumber() || tree.isBoolean())
            // a variable that holds a number was quoted, because of its braces
            return new ScalarNode(RESOLVER.resolve(NodeId.scalar, text, true), text, null, null, ScalarStyle.PLAIN);
        // what looks like a number here may look like a text to the emitter, e.g. 1e-3
        boolean looksTyped = !Tree.value(Location.NONE, text, false).isText();
        return new ScalarNode(Tag.STR, text, null, null, style(text, looksTyped));
    }

    private static ScalarStyle style(String text, boolean quoted) {
        // every kind of line break would be folded; in double quotes it is escaped
        boolean special =
                text.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF);
        return special ? ScalarStyle.DOUBLE_QUOTED : quoted ? ScalarStyle.SINGLE_QUOTED : ScalarStyle.PLAIN;
    }

    private static int height(Tree tree) {
        int below = -1;
        for (Tree t : tree.entries().values()) below = Math.max(below, height(t));
        for (Tree t : tree.items()) below = Math.max(below, height(t));
        return tree.isValue() || tree.isNull() ? 0 : below + 1;
    }

    private static int width(Tree tree) {
        int width = tree.written().length() + 2;
        for (var entry : tree.entries().entrySet()) width += entry.getKey().length() + 4 + width(entry.getValue());
        for (Tree item : tree.items()) width += 2 + width(item);
        return width;
    }
}
