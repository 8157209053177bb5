package io.graft.serving.http;

import java.util.ArrayList;
import java.util.List;

/** A request for answers, as it was sent. */
final class InferenceRequest {
    /** The client's name for the request, or null. */
    String id;
    /** How long it may take, in microseconds; 0 when it did not say. */
    long timeoutMicros;
    /** Whether outputs are to be binary that do not say. */
    boolean binaryOutputs;

    final List<Tensor> inputs = new ArrayList<>(1);
    final List<Output> outputs = new ArrayList<>(3);

    /** An output that was asked for. */
    static final class Output {
        String name;
        /** Whether it is to be binary, or null when it did not say. */
        Boolean binary;
    }

    boolean binary(Output output) {
        return output.binary == null ? binaryOutputs : output.binary;
    }
}
