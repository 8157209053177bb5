package io.graft.backend.dl4j;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each tensor of a plan lies in one block of memory: tensors that never live at the same time share it.
 *
 * <p>A tensor lives from the first instruction that mentions it to the last. Places are found first-fit, for the most rows; fewer rows
 * need less of the same place.
 *
 * @param offsets where the roots in scratch memory and the constants begin
 * @param bytes how large the block is
 */
record MemoryPlan(Map<Tensor, Long> offsets, long bytes) {

    private record Place(Tensor tensor, long offset, long size) {
        long end() {
            return offset + size;
        }
    }

    static MemoryPlan of(List<Instruction> instructions, int maxRows) {
        Map<Tensor, Integer> lastUse = new HashMap<>();
        Map<Tensor, Long> offsets = new LinkedHashMap<>();
        long constants = 0;
        for (int i = 0; i < instructions.size(); i++)
            for (Tensor root : roots(instructions.get(i))) {
                lastUse.put(root, i);
                if (root.constant == null || offsets.containsKey(root)) continue;
                offsets.put(root, constants);
                constants += size(root, maxRows);
            }
        List<Place> living = new ArrayList<>();
        long end = constants;
        for (int i = 0; i < instructions.size(); i++) {
            int now = i;
            for (Tensor root : roots(instructions.get(i))) {
                if (!root.isScratch() || offsets.containsKey(root)) continue;
                Place place = firstFit(living, constants, root, size(root, maxRows));
                offsets.put(root, place.offset);
                living.add(place);
                end = Math.max(end, place.end());
            }
            living.removeIf(p -> lastUse.get(p.tensor) == now);
        }
        return new MemoryPlan(offsets, end);
    }

    private static Place firstFit(List<Place> living, long from, Tensor tensor, long size) {
        living.sort(Comparator.comparingLong(Place::offset));
        long offset = from;
        for (Place p : living) {
            if (offset + size <= p.offset) break;
            offset = Math.max(offset, p.end());
        }
        return new Place(tensor, offset, size);
    }

    private static List<Tensor> roots(Instruction instruction) {
        List<Tensor> roots = new ArrayList<>();
        for (Tensor t : instruction.reads()) roots.add(t.root);
        for (Tensor t : instruction.writes()) roots.add(t.root);
        return roots;
    }

    private static long size(Tensor root, int maxRows) {
        return NativeMemory.aligned((long) Sizes.elements(root.shape, maxRows) * Tensor.bytes(root.type));
    }
}
