package io.graft.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.backend.Backend;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainingTest {

    @Test
    void anMlpLearnsToTellTenClassesApart() {
        assertAbove(0.85, accuracy(Examples.mlp(100, 50, 10), 1, 800));
    }

    @Test
    void anEmbeddingClassifierLearnsFromItsWords() {
        assertAbove(0.8, accuracy(Examples.classifier(500, 12, 32, 10), 500, 1200));
    }

    /** One label in twenty is drawn at random, so no accuracy can be perfect. */
    private static void assertAbove(double bound, double accuracy) {
        assertTrue(accuracy > bound, "accuracy " + accuracy + " is not above " + bound);
    }

    private static double accuracy(Graph graph, int vocabulary, int steps) {
        Random random = new Random(7);
        try (Backend backend = Examples.backend();
                Session session = backend.open(Examples.training(graph, Examples.ADAM), new SessionOptions(32, 7, 1))) {
            float first = session.train(Examples.batch(graph, 32, 10, vocabulary, random), 0.005);
            assertEquals(Math.log(10), first, 1, "an untrained network guesses");
            for (int i = 0; i < steps; i++)
                session.train(Examples.batch(graph, i % 3 == 2 ? 17 : 32, 10, vocabulary, random), 0.005);
            Batch answers = Batch.outputs(graph, List.of("scores"), 32);
            int right = 0;
            for (int i = 0; i < 10; i++) {
                Batch test = Examples.batch(graph, 32, 10, vocabulary, random);
                session.run(test, answers);
                for (int r = 0; r < 32; r++)
                    if (best(answers.floats("scores"), r * 10) == test.ints("label")[r]) right++;
            }
            return right / 320.0;
        }
    }

    private static int best(float[] scores, int from) {
        int best = 0;
        for (int c = 1; c < 10; c++) if (scores[from + c] > scores[from + best]) best = c;
        return best;
    }
}
