package io.graft.backend.jvm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which array each scratch tensor of a plan lies in: tensors that never live at the same time share one.
 *
 * <p>A tensor lives from the first instruction that mentions it to the last. It takes the smallest free array that is large enough, else
 * the largest free one, which grows.
 */
final class MemoryPlan {
    private static final class Slot {
        final boolean ints;
        int size;
        Object array;

        Slot(boolean ints) {
            this.ints = ints;
        }
    }

    private final Map<Tensor, Slot> slots = new LinkedHashMap<>();
    private final List<Slot> all = new ArrayList<>();

    /**
     * Plans.
     *
     * @param kept what is read after the last instruction
     */
    MemoryPlan(List<Instruction> instructions, List<Tensor> kept, int maxRows) {
        Map<Tensor, Integer> last = new HashMap<>();
        for (int i = 0; i < instructions.size(); i++) for (Tensor root : roots(instructions.get(i))) last.put(root, i);
        for (Tensor t : kept) last.put(t.root, instructions.size());
        List<Slot> free = new ArrayList<>();
        for (int i = 0; i < instructions.size(); i++) {
            List<Tensor> roots = roots(instructions.get(i));
            for (Tensor root : roots) if (!slots.containsKey(root)) place(root, free, maxRows);
            for (Tensor root : roots) if (last.get(root) == i) free.add(slots.get(root));
        }
    }

    private void place(Tensor root, List<Slot> free, int maxRows) {
        int size = root.extent.exactly(maxRows);
        Slot best = null;
        for (Slot s : free) if (s.ints == root.isInt() && (best == null || better(s.size, best.size, size))) best = s;
        if (best == null) all.add(best = new Slot(root.isInt()));
        free.remove(best);
        best.size = Math.max(best.size, size);
        slots.put(root, best);
    }

    private static boolean better(int size, int than, int needed) {
        return than >= needed ? size >= needed && size < than : size > than;
    }

    private static List<Tensor> roots(Instruction instruction) {
        List<Tensor> roots = new ArrayList<>();
        for (Tensor t : instruction.reads()) if (scratch(t, roots)) roots.add(t.root);
        for (Tensor t : instruction.writes()) if (scratch(t, roots)) roots.add(t.root);
        return roots;
    }

    private static boolean scratch(Tensor t, List<Tensor> seen) {
        return t.root.home == Tensor.Home.SCRATCH && !seen.contains(t.root);
    }

    /** The bytes of all arrays. */
    long bytes() {
        return all.stream().mapToLong(s -> 4L * s.size).sum();
    }

    /** Makes the arrays. */
    void allocate() {
        for (Slot s : all) s.array = s.ints ? new int[s.size] : new float[s.size];
        slots.forEach((tensor, slot) -> tensor.bind(slot.array));
    }
}
