package io.graft.shell;

import io.graft.catalog.FixedCatalog;
import io.graft.models.ModelStore;
import io.graft.training.RunStore;
import io.graft.training.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Runs command lines against fakes, and keeps what they print. */
final class CommandRun {
    private final Path home;
    private final Living living;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    CommandRun(Path home, Living living) {
        this.home = home;
        this.living = living;
    }

    /** Nothing living, and these environment variables. */
    static CommandRun with(Path home, Map<String, String> variables) {
        return new CommandRun(
                home, new Living(() -> null, () -> null, () -> null, null, property -> null, variables::get));
    }

    int run(String... arguments) {
        FixedCatalog catalog = new FixedCatalog(Map.of());
        ModelStore models = new ModelStore(home);
        RunStore runs = new RunStore(home);
        Graft.Services services = new Graft.Services(
                catalog,
                new Trainer(catalog, models, runs, "0.1.0"),
                runs,
                models,
                home,
                home,
                "0.1.0",
                Set.of(),
                living);
        out.reset();
        err.reset();
        return Shell.run(
                services,
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
