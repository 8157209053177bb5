package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.DescriptorReader;
import io.graft.descriptor.Tree;
import io.graft.descriptor.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A descriptor after {@code PATH=VALUE}s, and what they changed.
 *
 * <p>{@code optimizer}, {@code loss}, {@code layers} and {@code schedule} may be written without the section that they stand in, and a
 * setting of one component without its name: {@code optimizer.learningRate=0.01}.
 *
 * @param tree the descriptor
 * @param sentences what changed, a sentence each
 */
record Assignments(Tree tree, List<String> sentences) {
    private static final Map<String, String> SHORT = Map.of(
            "optimizer", "model.optimizer",
            "loss", "model.loss",
            "layers", "model.layers",
            "schedule", "train.schedule");

    /** The places of one component. */
    private static final List<String> PLACES = List.of("model.optimizer", "model.loss", "train.schedule", "backend");

    /** Applies them in order; variables of the environment mean nothing in them. */
    static Assignments of(Tree descriptor, List<String> assignments) {
        Tree tree = descriptor;
        List<String> sentences = new ArrayList<>();
        DescriptorReader reader = new DescriptorReader();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals <= 0)
                throw new PipelineException(
                        ErrorCode.BAD_CALL,
                        "",
                        "'" + assignment + "' is no change. Write PATH=VALUE, e.g. optimizer=sgd.");
            String path = whole(tree, assignment.substring(0, equals).strip());
            Tree next = reader.set(tree, path + assignment.substring(equals), Set.of());
            Optional<Tree> was = tree.find(path);
            Optional<Tree> is = next.find(path);
            if (!was.equals(is))
                sentences.add("'" + path + "' is now " + shown(is)
                        + was.map(w -> ", was " + shown(was)).orElse("") + ".");
            tree = next;
        }
        if (sentences.isEmpty()) sentences.add("No setting changed; the same was assembled anew.");
        return new Assignments(tree, sentences);
    }

    private static String whole(Tree tree, String written) {
        int dot = written.indexOf('.');
        String first = dot < 0 ? written : written.substring(0, dot);
        int bracket = first.indexOf('[');
        String word = bracket < 0 ? first : first.substring(0, bracket);
        String path = SHORT.getOrDefault(word, word) + written.substring(word.length());
        for (String place : PLACES) {
            if (!path.startsWith(place + ".")) continue;
            Optional<String> name = tree.find(place).flatMap(Assignments::name);
            String rest = path.substring(place.length() + 1);
            if (name.isPresent() && !rest.equals(name.get()) && !rest.startsWith(name.get() + "."))
                return place + "." + name.get() + "." + rest;
        }
        return path;
    }

    private static Optional<String> name(Tree component) {
        return component.isText()
                ? Optional.of(component.text())
                : component.entries().keySet().stream().findFirst();
    }

    private static String shown(Optional<Tree> tree) {
        if (tree.isEmpty() || tree.get().isNull()) return "nothing";
        String yaml = YamlWriter.write(tree.get()).strip().replaceAll("\\s*\\R\\s*", " ");
        return tree.get().isMap() && !yaml.startsWith("{") ? "{" + yaml + "}" : yaml;
    }
}
