package io.graft.backend.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {

    private record Use(List<Tensor> reads, List<Tensor> writes) implements Instruction {
        @Override
        public Step bind(Frame frame) {
            return () -> {};
        }
    }

    private static Tensor tensor(int size) {
        return Tensor.scratch(ElementType.FLOAT, Shape.batch(size));
    }

    @Test
    void aChainNeedsRoomForTwo() {
        List<Instruction> chain = new ArrayList<>();
        Tensor last = tensor(16);
        for (int i = 0; i < 10; i++) {
            Tensor next = tensor(16);
            chain.add(new Use(List.of(last), List.of(next)));
            last = next;
        }
        assertEquals(2 * 16 * 4 * 8, MemoryPlan.of(chain, 8).bytes());
    }

    @Test
    void tensorsThatLiveTogetherNeverOverlap() {
        long seed = 4;
        Random random = new Random(seed);
        List<Tensor> tensors = new ArrayList<>();
        List<Use> uses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            List<Tensor> reads = new ArrayList<>();
            for (int r = 0; r < 2 && !tensors.isEmpty(); r++)
                reads.add(tensors.get(Math.max(0, tensors.size() - 1 - random.nextInt(12))));
            Tensor out = random.nextInt(5) == 0 && !reads.isEmpty()
                    ? reads.get(0).view(Shape.batch(1, reads.get(0).shape.size(1)))
                    : tensor(1 + random.nextInt(40));
            if (out.root == out) tensors.add(out);
            uses.add(new Use(reads, List.of(out)));
        }
        MemoryPlan plan = MemoryPlan.of(List.copyOf(uses), 3);
        for (Tensor a : tensors)
            for (Tensor b : tensors) {
                if (a == b || !(first(uses, a) <= last(uses, b) && first(uses, b) <= last(uses, a))) continue;
                long beginA = plan.offsets().get(a);
                long beginB = plan.offsets().get(b);
                assertTrue(
                        beginA + 12L * a.shape.size(1) <= beginB || beginB + 12L * b.shape.size(1) <= beginA,
                        "seed " + seed);
            }
    }

    private static int first(List<Use> uses, Tensor t) {
        for (int i = 0; i < uses.size(); i++) if (mentions(uses.get(i), t)) return i;
        return -1;
    }

    private static int last(List<Use> uses, Tensor t) {
        int last = -1;
        for (int i = 0; i < uses.size(); i++) if (mentions(uses.get(i), t)) last = i;
        return last;
    }

    private static boolean mentions(Use use, Tensor t) {
        return use.reads.stream().anyMatch(r -> r.root == t)
                || use.writes.stream().anyMatch(w -> w.root == t);
    }
}
