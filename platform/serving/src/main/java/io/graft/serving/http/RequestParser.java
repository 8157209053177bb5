package io.graft.serving.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads the JSON of requests token by token.
 *
 * <p>What a value means is not known before the members around it are, which come in any order: texts and numbers are collected as they come and checked
 * by {@link InputRows}. Unknown members are skipped.
 */
final class RequestParser {
    private static final String SHARED_MEMORY = "shared_memory_region";

    private static final int MOST_SAMPLES = 1_000_000;

    private final JsonFactory json;

    RequestParser(int maxBody) {
        json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(maxBody)
                        .maxNestingDepth(64)
                        .build())
                .recyclerPool(JsonRecyclerPools.newBoundedPool(64))
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                // so that they are refused by name and place
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
    }

    /** For answers too: the buffers are shared. */
    JsonFactory json() {
        return json;
    }

    /** Reads a request for answers. */
    InferenceRequest parse(byte[] body, int length) {
        if (length == 0) throw Refusal.bad("", "The request is empty; it must be a JSON object with 'inputs'.");
        try (JsonParser p = json.createParser(body, 0, length)) {
            if (p.nextToken() != JsonToken.START_OBJECT)
                throw Refusal.bad("", "The request is not a JSON object with 'inputs'.");
            InferenceRequest request = new InferenceRequest();
            for (String name; (name = p.nextFieldName()) != null; ) {
                p.nextToken();
                switch (name) {
                    case "id" -> request.id = text(p, "id");
                    case "parameters" -> parameters(p, request);
                    case "inputs" -> inputs(p, request);
                    case "outputs" -> outputs(p, request);
                    default -> p.skipChildren();
                }
            }
            if (p.nextToken() != null) throw Refusal.bad("", "The request goes on after its JSON object.");
            return request;
        } catch (JsonProcessingException e) {
            throw broken(e);
        } catch (IOException e) {
            throw Refusal.badJson("The request is no JSON: " + e.getMessage() + ".", e);
        }
    }

    /** Whether a request, which may be empty, has a member that is true. */
    boolean flag(byte[] body, int length, String member) {
        boolean[] found = {false};
        members(body, length, p -> {
            if (p.currentName().equals(member)) found[0] = bool(p, member);
            else p.skipChildren();
        });
        return found[0];
    }

    /** Whether a request, which may be empty, has a member in one of its objects. */
    boolean has(byte[] body, int length, String outer, String inner) {
        boolean[] found = {false};
        members(body, length, p -> {
            if (!p.currentName().equals(outer) || p.currentToken() != JsonToken.START_OBJECT) {
                p.skipChildren();
                return;
            }
            for (String name; (name = p.nextFieldName()) != null; p.skipChildren()) {
                found[0] |= name.equals(inner);
                p.nextToken();
            }
        });
        return found[0];
    }

    private interface Member {
        void read(JsonParser p) throws IOException;
    }

    private void members(byte[] body, int length, Member member) {
        try (JsonParser p = json.createParser(body, 0, length)) {
            JsonToken first = p.nextToken();
            if (first == null) return;
            if (first != JsonToken.START_OBJECT) throw Refusal.bad("", "The request is not a JSON object.");
            while (p.nextFieldName() != null) {
                p.nextToken();
                member.read(p);
            }
        } catch (JsonProcessingException e) {
            throw broken(e);
        } catch (IOException e) {
            throw Refusal.badJson("The request is no JSON: " + e.getMessage() + ".", e);
        }
    }

    private static Refusal broken(JsonProcessingException e) {
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return Refusal.badJson("The request is no JSON" + where + ": " + e.getOriginalMessage() + ".", e);
    }

    private static void parameters(JsonParser p, InferenceRequest request) throws IOException {
        object(p, "parameters");
        for (String name; (name = p.nextFieldName()) != null; ) {
            p.nextToken();
            switch (name) {
                case "timeout" -> {
                    long micros = integer(p, "parameters.timeout");
                    if (micros < 0)
                        throw Refusal.bad(
                                "parameters.timeout",
                                "The timeout is " + micros
                                        + "; it is a number of microseconds, 0 for none of its own.");
                    request.timeoutMicros = micros;
                }
                case "binary_data_output" -> request.binaryOutputs = bool(p, "parameters.binary_data_output");
                default -> p.skipChildren();
            }
        }
    }

    private static void inputs(JsonParser p, InferenceRequest request) throws IOException {
        array(p, "inputs");
        while (p.nextToken() != JsonToken.END_ARRAY) {
            String at = "inputs[" + request.inputs.size() + "]";
            object(p, at);
            Tensor tensor = new Tensor();
            for (String name; (name = p.nextFieldName()) != null; ) {
                p.nextToken();
                switch (name) {
                    case "name" -> tensor.name = text(p, at + ".name");
                    case "datatype" -> tensor.datatype = text(p, at + ".datatype");
                    case "shape" -> tensor.shape = shape(p, at + ".shape");
                    case "data" -> data(p, tensor, at + ".data");
                    case "parameters" -> tensorParameters(p, tensor, at + ".parameters");
                    default -> p.skipChildren();
                }
            }
            request.inputs.add(tensor);
        }
    }

    private static void outputs(JsonParser p, InferenceRequest request) throws IOException {
        if (p.currentToken() == JsonToken.VALUE_NULL) return;
        array(p, "outputs");
        while (p.nextToken() != JsonToken.END_ARRAY) {
            String at = "outputs[" + request.outputs.size() + "]";
            object(p, at);
            InferenceRequest.Output output = new InferenceRequest.Output();
            for (String name; (name = p.nextFieldName()) != null; ) {
                p.nextToken();
                switch (name) {
                    case "name" -> output.name = text(p, at + ".name");
                    case "parameters" -> output.binary = binary(p, at + ".parameters");
                    default -> p.skipChildren();
                }
            }
            if (output.name == null) throw Refusal.bad(at, "The output has no name.");
            request.outputs.add(output);
        }
    }

    private static void tensorParameters(JsonParser p, Tensor tensor, String at) throws IOException {
        object(p, at);
        for (String name; (name = p.nextFieldName()) != null; ) {
            p.nextToken();
            switch (name) {
                case "binary_data_size" -> {
                    long size = integer(p, at + ".binary_data_size");
                    if (size < 0) throw Refusal.bad(at + ".binary_data_size", "The size of the data is " + size + ".");
                    tensor.binarySize = size;
                }
                case "sample_rate" -> {
                    long rate = integer(p, at + ".sample_rate");
                    if (rate < 1 || rate > MOST_SAMPLES)
                        throw Refusal.bad(
                                at + ".sample_rate",
                                "The sample rate is " + rate + "; it is a number of samples a second, at most "
                                        + MOST_SAMPLES + ".");
                    tensor.sampleRate = (int) rate;
                }
                case SHARED_MEMORY -> throw noSharedMemory(at);
                default -> p.skipChildren();
            }
        }
    }

    private static Boolean binary(JsonParser p, String at) throws IOException {
        Boolean binary = null;
        object(p, at);
        for (String name; (name = p.nextFieldName()) != null; ) {
            p.nextToken();
            switch (name) {
                case "binary_data" -> binary = bool(p, at + ".binary_data");
                case "classification" -> {
                    if (integer(p, at + ".classification") != 0)
                        throw Refusal.bad(
                                at + ".classification",
                                "The best classes are not picked out here; ask for 'label' or for all 'scores'.");
                }
                case SHARED_MEMORY -> throw noSharedMemory(at);
                default -> p.skipChildren();
            }
        }
        return binary;
    }

    private static Refusal noSharedMemory(String at) {
        return Refusal.bad(
                at + "." + SHARED_MEMORY,
                "There is no shared memory here; tensors are in the request and in the answer, as JSON or binary.");
    }

    private static long[] shape(JsonParser p, String at) throws IOException {
        array(p, at);
        long[] shape = new long[Tensor.MAX_RANK];
        int rank = 0;
        while (p.nextToken() != JsonToken.END_ARRAY) {
            if (rank == shape.length) throw Refusal.shape(at, "The shape has more than " + rank + " axes.");
            long n = integer(p, at);
            if (n < 0) throw Refusal.shape(at, "An axis of the shape is " + n + "; a request says how many there are.");
            shape[rank++] = n;
        }
        return Arrays.copyOf(shape, rank);
    }

    /** Lists in lists as deep as the client likes; all values of one depth, all lists of one depth equally long. */
    private static void data(JsonParser p, Tensor tensor, String at) throws IOException {
        array(p, at);
        tensor.hasData = true;
        Arrays.fill(tensor.lengths, -1);
        long[] counts = new long[Tensor.MAX_RANK];
        int depth = 1;
        while (depth > 0) {
            JsonToken token = p.nextToken();
            switch (token) {
                case END_ARRAY -> {
                    depth--;
                    if (tensor.lengths[depth] >= 0 && tensor.lengths[depth] != counts[depth])
                        throw Refusal.shape(
                                at,
                                "Lists of the data are " + tensor.lengths[depth] + " and " + counts[depth]
                                        + " long; they must be equally long.");
                    tensor.lengths[depth] = counts[depth];
                    continue;
                }
                case START_ARRAY -> {
                    counts[depth - 1]++;
                    if (depth == counts.length)
                        throw Refusal.shape(at, "The data are lists in more than " + depth + " lists.");
                    counts[depth++] = 0;
                    continue;
                }
                case VALUE_STRING -> tensor.add(p.getText());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(p, tensor, at);
                case VALUE_TRUE, VALUE_FALSE -> {
                    tensor.booleans = true;
                    tensor.add(token == JsonToken.VALUE_TRUE ? 1f : 0f);
                }
                default ->
                    throw Refusal.badData(
                            at,
                            "Value " + (tensor.textCount + tensor.numberCount + 1) + " of the data is "
                                    + (token == JsonToken.VALUE_NULL ? "null" : "an object")
                                    + "; it must be a text or a number.");
            }
            if (tensor.depth == 0) tensor.depth = depth;
            if (tensor.depth != depth) throw Refusal.shape(at, "Values and lists stand side by side in the data.");
            counts[depth - 1]++;
        }
        if (tensor.depth == 0) tensor.depth = 1;
    }

    private static void number(JsonParser p, Tensor tensor, String at) throws IOException {
        float number = p.getFloatValue();
        if (!Float.isFinite(number))
            throw Refusal.badData(
                    at,
                    "Number " + (tensor.numberCount + 1) + " of the data is " + p.getText()
                            + "; it must be a finite number that fits into 32 bits.");
        tensor.add(number);
    }

    private static String text(JsonParser p, String at) throws IOException {
        if (p.currentToken() != JsonToken.VALUE_STRING) throw Refusal.bad(at, at + " must be a text.");
        return p.getText();
    }

    private static long integer(JsonParser p, String at) throws IOException {
        if (p.currentToken() != JsonToken.VALUE_NUMBER_INT) throw Refusal.bad(at, at + " must be a whole number.");
        return p.getLongValue();
    }

    private static boolean bool(JsonParser p, String at) throws IOException {
        JsonToken token = p.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE)
            throw Refusal.bad(at, at + " must be true or false.");
        return token == JsonToken.VALUE_TRUE;
    }

    private static void object(JsonParser p, String at) {
        if (p.currentToken() != JsonToken.START_OBJECT) throw Refusal.bad(at, at + " must be an object.");
    }

    private static void array(JsonParser p, String at) {
        if (p.currentToken() != JsonToken.START_ARRAY) throw Refusal.bad(at, at + " must be a list.");
    }
}
