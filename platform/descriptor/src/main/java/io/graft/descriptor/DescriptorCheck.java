package io.graft.descriptor;

import io.graft.api.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Checks descriptors against the components that exist.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
public final class DescriptorCheck {
    private final Tree tree;
    private final Components components;
    private final List<Problem> problems = new ArrayList<>();
    private final ComponentCheck parts;

    private DescriptorCheck(Tree tree, Components components) {
        this.tree = tree;
        this.components = components;
        parts = new ComponentCheck(components, problems::add);
    }

    /** Everything that is wrong, in the order of the descriptor; empty when it can be used. */
    public static List<Problem> check(Tree tree, Components components) {
        DescriptorCheck check = new DescriptorCheck(tree, components);
        check.descriptor(Path.of(""));
        return check.sorted();
    }

    /**
     * The descriptor that a tree is.
     *
     * @param folder what paths in it are relative to
     * @throws DescriptorException with everything that is wrong
     */
    public static Descriptor parse(Tree tree, Path folder, Components components) {
        DescriptorCheck check = new DescriptorCheck(tree, components);
        Optional<Descriptor> descriptor = check.descriptor(folder);
        if (!check.problems.isEmpty()) throw new DescriptorException(check.sorted());
        return descriptor.orElseThrow();
    }

    private List<Problem> sorted() {
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Problem::line))
                .toList();
    }

    private Optional<Descriptor> descriptor(Path folder) {
        if (!tree.isMap()) {
            report(
                    ErrorCode.BAD_DESCRIPTOR,
                    tree,
                    "A descriptor is a map of keys and values, but this is " + tree.describe() + ".");
            return Optional.empty();
        }
        known(tree, DescriptorForm.ROOT);
        version();
        String pipeline = pipeline();
        Optional<Descriptor.Data> data = data();
        List<Reference> steps = new ArrayList<>();
        Steps kinds = new Steps(components);
        for (Tree step : list(tree, "prepare", false)) parts.step(kinds, step).ifPresent(steps::add);
        Tree model = section("model", "it holds layers, loss and optimizer");
        known(model, DescriptorForm.MODEL);
        List<Tree> entries = list(model, "layers", true);
        List<Reference> layers =
                components(entries.stream().map(Wiring::component).toList(), "layer");
        List<Wiring> wiring = WiringCheck.read(entries, problems::add);
        Optional<Reference> loss = required(model, "loss", "what training makes small, e.g. loss: cross-entropy");
        Optional<Reference> optimizer = required(model, "optimizer", "how parameters move, e.g. optimizer: adam");
        List<Reference> metrics = components(list(tree, "metrics", false), "metric");
        Optional<TrainSettings> train = settings(TrainSettings.class, "train", List.of(DescriptorForm.SCHEDULE));
        Optional<Reference> schedule = tree.find("train.schedule").flatMap(s -> parts.component("schedule", s));
        Optional<Reference> backend = backend();
        Optional<ServeSettings> serve = settings(ServeSettings.class, "serve", List.of());
        for (String metric : List.of("train.stop.metric", "serve.probe.metric"))
            tree.find(metric).filter(Tree::isValue).ifPresent(m -> parts.name("metric", m));
        if (!problems.isEmpty()) return Optional.empty();
        return Optional.of(new Descriptor(
                tree,
                folder,
                DescriptorForm.VERSION,
                pipeline,
                data.orElseThrow(),
                steps,
                layers,
                wiring,
                loss.orElseThrow(),
                optimizer.orElseThrow(),
                metrics,
                train.orElseThrow(),
                schedule,
                backend.orElseThrow(),
                serve.orElseThrow()));
    }

    private void version() {
        Optional<Tree> version = tree.get("graft");
        if (version.isEmpty())
            report(
                    ErrorCode.BAD_SETTING,
                    tree,
                    "'graft' is missing: the version of the descriptor's form; write graft: 1.");
        else if (!version.get().isNumber() || !version.get().text().equals("1"))
            report(
                    ErrorCode.BAD_SETTING,
                    version.get(),
                    "'graft' must be 1, the version of the descriptor's form that this Graft reads, but is "
                            + version.get().describe() + ".");
    }

    private String pipeline() {
        Optional<Tree> name = tree.get("pipeline");
        if (name.isEmpty()) {
            report(
                    ErrorCode.BAD_SETTING,
                    tree,
                    "'pipeline' is missing: the name of the pipeline, e.g. pipeline: tickets.");
            return "";
        }
        String text = name.get().text();
        if (!name.get().isValue() || text.length() > DescriptorForm.NAME_LENGTH || !text.matches(DescriptorForm.NAME))
            report(
                    ErrorCode.BAD_SETTING,
                    name.get(),
                    "'pipeline' must be a name of lower-case letters and digits, its words joined by hyphens, of at most "
                            + DescriptorForm.NAME_LENGTH + " characters, but is "
                            + name.get().describe() + ".");
        return text;
    }

    private Optional<Descriptor.Data> data() {
        Tree data = section("data", "it holds train, a source of rows, and perhaps validation");
        known(data, DescriptorForm.DATA);
        Optional<Reference> train =
                required(data, "train", "source", "a source of rows, e.g. train: { csv: { path: train.csv, … } }");
        Optional<Tree> written = data.get("validation").filter(v -> !v.isNull());
        Optional<Reference> validation = Optional.empty();
        double split = 0;
        if (written.isPresent() && DescriptorForm.isSplit(written.get(), components)) {
            split = split(written.get().entries().get(DescriptorForm.SPLIT));
        } else {
            validation = written.flatMap(v -> parts.component("source", v));
        }
        double part = split;
        Optional<Reference> source = validation;
        return train.map(t -> new Descriptor.Data(t, source, part));
    }

    private double split(Tree split) {
        double part = split.isNumber() ? Double.parseDouble(split.text()) : 0;
        if (part > 0 && part < 1) return part;
        report(
                ErrorCode.BAD_SETTING,
                split,
                "'split' must be a number between 0 and 1, e.g. 0.1, but is " + split.describe() + ".");
        return 0;
    }

    private Optional<Reference> backend() {
        Optional<Tree> written = tree.get("backend");
        if (written.isEmpty() || written.get().isText() && written.get().text().equals(Descriptor.AUTO))
            return Optional.of(new Reference(
                    "backend",
                    Descriptor.AUTO,
                    "",
                    Tree.map(Location.NONE).under("backend"),
                    "backend",
                    written.map(Tree::location).orElse(Location.NONE)));
        return parts.component("backend", written.get());
    }

    /** A map that must be there; when it is not, that is reported and an empty one given. */
    private Tree section(String key, String holds) {
        Optional<Tree> section = tree.get(key);
        if (section.isEmpty()) report(ErrorCode.BAD_SETTING, tree, "'" + key + "' is missing: " + holds + ".");
        else if (!section.get().isMap() && !section.get().isNull())
            report(
                    ErrorCode.BAD_SETTING,
                    section.get(),
                    "'" + key + "' must be a map, but is " + section.get().describe() + ": " + holds + ".");
        else return section.get();
        return Tree.nothing(tree.location()).under(key);
    }

    private Optional<Reference> required(Tree section, String key, String means) {
        return required(section, key, key, means);
    }

    private Optional<Reference> required(Tree section, String key, String kind, String means) {
        Optional<Tree> written = section.get(key).filter(t -> !t.isNull());
        if (written.isPresent()) return parts.component(kind, written.get());
        // a section that is missing as a whole was reported already
        if (tree.get(section.path()).filter(t -> t.isMap() || t.isNull()).isPresent())
            report(ErrorCode.BAD_SETTING, section.get(key).orElse(section), "'" + key + "' is missing: " + means + ".");
        return Optional.empty();
    }

    private List<Tree> list(Tree section, String key, boolean required) {
        Optional<Tree> list = section.get(key).filter(t -> !t.isNull());
        if (list.isPresent() && !list.get().isList()) {
            report(
                    ErrorCode.BAD_SETTING,
                    list.get(),
                    "'" + key + "' must be a list, but is " + list.get().describe() + ".");
        } else if (required && list.filter(l -> !l.items().isEmpty()).isEmpty()) {
            if (tree.get(section.path()).filter(t -> t.isMap() || t.isNull()).isPresent())
                report(
                        ErrorCode.BAD_SETTING,
                        section.get(key).orElse(section),
                        "'" + key + "' is missing: a list of at least one component.");
        } else if (list.isPresent()) {
            return list.get().items();
        }
        return List.of();
    }

    private List<Reference> components(List<Tree> items, String kind) {
        List<Reference> references = new ArrayList<>();
        for (Tree item : items) parts.component(kind, item).ifPresent(references::add);
        return references;
    }

    private <S extends Record> Optional<S> settings(Class<S> type, String key, List<String> otherKeys) {
        Tree written = tree.get(key).orElseGet(() -> Tree.map(tree.location()).under(key));
        return new SettingsBinder()
                .bind(type, written, key, problems::add, (kind, reference) -> Placeholder.of(kind), otherKeys);
    }

    private void known(Tree map, List<String> keys) {
        map.entries().forEach((key, value) -> {
            if (!keys.contains(key)) problems.add(Values.unknown(value, value.path(), key, keys));
        });
    }

    private void report(ErrorCode code, Tree at, String sentence) {
        problems.add(Problem.at(code, at, sentence));
    }
}
