package io.graft.shell;

import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.Filler;
import io.graft.descriptor.Problem;
import io.graft.descriptor.Tree;
import io.graft.descriptor.YamlWriter;
import java.nio.file.Path;
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
        else if (output().json()) output().document(Trees.json(after));
        else output().out().print(YamlWriter.write(after));
        return 0;
    }

    private void added(List<Tree> added) {
        if (output().json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            added.forEach(t -> json.put(t.path(), Trees.json(t)));
            output().document(json);
        } else added.forEach(t -> output().line(t.path() + ": " + Output.compact(Trees.json(t))));
    }
}
