package io.graft.pipeline;

import io.graft.api.backend.Program;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Parameter;
import io.graft.api.graph.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** Tells programs apart by what there is to compute, the same in every process. */
final class NetworkText {
    private NetworkText() {}

    /** Everything that a program's speed can depend on. */
    static String of(Program program) {
        Graph graph = program.graph();
        StringBuilder text = new StringBuilder();
        for (Value v : graph.values().values())
            text.append(v.name())
                    .append(' ')
                    .append(v.type())
                    .append(v.shape())
                    .append(v.bound())
                    .append('\n');
        for (Parameter p : graph.parameters())
            text.append(p.name()).append(p.shape()).append(p.trainable()).append('\n');
        for (Operator o : graph.operators())
            text.append(o.type())
                    .append(o.inputs())
                    .append(o.outputs())
                    .append(new TreeMap<>(o.attributes())) // they have no order of their own
                    .append('\n');
        program.training().ifPresent(t -> text.append(t.rule().name())
                .append(t.rule().slots())
                .append(t.rule().l1() > 0)
                .append(t.rule().l2() > 0)
                .append(t.clip().norm() > 0)
                .append(t.clip().value() > 0)
                .append('\n'));
        return text.toString();
    }

    /** The SHA-256 of lines, in hexadecimal. */
    static String sha256(List<String> lines) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
