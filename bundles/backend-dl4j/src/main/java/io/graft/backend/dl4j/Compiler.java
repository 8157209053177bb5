package io.graft.backend.dl4j;

import io.graft.api.backend.Program;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Parameter;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes plans of graphs: forward for answers, forward and backward for training. */
final class Compiler {
    private final Engine engine;
    private final Graph graph;
    private final Map<String, Variable> variables;
    private final Moment moment;
    private final int maxRows;

    Compiler(Engine engine, Graph graph, Map<String, Variable> variables, Moment moment, int maxRows) {
        this.engine = engine;
        this.graph = graph;
        this.variables = variables;
        this.moment = moment;
        this.maxRows = maxRows;
    }

    /** A plan that answers. Its outputs are copied to the hosts, in the order of the names. */
    Answering answering(List<String> outputs) {
        Tape tape = new Tape(graph, variables, moment, maxRows, false, engine.helpers());
        List<Value> values = outputs.stream().map(graph::output).toList();
        for (Node node : needed(values)) define(tape, node, Lowerings.lower(tape, node));
        List<Host> hosts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Value v = values.get(i);
            // a batch has no truth values: they leave as ones and zeros
            Tensor result = tape.tensor(v.name());
            if (v.type() == ElementType.BOOL) result = tape.mask(result);
            Host host = Host.input(outputs.get(i), result.type, v.shape());
            tape.add(new Copy(host, result.view(v.shape()), false));
            hosts.add(host);
        }
        return new Answering(new Plan(engine, tape), hosts);
    }

    /** A plan for answers. */
    record Answering(Plan plan, List<Host> outputs) {}

    /** A plan for training: the loss, and what gives the gradient of each trainable variable. */
    record Learning(Plan plan, Host loss, List<Gradient> gradients) {}

    /** A plan that trains. */
    Learning learning(Program.Training training) {
        Tape tape = new Tape(graph, variables, moment, maxRows, true, engine.helpers());
        Value loss = graph.output(training.loss());
        List<Node> nodes = needed(List.of(loss));
        Map<Node, Lowered> lowered = new LinkedHashMap<>();
        for (Node node : nodes) {
            Lowered l = Lowerings.lower(tape, node);
            define(tape, node, l);
            lowered.put(node, l);
        }
        Host lossHost = tape.download(tape.tensor(loss.name()));
        Gradients gradients = new Gradients(tape, wanted(nodes));
        gradients.put(loss.name(), tape.scalar(1).view(loss.shape()));
        List<Node> back = new ArrayList<>(nodes);
        Collections.reverse(back);
        for (Node node : back) {
            List<Tensor> dy = new ArrayList<>();
            for (Value v : node.outputs()) dy.add(gradients.of(v.name()));
            if (dy.stream().allMatch(Objects::isNull)) continue;
            gradients.at(node);
            lowered.get(node).backward().run(dy, gradients);
        }
        List<Gradient> all = new ArrayList<>();
        Set<Host> taken = new HashSet<>();
        for (Variable v : variables.values()) {
            if (!v.trainable()) continue;
            Tensor dense = gradients.of(v.name());
            all.add(new Gradient(
                    v,
                    dense == null ? null : own(tape, dense, taken),
                    tape.rowGradients().get(v)));
        }
        return new Learning(new Plan(engine, tape), lossHost, all);
    }

    /** An array that nobody else has: an update may clip it in place. */
    private static Host own(Tape tape, Tensor gradient, Set<Host> taken) {
        Host host = tape.download(gradient);
        return host.isOwn() && taken.add(host) ? host : tape.copy(gradient);
    }

    private static void define(Tape tape, Node node, Lowered lowered) {
        for (int i = 0; i < lowered.outputs().size(); i++)
            if (node.gives(i))
                tape.define(node.outputs().get(i).name(), lowered.outputs().get(i));
    }

    /** The operators that these values depend on, in order. */
    private List<Node> needed(Collection<Value> values) {
        Set<String> names = new HashSet<>();
        values.forEach(v -> names.add(v.name()));
        List<Node> nodes = new ArrayList<>();
        List<Operator> operators = graph.operators();
        for (int i = operators.size() - 1; i >= 0; i--) {
            Operator op = operators.get(i);
            if (Collections.disjoint(names, op.outputs())) continue;
            names.addAll(op.inputs());
            nodes.add(Node.of(graph, op));
        }
        Collections.reverse(nodes);
        return nodes;
    }

    /** The values that a trainable parameter reaches. */
    private Set<String> wanted(List<Node> nodes) {
        Set<String> wanted = new HashSet<>();
        for (Parameter p : graph.parameters()) if (p.trainable()) wanted.add(p.name());
        for (Node n : nodes)
            if (n.inputs().stream().anyMatch(v -> wanted.contains(v.name())))
                for (Value v : n.outputs()) if (v.type() == ElementType.FLOAT && !v.absent()) wanted.add(v.name());
        return wanted;
    }
}
