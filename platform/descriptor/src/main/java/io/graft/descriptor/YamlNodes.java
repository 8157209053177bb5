package io.graft.descriptor;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads YAML. Nodes are composed but nothing is constructed from them, so no class is ever loaded. */
final class YamlNodes {
    private static final Set<Tag> STANDARD = Set.of(
            Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE, Tag.YAML, Tag.MAP, Tag.SEQ);

    private static final Resolver RESOLVER = new Resolver();

    private final Nodes nodes;

    YamlNodes(Nodes nodes) {
        this.nodes = nodes;
    }

    /** The root of a text, or null when there is nothing in it. */
    ImmutableNode read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(DescriptorReader.MAX_BYTES);
        options.setMaxAliasesForCollections(50);
        options.setNestingDepthLimit(DescriptorReader.MAX_DEPTH + 8);
        // nothing is constructed, so a tag is no more than a word; node() says that it means nothing
        options.setTagInspector(tag -> true);
        Node root;
        try {
            root = new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            throw broken(e, text);
        } catch (YAMLException e) {
            throw nodes.fatal(0, message(e));
        }
        return root == null ? null : node("", root, root.getStartMark().getLine() + 1);
    }

    private String message(YAMLException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("Nesting Depth"))
            return "The descriptor is nested too deep: more than " + DescriptorReader.MAX_DEPTH + " levels.";
        if (message.contains("aliases for non-scalar"))
            return "The descriptor uses too many aliases (more than 50 of maps and lists).";
        return "This is not YAML: " + message.lines().findFirst().orElse("it cannot be read") + ".";
    }

    private DescriptorException broken(MarkedYAMLException e, String text) {
        int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
        int tab = tabLine(text, line);
        if (tab > 0) return nodes.fatal(tab, "The line is indented with a tab; YAML allows only spaces there.");
        String problem = e.getProblem() == null
                ? "it cannot be read"
                : e.getProblem().lines().findFirst().orElse("");
        if (problem.startsWith("but found another document"))
            return nodes.fatal(line, "A descriptor is one YAML document; a second one begins here.");
        if (problem.contains("cannot start any token"))
            problem += "; put a text that begins with this character into quotation marks";
        String context = e.getContext() == null
                ? ""
                : " (" + e.getContext().lines().findFirst().orElse("") + ")";
        return nodes.fatal(line, "This is not YAML: " + problem + context + ".");
    }

    /** The first line up to this one that is indented with a tab, or 0. */
    private static int tabLine(String text, int last) {
        int number = 0;
        for (String line : text.lines().limit(last).toList()) {
            number++;
            for (int i = 0; i < line.length() && (line.charAt(i) == ' ' || line.charAt(i) == '\t'); i++)
                if (line.charAt(i) == '\t' && !line.isBlank()) return number;
        }
        return 0;
    }

    private ImmutableNode node(String name, Node node, int line) {
        if (!STANDARD.contains(node.getTag()))
            nodes.problem(line, "", "The tag '" + node.getTag().getValue() + "' means nothing here; leave it out.");
        if (node instanceof ScalarNode scalar) {
            boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
            if (plain && scalar.getTag().equals(Tag.NULL)) return nodes.nothing(name, line);
            return nodes.value(name, line, scalar.getValue(), !plain || forced(scalar));
        }
        nodes.enter(line);
        List<ImmutableNode> children = new ArrayList<>();
        if (node instanceof SequenceNode sequence)
            for (Node item : sequence.getValue())
                children.add(node(Nodes.ITEM, item, item.getStartMark().getLine() + 1));
        else if (node instanceof MappingNode mapping)
            for (NodeTuple tuple : mapping.getValue()) {
                int keyLine = tuple.getKeyNode().getStartMark().getLine() + 1;
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    if (key.getTag().equals(Tag.MERGE))
                        nodes.problem(
                                keyLine,
                                "",
                                "'<<' does not merge maps here; write the keys out, or use an alias for a whole map.");
                    children.add(node(key.getValue(), tuple.getValueNode(), keyLine));
                } else nodes.problem(keyLine, "", "A key must be a word; this one is a map or a list.");
            }
        nodes.leave();
        return node instanceof SequenceNode ? nodes.list(name, line, children) : nodes.map(name, line, children);
    }

    /** Whether {@code !!str} stands before it: what it looks like is not what it is. */
    private static boolean forced(ScalarNode scalar) {
        return scalar.getTag().equals(Tag.STR)
                && !RESOLVER.resolve(NodeId.scalar, scalar.getValue(), true).equals(Tag.STR);
    }
}
