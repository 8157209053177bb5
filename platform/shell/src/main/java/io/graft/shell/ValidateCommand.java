package io.graft.shell;

import io.graft.api.PipelineException;
import io.graft.api.data.Source;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.Problem;
import io.graft.descriptor.Reference;
import io.graft.descriptor.Tree;
import io.graft.pipeline.Assembly;
import io.graft.pipeline.LearnedState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft validate FILE}: checks a descriptor against what is installed. */
@Command(name = "validate", description = "Check a descriptor against what is installed; all errors at once.")
final class ValidateCommand extends GraftCommand {
    @Parameters(paramLabel = "FILE", description = "The descriptor: .yaml, .json, .xml or .properties.")
    private Path file;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Change a setting first, e.g. train.epochs=3.")
    private List<String> assignments = List.of();

    @Override
    public Integer call() {
        Tree tree = new DescriptorFile(services()).tree(file, assignments);
        List<Problem> problems = DescriptorCheck.check(tree, services().catalog());
        if (!problems.isEmpty()) return new Failure(output()).problems(problems);
        Descriptor d = DescriptorCheck.parse(
                tree, DescriptorFile.folder(file), services().catalog());
        try (Assembly assembly = Assembly.of(services().catalog(), d, new LearnedState(), output()::note)) {
            shapes(assembly, d);
        }
        if (output().json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("valid", true);
            json.put("pipeline", d.pipeline());
            json.put("problems", List.of());
            output().document(json);
        } else {
            output().line(file + ": the pipeline '" + d.pipeline() + "' is valid: "
                    + d.prepare().size() + " steps, " + d.layers().size() + " layers, loss "
                    + d.loss().name() + ", optimizer " + d.optimizer().name() + ", backend "
                    + d.backend().name() + ".");
        }
        return 0;
    }

    private void shapes(Assembly assembly, Descriptor d) {
        Source source;
        try {
            source = assembly.source(d.data().train());
            note(d.data().train(), source);
            d.data().validation().ifPresent(v -> note(v, assembly.source(v)));
            assembly.graph(assembly.plannedFeatures(source), 0);
        } catch (PipelineException e) {
            if (e instanceof io.graft.descriptor.DescriptorException) throw e;
            throw new io.graft.descriptor.DescriptorException(
                    new Problem(e.code(), file.toString(), line(d, e.at()), e.at(), e.getMessage()));
        }
    }

    private static int line(Descriptor d, String path) {
        try {
            return d.tree().find(path).map(t -> t.location().line()).orElse(0);
        } catch (RuntimeException e) {
            return 0; // the place is a file, not a path
        }
    }

    private void note(Reference reference, Source source) {
        for (Path p : source.files())
            if (!Files.exists(p)) output().note("Note: " + reference.path() + ": there is no file " + p + " yet.");
    }
}
