package io.graft.descriptor;

import io.graft.api.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * Makes the nodes of a configuration while a text is read, and keeps to the limits.
 *
 * <p>Each node carries its form and its line as attributes; the items of a list are children named {@value #ITEM}.
 */
final class Nodes {
    static final String ITEM = "item";
    private static final String FORM = "form";
    private static final String LINE = "line";
    private static final String QUOTED = "quoted";

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private int count;
    private int depth;

    Nodes(String file) {
        this.file = file;
    }

    /** What was found wrong so far. */
    List<Problem> problems() {
        return problems;
    }

    /** Notes something wrong. */
    void problem(int line, String path, String sentence) {
        problems.add(new Problem(ErrorCode.BAD_DESCRIPTOR, file, line, path, sentence));
    }

    /** Something so wrong that reading cannot go on. */
    DescriptorException fatal(int line, String sentence) {
        problem(line, "", sentence);
        return new DescriptorException(problems);
    }

    Location location(ImmutableNode node) {
        return new Location(file, line(node));
    }

    /** Goes into a map or list. */
    void enter(int line) {
        if (++depth > DescriptorReader.MAX_DEPTH)
            throw fatal(
                    line, "The descriptor is nested too deep: more than " + DescriptorReader.MAX_DEPTH + " levels.");
    }

    /** Leaves a map or list. */
    void leave() {
        depth--;
    }

    ImmutableNode map(String name, int line, List<ImmutableNode> children) {
        return node(Tree.Form.MAP, name, line).addChildren(children).create();
    }

    ImmutableNode list(String name, int line, List<ImmutableNode> children) {
        return node(Tree.Form.LIST, name, line).addChildren(children).create();
    }

    ImmutableNode value(String name, int line, String text, boolean quoted) {
        return node(Tree.Form.VALUE, name, line)
                .addAttribute(QUOTED, quoted)
                .value(text)
                .create();
    }

    ImmutableNode nothing(String name, int line) {
        return node(Tree.Form.NULL, name, line).create();
    }

    private ImmutableNode.Builder node(Tree.Form form, String name, int line) {
        if (++count > DescriptorReader.MAX_NODES)
            throw fatal(
                    line,
                    "The descriptor is too large: more than " + DescriptorReader.MAX_NODES
                            + " keys and values, aliases counted out.");
        return new ImmutableNode.Builder().name(name).addAttribute(FORM, form).addAttribute(LINE, line);
    }

    static Tree.Form form(ImmutableNode node) {
        return (Tree.Form) node.getAttributes().get(FORM);
    }

    static int line(ImmutableNode node) {
        return (Integer) node.getAttributes().get(LINE);
    }

    static boolean quoted(ImmutableNode node) {
        return (Boolean) node.getAttributes().get(QUOTED);
    }
}
