package io.graft.shell;

import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.Filler;
import io.graft.descriptor.Problem;
import io.graft.descriptor.Tree;
import io.graft.descriptor.YamlWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft fill FILE}: the descriptor with every default written out. */
@Command(name = "fill", description = "Print the descriptor with every default written out.")
final class FillCommand extends GraftCommand {
    @Parameters(paramLabel = "FILE", description = "The descriptor.")
    private Path file;

    @Option(names = "--diff", description = "Print only what was added.")
    private boolean diff;

    @Override
    public Integer call() {
        Tree before = new DescriptorFile(services()).tree(file, List.of());
        List<Problem> problems = DescriptorCheck.check(before, services().catalog());
        if (!problems.isEmpty()) return new Failure(output()).problems(problems);
        Tree after = Filler.fill(before, services().catalog());
        if (diff) added(Filler.added(before, after));
        else if (output().json()) output().document(json(after));
        else output().out().print(YamlWriter.write(after));
        return 0;
    }

    private void added(List<Tree> added) {
        if (output().json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            added.forEach(t -> json.put(t.path(), json(t)));
            output().document(json);
        } else added.forEach(t -> output().line(t.path() + ": " + Output.compact(json(t))));
    }

    private static Object json(Tree t) {
        if (t.isMap()) {
            Map<String, Object> map = new LinkedHashMap<>();
            t.entries().forEach((k, v) -> map.put(k, json(v)));
            return map;
        }
        if (t.isList()) {
            List<Object> list = new ArrayList<>();
            t.items().forEach(i -> list.add(json(i)));
            return list;
        }
        if (t.isNull()) return null;
        if (t.isBoolean()) return Boolean.valueOf(t.text());
        if (!t.isNumber()) return t.written();
        try {
            return Long.valueOf(t.text());
        } catch (NumberFormatException e) {
            return Double.valueOf(t.text());
        }
    }
}
