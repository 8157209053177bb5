package io.graft.testkit;

import io.graft.testkit.ReferenceInterpreter.Call;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What each operator means. */
final class Kernels {
    private final Map<String, Several> kernels = new TreeMap<>();

    /** The meaning of an operator with one output. */
    interface One {
        Tensor compute(Call call);
    }

    /** The meaning of an operator with several outputs. */
    interface Several {
        List<Tensor> compute(Call call);
    }

    void put(String type, One kernel) {
        several(type, c -> List.of(kernel.compute(c)));
    }

    void several(String type, Several kernel) {
        if (kernels.put(type, kernel) != null) throw new IllegalStateException("two kernels for " + type);
    }

    Set<String> names() {
        return new TreeSet<>(kernels.keySet());
    }

    List<Tensor> compute(Call call) {
        Several kernel = kernels.get(call.operator().type());
        if (kernel == null)
            throw new IllegalArgumentException("the reference does not know the operator '"
                    + call.operator().type() + "'");
        return kernel.compute(call);
    }
}
