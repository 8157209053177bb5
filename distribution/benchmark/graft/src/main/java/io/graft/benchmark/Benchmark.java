package io.graft.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.catalog.Catalog;
import io.graft.training.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The benchmark's commands; it ranks above the shell, so the launcher calls it instead. */
@Component(
        service = ToIntFunction.class,
        property = {"graft.shell=true", "service.ranking:Integer=1000"})
public final class Benchmark implements ToIntFunction<String[]> {
    private final Catalog catalog;
    private final Trainer trainer;

    /** Works with the platform's own services. */
    @Activate
    public Benchmark(@Reference Catalog catalog, @Reference Trainer trainer) {
        this.catalog = catalog;
        this.trainer = trainer;
    }

    @Override
    public int applyAsInt(String[] arguments) {
        try {
            Path at = Path.of(arguments[1]);
            Map<String, Object> result =
                    switch (arguments[0]) {
                        case "exchange" ->
                            new Exchange(catalog).write(at, Path.of(arguments[2]), Integer.parseInt(arguments[3]));
                        case "losses" -> new Losses(catalog).run(at, Path.of(arguments[2]));
                        case "steps" ->
                            new Losses(catalog).time(at, Path.of(arguments[2]), Integer.parseInt(arguments[3]));
                        case "overhead" ->
                            new Overhead(catalog, trainer)
                                    .run(
                                            at,
                                            Integer.parseInt(arguments[2]),
                                            Arrays.copyOfRange(arguments, 3, arguments.length));
                        case "preparation" -> new Preparation(catalog).run(at, Integer.parseInt(arguments[2]));
                        default ->
                            throw new IllegalArgumentException("exchange, losses, steps, overhead or preparation");
                    };
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
