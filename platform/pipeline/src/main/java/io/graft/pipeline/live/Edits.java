package io.graft.pipeline.live;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Kinds;
import io.graft.descriptor.DescriptorReader;
import io.graft.descriptor.Tree;
import io.graft.pipeline.live.PipelineStatus.PartStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Applies changes to descriptors, and says in which places two differ. */
final class Edits {
    private Edits() {}

    /**
     * The descriptor after a change.
     *
     * @param parts what the pipeline is made of, for {@code tokenizer=NAME}
     */
    static Tree apply(Tree deployed, Change change, List<PartStatus> parts) {
        Tree tree = change.descriptor().orElse(deployed);
        if (change.patch().isPresent()) tree = merged(tree, change.patch().get());
        DescriptorReader reader = new DescriptorReader();
        for (String assignment : change.assignments())
            tree = reader.set(tree, placed(assignment, tree, parts), Set.of());
        String name = tree.get("pipeline").map(Tree::text).orElse("");
        String before = deployed.get("pipeline").map(Tree::text).orElse("");
        if (!name.equals(before))
            throw new PipelineException(
                    ErrorCode.BAD_CALL,
                    "pipeline",
                    "A swap cannot rename a pipeline: '" + before + "' would be '" + name
                            + "'. Deploy it under the new name.");
        return tree;
    }

    /** RFC 7396: maps are merged, nothing removes, everything else replaces. */
    static Tree merged(Tree target, Tree patch) {
        if (!patch.isMap()) return patch;
        Map<String, Tree> entries = new LinkedHashMap<>(target.isMap() ? target.entries() : Map.of());
        patch.entries().forEach((key, value) -> {
            if (value.isNull()) entries.remove(key);
            else entries.put(key, merged(entries.getOrDefault(key, Tree.map(value.location())), value));
        });
        return Tree.map(target.isMap() ? target.location() : patch.location(), entries)
                .under(target.path());
    }

    /** {@code tokenizer=NAME} means the place of the one tokenizer. */
    private static String placed(String assignment, Tree tree, List<PartStatus> parts) {
        int equals = assignment.indexOf('=');
        if (equals < 0) return assignment; // the reader says what is wrong
        String path = assignment.substring(0, equals).strip();
        int dot = path.indexOf('.');
        String kind = dot < 0 ? path : path.substring(0, dot);
        if (!Kinds.names().contains(kind) || tree.get(kind).isPresent() || kind.equals("backend")) return assignment;
        return place(kind, tree, parts) + (dot < 0 ? "" : path.substring(dot)) + assignment.substring(equals);
    }

    private static String place(String kind, Tree tree, List<PartStatus> parts) {
        switch (kind) {
            case "loss", "optimizer":
                return "model." + kind;
            case "schedule":
                return "train.schedule";
            default:
        }
        List<String> places = parts.stream()
                .filter(p -> p.kind().equals(kind) && tree.find(p.path()).isPresent())
                .map(PartStatus::path)
                .distinct()
                .toList();
        if (places.isEmpty() && kind.equals("metric")) return "metrics[0]";
        if (places.size() == 1) return places.get(0);
        throw new PipelineException(
                ErrorCode.BAD_CALL,
                kind,
                places.isEmpty()
                        ? "The pipeline has no " + kind + " that could be swapped. Name the place, e.g. prepare.1=NAME."
                        : "The pipeline has " + places.size() + " of the kind " + kind + ": "
                                + String.join(", ", places) + ". Name the place, e.g. " + places.get(0) + "=NAME.");
    }

    /** In which places two descriptors differ, e.g. {@code prepare[1]: unicode-words → chinese-words}. */
    static void differences(Tree before, Tree after, String path, List<String> found) {
        if (before.equals(after)) return;
        if (before.isMap() && after.isMap() && !renamed(before, after)) {
            Map<String, Tree> keys = new LinkedHashMap<>(before.entries());
            after.entries().forEach(keys::putIfAbsent);
            for (String key : keys.keySet()) {
                String below = path.isEmpty() ? key : path + "." + key;
                Tree b = before.get(key).orElse(null);
                Tree a = after.get(key).orElse(null);
                if (b == null) found.add(below + ": " + shown(a) + " is new");
                else if (a == null) found.add(below + ": " + shown(b) + " is gone");
                else differences(b, a, below, found);
            }
        } else if (before.isList()
                && after.isList()
                && before.items().size() == after.items().size()) {
            for (int i = 0; i < before.items().size(); i++)
                differences(before.items().get(i), after.items().get(i), path + "[" + i + "]", found);
        } else {
            found.add(path + ": " + shown(before) + " → " + shown(after));
        }
    }

    /** Whether both are a component with settings, and not the same one. */
    private static boolean renamed(Tree before, Tree after) {
        return before.entries().size() == 1
                && after.entries().size() == 1
                && !before.entries().keySet().equals(after.entries().keySet());
    }

    private static String shown(Tree tree) {
        if (tree.isValue()) return tree.written();
        if (tree.isNull()) return "nothing";
        if (tree.isList())
            return "["
                    + String.join(", ", tree.items().stream().map(Edits::shown).toList()) + "]";
        return tree.entries().size() == 1
                ? tree.entries().keySet().iterator().next()
                : "{" + String.join(", ", tree.entries().keySet()) + "}";
    }
}
