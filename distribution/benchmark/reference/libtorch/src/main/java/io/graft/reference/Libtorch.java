package io.graft.reference;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** One of the six networks of engines.sh on libtorch, as {@code networks.py} runs it in Python: numbers, then times. */
public final class Libtorch {
    private static final int STEPS = 100;
    private static final int[] SIZES = {1, 32, 256};

    private final Exchange exchange;
    private final Timing timing;
    private final Map<String, Object> found = new LinkedHashMap<>();

    private Libtorch(Exchange exchange, Timing timing) {
        this.exchange = exchange;
        this.timing = timing;
    }

    /** Prints one JSON document, as EXCHANGE.md describes it. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4 || !List.of("measure", "train").contains(arguments[0])) {
            throw new IllegalArgumentException("Usage: measure|train EXCHANGE-FOLDER THREADS SECONDS.");
        }
        // scopes free every pointer, so JavaCPP need not follow the collector
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
        int threads = Integer.parseInt(arguments[2]);
        set_num_threads(threads);
        openblas_nolapack.blas_set_num_threads(threads);
        try (PointerScope all = new PointerScope()) {
            Exchange exchange = new Exchange(Path.of(arguments[1]));
            Libtorch program = new Libtorch(exchange, new Timing(Double.parseDouble(arguments[3])));
            boolean numbers = arguments[0].equals("measure");
            program.train(numbers);
            if (numbers) program.answer();
            System.out.println(new ObjectMapper().writeValueAsString(program.found));
        }
    }

    private void train(boolean numbers) throws IOException {
        Parameters parameters = new Parameters(exchange);
        Network network = Network.of(exchange.program(), parameters);
        FusedAdam adam = new FusedAdam(parameters.all(), exchange.rate());
        List<Batch> batches = exchange.training();
        found.put("engine", "libtorch, org.bytedeco:pytorch " + Loader.getVersion("org.bytedeco", "pytorch"));
        found.put("adam", "fused");
        if (numbers) {
            List<Float> losses = new ArrayList<>();
            for (int i = 0; i < STEPS; i++) {
                try (PointerScope step = new PointerScope()) {
                    losses.add(step(network, adam, batches.get(i % batches.size())).item_float());
                }
            }
            Batch next = batches.get(STEPS % batches.size());
            try (PointerScope step = new PointerScope();
                    NoGradGuard noGradients = new NoGradGuard()) {
                Tensor scores = network.scores(next.inputs());
                losses.add(cross_entropy_loss(scores, next.label()).item_float());
                found.put("losses", losses);
                found.put("trainedScores", Exchange.floats(scores.softmax(1)));
            }
        }
        found.put("train", timing.of(i -> step(network, adam, batches.get(i % batches.size()))));
    }

    private static Tensor step(Network network, FusedAdam adam, Batch batch) {
        Tensor loss = cross_entropy_loss(network.scores(batch.inputs()), batch.label());
        loss.backward();
        adam.step();
        return loss;
    }

    private void answer() throws IOException {
        Network network = Network.of(exchange.program(), new Parameters(exchange));
        try (InferenceMode inference = new InferenceMode(true)) {
            Batch all = exchange.answered(exchange.answered()).get(0);
            found.put("initialScores", Exchange.floats(network.scores(all.inputs()).softmax(1)));
            for (int size : SIZES) {
                List<Batch> some = exchange.answered(size);
                found.put(
                        "answer" + size,
                        timing.of(i -> network.scores(some.get(i % some.size()).inputs()).softmax(1)));
            }
        }
    }
}
