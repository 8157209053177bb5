package io.graft.backend.jvm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes one instruction of neighbouring element-wise ones: it goes through them block by block, so that what one writes is still in the
 * cache when the next reads it.
 */
final class Chains {
    private static final int BLOCK = 4096;

    private Chains() {}

    static List<Instruction> merge(List<Instruction> instructions, Crew crew) {
        List<Instruction> merged = new ArrayList<>();
        List<Instruction> chain = new ArrayList<>();
        for (Instruction next : instructions) {
            if (!chain.isEmpty() && !chain.get(0).range().equals(next.range())) end(chain, merged, crew);
            if (next.pass() != null) chain.add(next);
            else merged.add(next);
        }
        end(chain, merged, crew);
        return merged;
    }

    private static void end(List<Instruction> chain, List<Instruction> merged, Crew crew) {
        if (chain.size() > 1 || crew.size() > 1 && !chain.isEmpty()) merged.add(chained(List.copyOf(chain), crew));
        else merged.addAll(chain);
        chain.clear();
    }

    private static Instruction chained(List<Instruction> chain, Crew crew) {
        Set<Tensor> reads = new LinkedHashSet<>();
        Set<Tensor> writes = new LinkedHashSet<>();
        for (Instruction i : chain) {
            reads.addAll(i.reads());
            writes.addAll(i.writes());
        }
        Instruction.Pass[] passes = chain.stream().map(Instruction::pass).toArray(Instruction.Pass[]::new);
        Extent range = chain.get(0).range();
        return Instruction.of(
                List.copyOf(reads),
                List.copyOf(writes),
                rows -> crew.each(range.at(rows), 8 * BLOCK, (who, first, end) -> blocks(passes, first, end)));
    }

    private static void blocks(Instruction.Pass[] passes, int first, int end) {
        for (int from = first; from < end; from += BLOCK) {
            int to = Math.min(end, from + BLOCK);
            for (Instruction.Pass pass : passes) pass.run(from, to);
        }
    }
}
