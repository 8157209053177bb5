package io.graft.descriptor;

import io.graft.api.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.interpol.ConfigurationInterpolator;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.commons.configuration2.tree.InMemoryNodeModel;

/** A descriptor as a configuration: resolves {@code ${env:NAME}} for the allowed names, and nothing else. */
final class DescriptorConfiguration extends BaseHierarchicalConfiguration {
    private static final String ENV = "env";

    private final Nodes nodes;
    private final Set<String> allowed;
    private final Function<String, String> environment;
    private ImmutableNode resolving;
    private String resolvingPath;

    DescriptorConfiguration(
            ImmutableNode root, Nodes nodes, Set<String> allowed, Function<String, String> environment) {
        super(new InMemoryNodeModel(root));
        this.nodes = nodes;
        this.allowed = allowed;
        this.environment = environment;
        // a new one knows no lookup at all: the defaults read files, system properties and more
        ConfigurationInterpolator interpolator = new ConfigurationInterpolator();
        interpolator.registerLookup(ENV, this::variable);
        interpolator.addDefaultLookup(this::refuse);
        setInterpolator(interpolator);
    }

    /** The descriptor. */
    Tree tree() {
        return tree(getNodeModel().getNodeHandler().getRootNode(), "");
    }

    private Tree tree(ImmutableNode node, String path) {
        Location location = nodes.location(node);
        return switch (Nodes.form(node)) {
            case NULL -> Tree.nothing(location);
            case VALUE -> value(node, path, location);
            case LIST -> {
                List<Tree> items = new ArrayList<>();
                for (ImmutableNode child : node.getChildren()) items.add(tree(child, path + "[" + items.size() + "]"));
                yield Tree.list(location, items);
            }
            case MAP -> {
                Map<String, Tree> entries = new LinkedHashMap<>();
                for (ImmutableNode child : node.getChildren()) {
                    String key = child.getNodeName();
                    Tree old = entries.putIfAbsent(key, tree(child, Tree.join(path, key)));
                    if (old != null)
                        nodes.problem(
                                Nodes.line(child),
                                Tree.join(path, key),
                                "The key '" + key + "' stands here twice; it was in line "
                                        + old.location().line() + " already.");
                }
                yield Tree.map(location, entries);
            }
        };
    }

    private Tree value(ImmutableNode node, String path, Location location) {
        String written = (String) node.getValue();
        boolean quoted = Nodes.quoted(node);
        if (!written.contains("${")) return Tree.value(location, written, quoted);
        resolving = node;
        resolvingPath = path;
        String text = String.valueOf(interpolate((Object) written));
        // what is nothing but a variable may be a number, although it had to be quoted
        boolean whole = written.startsWith("${" + ENV + ":") && written.indexOf('}') == written.length() - 1;
        return Tree.value(location, text, written, quoted && !whole);
    }

    /** A text in which nothing will be resolved; what is not closed by a brace is no variable and needs no escape. */
    static String escape(String text) {
        int close = text.lastIndexOf('}');
        return close < 0 ? text : text.substring(0, close).replace("${", "$${") + text.substring(close);
    }

    private Object variable(String nameAndDefault) {
        // a variable that stands alone is looked up together with its default first
        int end = nameAndDefault.indexOf(":-");
        String name = end < 0 ? nameAndDefault : nameAndDefault.substring(0, end);
        if (!allowed.contains(name))
            return report("The environment variable '" + name + "' may not be used here."
                    + (allowed.isEmpty()
                            ? " The configuration allows none."
                            : Nearest.hint(name, allowed) + " Allowed: "
                                    + String.join(", ", new java.util.TreeSet<>(allowed)) + "."));
        if (end >= 0) return null;
        String value = environment.apply(name);
        if (value == null && ((String) resolving.getValue()).contains("${" + ENV + ":" + name + "}"))
            return report("The environment variable '" + name + "' is not set.");
        // the value is taken as it is: a variable in it is not resolved
        return value == null ? null : escape(value);
    }

    private Object refuse(String variable) {
        if (variable.startsWith(ENV + ":")) return null;
        return report("'${" + variable + "}' is not known; only ${env:NAME} is. For the text itself write $${"
                + variable + "}.");
    }

    /** Notes a problem once, however often the variable is looked up. */
    private Object report(String sentence) {
        Problem problem = new Problem(
                ErrorCode.BAD_DESCRIPTOR,
                nodes.location(resolving).file(),
                Nodes.line(resolving),
                resolvingPath,
                sentence);
        if (!nodes.problems().contains(problem)) nodes.problems().add(problem);
        return null;
    }
}
