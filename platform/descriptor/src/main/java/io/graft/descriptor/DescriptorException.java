package io.graft.descriptor;

import io.graft.api.PipelineException;
import java.util.List;
import java.util.stream.Collectors;

/** A descriptor that cannot be used, with everything that is wrong with it. Code and place are those of the first problem. */
public final class DescriptorException extends PipelineException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** An exception for one problem or more. */
    public DescriptorException(List<Problem> problems) {
        super(
                problems.get(0).code(),
                problems.get(0).path(),
                problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** An exception for one problem. */
    public DescriptorException(Problem problem) {
        this(List.of(problem));
    }

    /** Everything that is wrong, in the order of the descriptor. */
    public List<Problem> problems() {
        return problems;
    }
}
