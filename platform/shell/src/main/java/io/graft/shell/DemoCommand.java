package io.graft.shell;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Offer;
import io.graft.descriptor.Descriptor;
import io.graft.pipeline.Generation;
import io.graft.pipeline.Worker;
import io.graft.pipeline.live.Pipelines;
import io.graft.pipeline.live.SwapOptions;
import io.graft.training.Evaluator;
import io.graft.training.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code graft demo}: a guided tour on the data that ships. */
@Command(
        name = "demo",
        description =
                "A guided tour: assemble, train, evaluate, ask, serve and swap a pipeline, on the data that ships.")
final class DemoCommand extends GraftCommand {
    private static final List<String> QUESTIONS = List.of(
            "My parcel has been stuck at the depot for five days, when will it finally arrive?",
            "I was charged twice for the same basket, please give one of the payments back.",
            "发票抬头写错了，能重新开一张吗？",
            "忘记密码了，重置邮件一直收不到。");

    @Option(names = "--serve", description = "Serve on at the end, until a signal ends it.")
    private boolean serve;

    @Override
    public Integer call() {
        Output o = output();
        try (Serving serving = Serving.begin(services(), settings(), o)) {
            return tour(o, serving);
        } catch (InterruptedException e) {
            throw new PipelineException(ErrorCode.INTERRUPTED, "", "The tour was interrupted.", e);
        }
    }

    /** For this machine only and without a login; where other commands look for a server, when that is free. */
    private ServerSettings settings() {
        ServerSettings usual = ServerSettings.of(
                ServerSettings.HOST, null, true, services().living().properties());
        return serve && usual.free() ? usual : new ServerSettings(ServerSettings.HOST, 0, true);
    }

    private int tour(Output o, Serving serving) throws InterruptedException {
        Path folder = services().distribution().resolve("examples").resolve("tickets");
        List<Offer> offers = services().catalog().offers();
        Map<String, Long> kinds = offers.stream()
                .collect(Collectors.groupingBy(Offer::kind, java.util.LinkedHashMap::new, Collectors.counting()));
        heading(o, "1. What is installed");
        o.line(offers.size() + " components of "
                + offers.stream().map(Offer::plugin).distinct().count() + " plug-ins, each a bundle of its own:");
        o.line("  "
                + kinds.entrySet().stream()
                        .map(e -> e.getValue() + " " + plural(e.getKey(), e.getValue()))
                        .collect(Collectors.joining(", ")));

        heading(o, "2. A pipeline, assembled from examples/tickets/tickets.yaml");
        Descriptor d = new DescriptorFile(services()).descriptor(folder.resolve("tickets.yaml"), List.of());
        o.line("  steps      " + names(d.prepare()));
        o.line("  layers     " + names(d.layers()));
        o.line("  loss       " + d.loss().name() + ", optimizer "
                + d.optimizer().name());

        heading(o, "3. Trained on 800 messages of an online shop, half English, half Chinese");
        Trainer.Result result = services().trainer().train(d, false, new RunView(o));
        o.line(String.format(
                Locale.ROOT,
                "Model %s %d stored after %.1f s on backend %s.",
                d.pipeline(),
                result.model().version(),
                result.seconds(),
                result.run().backend()));

        heading(o, "4. Measured on 200 messages it has never seen (guessing would be right for 1 in 10)");
        RunView.metrics(
                o,
                new Evaluator(services().catalog())
                        .evaluate(result.model(), folder.resolve("dev.csv"), new RunView(o)));

        heading(o, "5. Asked");
        try (Generation generation = Generation.of(services().catalog(), result.model(), o::note);
                Worker worker = generation.worker()) {
            for (int i = 0; i < QUESTIONS.size(); i++) worker.text(i, QUESTIONS.get(i));
            worker.run(QUESTIONS.size());
            for (int i = 0; i < QUESTIONS.size(); i++)
                o.line(String.format(
                        Locale.ROOT,
                        "  %-18s %.2f  %s",
                        result.model().labels().get(worker.best(i)),
                        worker.scores()[i * worker.width() + worker.best(i)],
                        QUESTIONS.get(i)));
        }
        long failed = served(o, serving, d, result.model().version());
        if (!serve) {
            o.line("");
            o.line(
                    "Next: look at examples/tickets/tickets.yaml, change a step, and run  graft train examples/tickets/tickets.yaml");
        }
        return failed == 0 ? 0 : 1;
    }

    private long served(Output o, Serving serving, Descriptor d, int model) throws InterruptedException {
        Pipelines pipelines = services().living().pipelines().get();
        String name = d.pipeline();
        boolean ours = pipelines.status(name).isEmpty();
        // ungated: what was deployed under this name before was trained by somebody else, perhaps to do something else
        pipelines.deploy(d.tree(), OptionalInt.of(model), SwapOptions.DEFAULT.withGate(false));
        try {
            long failed = new DemoSwaps(o, pipelines, name).run(serving, QUESTIONS);
            if (serve) {
                o.line("");
                o.line("Serving on, until Ctrl-C. In another terminal:  graft pipelines --url " + serving.address());
                serving.announce();
                serving.awaitSignal();
            }
            return failed;
        } finally {
            if (ours && !serve) pipelines.undeploy(name);
        }
    }

    static void heading(Output o, String text) {
        o.line("");
        o.line(text);
    }

    private static String plural(String kind, long count) {
        if (count == 1 || kind.endsWith("features")) return kind;
        return kind.endsWith("s") ? kind + "es" : kind + "s";
    }

    private static String names(List<io.graft.descriptor.Reference> references) {
        return references.stream().map(io.graft.descriptor.Reference::name).collect(Collectors.joining(" > "));
    }
}
