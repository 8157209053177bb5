package io.graft.api;

import java.util.Objects;

/**
 * The one exception of Graft: a code, a place and a sentence that says what is wrong, where, and what would be right.
 *
 * <p>The place is a path in the descriptor ({@code prepare[1].stop-words.language}) or a file, and empty when there is none.
 */
public class PipelineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String at;

    /** An exception at a place. */
    public PipelineException(ErrorCode code, String at, String sentence) {
        this(code, at, sentence, null);
    }

    /** An exception at a place, with what caused it. */
    public PipelineException(ErrorCode code, String at, String sentence, Throwable cause) {
        super(Objects.requireNonNull(sentence), cause);
        this.code = Objects.requireNonNull(code);
        this.at = Objects.requireNonNull(at);
    }

    /** What kind of thing went wrong. */
    public ErrorCode code() {
        return code;
    }

    /** The place, or an empty string. */
    public String at() {
        return at;
    }
}
