package io.graft.descriptor;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationRuntimeException;
import org.apache.commons.configuration2.tree.ImmutableNode;

/** Reads properties: {@code prepare.0.clean.lowercase=true}. Keys that are all numbers make a list. Nothing is included. */
final class PropertiesNodes {
    /** Where numbers are keys, not indices. */
    private static final Set<String> MAPS = Set.of("train.classWeights");

    private final Nodes nodes;

    PropertiesNodes(Nodes nodes) {
        this.nodes = nodes;
    }

    private static final class Branch {
        final int line;
        final String value;
        final Map<String, Branch> children = new LinkedHashMap<>();

        Branch(int line, String value) {
            this.line = line;
            this.value = value;
        }
    }

    /** The root of a text, or null when there is nothing in it. */
    ImmutableNode read(String text) {
        Branch root = new Branch(1, null);
        try (var reader = new PropertiesConfiguration.PropertiesReader(new StringReader(text))) {
            int before = 0;
            while (next(reader, before)) {
                int line = before + reader.getCommentLines().size() + 1;
                before = reader.getLineNumber();
                add(root, reader.getPropertyName(), reader.getPropertyValue(), line);
            }
        } catch (IOException e) {
            throw nodes.fatal(0, "The properties cannot be read: " + e.getMessage() + ".");
        }
        return root.children.isEmpty() ? null : node("", "", root);
    }

    private boolean next(PropertiesConfiguration.PropertiesReader reader, int before) throws IOException {
        try {
            return reader.nextProperty();
        } catch (ConfigurationRuntimeException | IllegalArgumentException e) {
            throw nodes.fatal(
                    Math.max(before + 1, reader.getLineNumber()),
                    "This is not a line of properties: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ".");
        }
    }

    private void add(Branch root, String key, String value, int line) {
        List<String> steps = TreePath.steps(key);
        if (steps.isEmpty() || steps.stream().anyMatch(String::isEmpty)) {
            nodes.problem(line, key, "The key '" + key + "' has an empty part.");
            return;
        }
        if (steps.size() > DescriptorReader.MAX_DEPTH)
            throw nodes.fatal(
                    line, "The descriptor is nested too deep: more than " + DescriptorReader.MAX_DEPTH + " levels.");
        Branch at = root;
        for (String step : steps.subList(0, steps.size() - 1)) {
            Branch next = at.children.computeIfAbsent(step, s -> new Branch(line, null));
            if (next.value != null) {
                nodes.problem(
                        line,
                        key,
                        "'" + step + "' has the value '" + next.value + "' already, in line " + next.line
                                + "; it cannot have keys below it too.");
                return;
            }
            at = next;
        }
        String last = steps.get(steps.size() - 1);
        Branch old = at.children.putIfAbsent(last, new Branch(line, value));
        if (old != null)
            nodes.problem(
                    line, key, "The key '" + last + "' stands here twice; it was in line " + old.line + " already.");
    }

    private ImmutableNode node(String name, String path, Branch branch) {
        if (branch.value != null)
            return branch.value.isEmpty()
                    ? nodes.nothing(name, branch.line)
                    : nodes.value(name, branch.line, branch.value, false);
        List<ImmutableNode> children = new ArrayList<>();
        boolean list = !MAPS.contains(path) && branch.children.keySet().stream().allMatch(TreePath::isIndex);
        if (!list) {
            branch.children.forEach((key, child) -> children.add(node(key, Tree.join(path, key), child)));
            return nodes.map(name, branch.line, children);
        }
        Map<Integer, Branch> byIndex = new java.util.TreeMap<>();
        branch.children.forEach((key, child) -> byIndex.put(Integer.parseInt(key), child));
        int expected = 0;
        for (Map.Entry<Integer, Branch> item : byIndex.entrySet()) {
            if (item.getKey() != expected)
                nodes.problem(
                        item.getValue().line,
                        path + "[" + item.getKey() + "]",
                        "Item " + expected + " of the list is missing; items are counted from 0 without a gap.");
            expected = item.getKey() + 1;
            children.add(node(Nodes.ITEM, path + "[" + item.getKey() + "]", item.getValue()));
        }
        return nodes.list(name, branch.line, children);
    }
}
