package io.graft.descriptor;

import io.graft.api.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Paths in a descriptor: {@code prepare[1].stop-words@[1.2,2).language}.
 *
 * <p>A step is a key, or the index of an item, written {@code [1]} or {@code .1}. A dot within a version range belongs to the
 * key, and so
 * does one that is doubled.
 */
final class TreePath {
    private TreePath() {}

    static String join(String path, String key) {
        int at = key.indexOf('@');
        String shown = (at < 0 ? key : key.substring(0, at)).replace(".", "..") + (at < 0 ? "" : key.substring(at));
        return path.isEmpty() ? shown : path + "." + shown;
    }

    static boolean isIndex(String step) {
        return !step.isEmpty() && step.length() < 6 && step.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static List<String> steps(String path) {
        List<String> steps = new ArrayList<>();
        if (path.isEmpty()) return steps;
        StringBuilder step = new StringBuilder();
        boolean range = false;
        boolean afterIndex = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int close = c == '[' && !range ? path.indexOf(']', i) : -1;
            if (close > 0
                    && isIndex(path.substring(i + 1, close))
                    && !step.toString().endsWith("@")) {
                if (!step.isEmpty()) steps.add(step.toString());
                step.setLength(0);
                steps.add(path.substring(i + 1, close));
                i = close;
                afterIndex = true;
                continue;
            }
            if (c == '.' && !range) {
                if (i + 1 < path.length() && path.charAt(i + 1) == '.') {
                    step.append('.');
                    i++;
                    continue;
                }
                if (!afterIndex || !step.isEmpty()) steps.add(step.toString());
                step.setLength(0);
                afterIndex = false;
                continue;
            }
            if ((c == '[' || c == '(') && step.toString().endsWith("@")) range = true;
            else if (c == ']' || c == ')') range = false;
            step.append(c);
        }
        if (!afterIndex || !step.isEmpty()) steps.add(step.toString());
        return steps;
    }

    static Tree with(Tree tree, List<String> steps, String whole, Tree value) {
        if (steps.isEmpty()) return value;
        String step = steps.get(0);
        List<String> rest = steps.subList(1, steps.size());
        if (step.isEmpty()) throw wrong(value, whole, "The path '" + whole + "' has an empty part.");
        if (tree.isList()) {
            List<Tree> items = new ArrayList<>(tree.items());
            int index = isIndex(step) ? Integer.parseInt(step) : -1;
            if (index < 0 || index > items.size())
                throw wrong(
                        value,
                        whole,
                        (tree.path().isEmpty() ? "this" : "'" + tree.path() + "'") + " is a list of "
                                + items.size()
                                + "; '" + step + "' is none of its items"
                                + (items.isEmpty() ? "." : ", which are 0 to " + (items.size() - 1) + "."));
            if (index == items.size()) items.add(with(Tree.map(value.location()), rest, whole, value));
            else items.set(index, with(items.get(index), rest, whole, value));
            return tree.holding(items);
        }
        if (tree.isValue()) {
            // a component written as its name, whose settings are meant
            if (!tree.text().equals(step) || rest.isEmpty())
                throw wrong(
                        value,
                        whole,
                        "'" + tree.path() + "' is " + tree.describe() + " and has no '" + step + "'."
                                + (tree.isText()
                                        ? " Write '" + join(tree.path(), tree.text()) + ".…' for its settings."
                                        : ""));
            Tree settings = with(Tree.map(value.location()), rest, whole, value);
            return Tree.map(tree.location(), Map.of(step, settings)).under(tree.path());
        }
        Tree inner = tree.get(step).orElseGet(() -> Tree.map(value.location()).under(join(tree.path(), step)));
        Tree base = tree.isNull() ? Tree.map(tree.location()).under(tree.path()) : tree;
        return base.put(step, with(inner, rest, whole, value));
    }

    private static DescriptorException wrong(Tree value, String path, String sentence) {
        return new DescriptorException(Problem.at(ErrorCode.BAD_CALL, value.location(), path, sentence));
    }
}
