package io.graft.shell;

import io.graft.catalog.Catalog;
import io.graft.models.ModelStore;
import io.graft.pipeline.live.Pipelines;
import io.graft.plugins.Plugins;
import io.graft.training.RunStore;
import io.graft.training.Runs;
import io.graft.training.Trainer;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import picocli.CommandLine;

/**
 * Runs a command line: the service that the launcher calls.
 *
 * <p><b>Threading.</b> A command runs on the calling thread; interrupting it ends the command in good order.
 */
@Component(service = ToIntFunction.class, property = "graft.shell=true")
public final class Shell implements ToIntFunction<String[]> {
    private final Graft.Services services;

    /** The shell of a running framework. */
    @Activate
    public Shell(
            @Reference Catalog catalog,
            @Reference Trainer trainer,
            @Reference RunStore runs,
            @Reference ModelStore models,
            @Reference Plugins plugins, // so that no command begins before the installed plug-ins are back
            @Reference(service = Pipelines.class) ComponentServiceObjects<Pipelines> pipelines,
            @Reference(service = Runs.class) ComponentServiceObjects<Runs> live,
            BundleContext context) {
        services = new Graft.Services(
                catalog,
                trainer,
                runs,
                models,
                Path.of(context.getProperty("graft.home")),
                Path.of(context.getProperty("graft.dist")),
                context.getBundle().getVersion().toString(),
                allowedEnvironment(context.getProperty("graft.env.allowed")),
                new Living(
                        pipelines::getService,
                        () -> plugins,
                        live::getService,
                        new FrameworkServerBundles(context),
                        context::getProperty,
                        System::getenv));
    }

    /** The names of the environment variables that descriptors may use: {@code env.allowed} in the configuration. */
    private static Set<String> allowedEnvironment(String configured) {
        return Stream.of(Objects.requireNonNullElse(configured, "").split("[,\\s]+"))
                .filter(n -> !n.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public int applyAsInt(String[] arguments) {
        PrintStream out = new PrintStream(
                new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
        try {
            return run(services, arguments, out, err, Boolean.getBoolean("graft.terminal"));
        } finally {
            out.flush();
        }
    }

    /** Runs a command line. */
    static int run(Graft.Services services, String[] arguments, PrintStream out, PrintStream err, boolean terminal) {
        Graft graft = new Graft(services, out, err, terminal);
        CommandLine line = new CommandLine(graft, new Commands(graft));
        line.getCommandSpec().version("graft " + services.version());
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((e, command, parsed) -> new Failure(graft.output()).tell(e));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        try {
            return line.execute(arguments);
        } catch (Error e) { // e.g. of memory: the handler above is asked about exceptions only
            return new Failure(graft.output()).tell(e);
        }
    }

    /** Gives commands what they work with. */
    private record Commands(Graft graft) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            if (GraftCommand.class.isAssignableFrom(type)) {
                K command = type.getDeclaredConstructor().newInstance();
                ((GraftCommand) command).graft = graft;
                return command;
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
