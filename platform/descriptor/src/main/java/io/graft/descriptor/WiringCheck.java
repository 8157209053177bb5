package io.graft.descriptor;

import io.graft.api.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads how the layers of a network are wired; whether a name is that of a feature is not known before the steps are. */
final class WiringCheck {
    private final List<Tree> entries;
    private final Consumer<Problem> problems;
    private final Map<String, Integer> named = new HashMap<>();

    /** What is taken and is no layer's name: a feature, or a slip. */
    private final Map<String, Tree> others = new LinkedHashMap<>();

    private WiringCheck(List<Tree> entries, Consumer<Problem> problems) {
        this.entries = entries;
        this.problems = problems;
    }

    /** The wiring of each entry. */
    static List<Wiring> read(List<Tree> entries, Consumer<Problem> problems) {
        WiringCheck check = new WiringCheck(entries, problems);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) names.add(check.name(i));
        List<Wiring> wirings = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) wirings.add(new Wiring(names.get(i), check.from(i)));
        check.unused(wirings);
        return wirings;
    }

    private String name(int entry) {
        Tree as = entries.get(entry).entries().get(Wiring.AS);
        if (as == null) return "";
        if (!as.isValue() || !as.text().matches(Wiring.NAME)) {
            report(
                    as,
                    "'as' must be a name of letters, digits, hyphens and underscores that begins with a letter, but is "
                            + as.describe() + ".");
            return "";
        }
        if (as.text().equals(Wiring.INPUT)) {
            report(as, "'" + Wiring.INPUT + "' is the name of what the first layer takes; choose another.");
            return "";
        }
        Integer before = named.putIfAbsent(as.text(), entry);
        if (before != null)
            report(
                    as,
                    "'" + as.text() + "' is the name of what "
                            + entries.get(before).path() + " gives already; choose another.");
        return as.text();
    }

    private List<String> from(int entry) {
        Tree from = entries.get(entry).entries().get(Wiring.FROM);
        if (from == null) return List.of();
        List<String> names = new ArrayList<>();
        for (Tree name : Wiring.names(from)) {
            if (!name.isValue() || !name.text().matches(Wiring.NAME)) continue;
            names.add(name.text());
            if (!named.containsKey(name.text())) others.putIfAbsent(name.text(), name);
            int giver = named.getOrDefault(name.text(), -1);
            if (giver == entry) report(name, "A layer cannot take what it gives itself, '" + name.text() + "'.");
            else if (giver > entry)
                report(
                        name,
                        "'" + name.text() + "' is what " + entries.get(giver).path()
                                + " gives, which comes later; a layer takes what layers before it give. Move that one up.");
        }
        if (names.isEmpty() || names.size() != Wiring.names(from).size())
            report(
                    from,
                    "'from' must be a name or a list of names, e.g. from: [a, b], but is " + from.describe() + ".");
        return names;
    }

    private void unused(List<Wiring> wirings) {
        Set<String> used = new HashSet<>();
        for (int i = wirings.size() - 1; i >= 0; i--) {
            Wiring wiring = wirings.get(i);
            boolean last = i == wirings.size() - 1;
            boolean next = !last && wirings.get(i + 1).from().isEmpty();
            if (!last && !next && !used.contains(wiring.as())) unused(i, wiring.as(), wirings.get(i + 1));
            used.addAll(wiring.from());
        }
    }

    private void unused(int entry, String name, Wiring next) {
        for (Tree other : others.values())
            if (Nearest.to(other.text(), named.keySet()).equals(Optional.of(name))) {
                report(other, "No layer is called '" + other.text() + "'. Did you mean '" + name + "'?");
                return;
            }
        String goesNowhere = " goes nowhere: the layer after it takes " + next.from();
        report(
                entries.get(entry),
                name.isEmpty()
                        ? "What this layer gives" + goesNowhere
                                + ". Name it (as: …) and take it by 'from', or leave the layer out."
                        : "What this layer gives, '" + name + "'," + goesNowhere
                                + ", and none takes it. Take it by 'from', or leave the layer out.");
    }

    private void report(Tree at, String sentence) {
        problems.accept(Problem.at(ErrorCode.BAD_SETTING, at, sentence));
    }
}
