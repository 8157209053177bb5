package io.graft.shell;

import io.graft.catalog.Catalog;
import io.graft.models.ModelStore;
import io.graft.training.RunStore;
import io.graft.training.Trainer;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code graft}: the options that all commands share, and what they work with. */
@Command(
        name = "graft",
        description = "Living pipelines of machine-learning plug-ins.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer =
                "%nExit codes: 0 done, 1 the work failed, 2 wrong call or wrong descriptor, 3 a plug-in is missing or broken,%n4 the server cannot be reached, 130 interrupted.",
        subcommands = {
            DemoCommand.class,
            ValidateCommand.class,
            FillCommand.class,
            SchemaCommand.class,
            ComponentsCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            ModelsCommand.class,
            RunsCommand.class,
            RunCommand.class,
            CancelCommand.class,
            StartCommand.class,
            DeployCommand.class,
            UndeployCommand.class,
            PipelinesCommand.class,
            SwapCommand.class,
            RollbackCommand.class,
            TrialCommand.class,
            PluginCommand.class
        })
final class Graft implements Runnable {
    /** What the commands work with. */
    record Services(
            Catalog catalog,
            Trainer trainer,
            RunStore runs,
            ModelStore models,
            Path home,
            Path distribution,
            String version,
            Set<String> environment,
            Living living) {}

    private final Services services;
    private final java.io.PrintStream out;
    private final java.io.PrintStream err;
    private final boolean terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The data folder (default: $GRAFT_HOME, else data/ in the unpacked folder).")
    private Path home; // the launcher has read it already

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print one JSON document on standard output, nothing else.")
    private boolean json;

    @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "Show no progress.")
    private boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean showVersion;

    Graft(Services services, java.io.PrintStream out, java.io.PrintStream err, boolean terminal) {
        this.services = services;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    Services services() {
        return services;
    }

    Output output() {
        return new Output(out, err, json, quiet, terminal);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? See below.");
    }
}
