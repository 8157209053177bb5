package io.graft.backend.jvm;

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
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes plans of graphs: forward for answers, forward and backward for training. */
final class Compiler {
    private final Graph graph;
    private final Model model;
    private final Kernels kernels;
    private final Moment moment;
    private final int maxRows;

    Compiler(Graph graph, Model model, Kernels kernels, Moment moment, int maxRows) {
        this.graph = graph;
        this.model = model;
        this.kernels = kernels;
        this.moment = moment;
        this.maxRows = maxRows;
    }

    /** A plan for answers, and where it leaves them. */
    record Answering(Plan plan, List<Tensor> outputs) {}

    /** A plan for training: where it leaves the loss and the gradients. */
    record Learning(Plan plan, Tensor loss, List<Gradient> gradients) {}

    /** A plan that answers with these outputs. */
    Answering answering(List<String> outputs) {
        Tape tape = new Tape(model, kernels, moment, maxRows, false, Map.of());
        List<Value> values = outputs.stream().map(graph::output).toList();
        for (Node node : nodes(values)) lower(tape, node);
        List<Tensor> results =
                values.stream().map(v -> tape.tensor(v).view(v.shape())).toList();
        return new Answering(new Plan(tape, results, maxRows), results);
    }

    /** A plan that trains. */
    Learning learning(Program.Training training, Updater updater) {
        Value loss = graph.output(training.loss());
        List<Node> nodes = nodes(List.of(loss));
        Map<String, LazyTable> tables = tables(nodes, loss, updater);
        model.tables(tables.values().stream().filter(LazyTable::lazy).toList());
        Tape tape = new Tape(model, kernels, moment, maxRows, true, tables);
        Map<Node, Lowered> lowered = new IdentityHashMap<>();
        for (Node node : nodes) lowered.put(node, lower(tape, node));
        Gradients gradients = new Gradients(tape, wanted(nodes));
        gradients.put(loss.name(), Tensor.constant(loss.shape(), 1));
        List<Node> back = new ArrayList<>(nodes);
        Collections.reverse(back);
        for (Node node : back) {
            List<Tensor> dys = new ArrayList<>();
            for (Value output : node.outputs()) dys.add(gradients.of(output.name()));
            if (dys.stream().allMatch(Objects::isNull)) continue;
            gradients.at(node);
            lowered.get(node).backward().run(dys, gradients);
        }
        List<Gradient> all = new ArrayList<>();
        Set<Tensor> taken = new HashSet<>();
        for (Variable v : model.variables().values()) {
            if (!v.trainable()) continue;
            Tensor dense = gradients.of(v.name());
            if (dense != null) dense = own(tape, dense, taken);
            all.add(new Gradient(v, dense, tables.get(v.name())));
        }
        Tensor result = tape.tensor(loss);
        List<Tensor> kept = new ArrayList<>(List.of(result));
        for (Gradient g : all) if (g.dense() != null) kept.add(g.dense());
        return new Learning(new Plan(tape, kept, maxRows), result, List.copyOf(all));
    }

    private static Lowered lower(Tape tape, Node node) {
        Lowered lowered = Lowering.ALL.get(node.type()).lower(tape, node);
        for (int i = 0; i < lowered.outputs().size(); i++)
            if (lowered.outputs().get(i) != null)
                tape.define(node.outputs().get(i).name(), lowered.outputs().get(i));
        return lowered;
    }

    /** A gradient that may be clipped in place: nobody else's tensor. */
    private static Tensor own(Tape tape, Tensor gradient, Set<Tensor> taken) {
        if (gradient.root.home == Tensor.Home.SCRATCH && taken.add(gradient.root)) return gradient;
        Tensor copy = tape.floats(gradient.shape);
        tape.run(
                List.of(gradient),
                List.of(copy),
                rows -> System.arraycopy(gradient.floats(), 0, copy.floats(), 0, copy.extent.at(rows)));
        taken.add(copy);
        return copy;
    }

    /** The operators that these values depend on, in order, fused. */
    private List<Node> nodes(Collection<Value> values) {
        Set<String> kept = new HashSet<>();
        values.forEach(v -> kept.add(v.name()));
        Set<String> names = new HashSet<>(kept);
        List<Node> nodes = new ArrayList<>();
        List<Operator> operators = graph.operators();
        for (int i = operators.size() - 1; i >= 0; i--) {
            Operator op = operators.get(i);
            if (op.outputs().stream().noneMatch(names::contains)) continue;
            names.addAll(op.inputs());
            names.remove("");
            nodes.add(new Node(
                    op,
                    op.inputs().stream().map(this::value).toList(),
                    op.outputs().stream().map(this::output).toList(),
                    names));
        }
        Collections.reverse(nodes);
        return SequenceFusions.fuse(Fusions.fuse(nodes, kept), kept);
    }

    /** An output that nothing looks at is not in the graph. */
    private Value output(String name) {
        return graph.values().getOrDefault(name, Value.ABSENT);
    }

    private Value value(String name) {
        return name.isEmpty() ? Value.ABSENT : graph.value(name);
    }

    /** The trained tables in which rows are only ever looked up. */
    private Map<String, LazyTable> tables(List<Node> nodes, Value loss, Updater updater) {
        Set<String> looked = new HashSet<>();
        Set<String> other = new HashSet<>(Set.of(loss.name()));
        for (Node n : nodes)
            for (int i = 0; i < n.inputs().size(); i++) {
                boolean lookup = n.type().equals("EmbeddingBag")
                        || n.type().equals("Gather")
                                && n.shape(0).axis(n.operator().integer("axis", 0)) == 0;
                (i == 0 && lookup ? looked : other).add(n.name(i));
            }
        looked.removeAll(other);
        Map<String, LazyTable> tables = new LinkedHashMap<>();
        for (Variable v : model.variables().values())
            if (v.trainable() && looked.contains(v.name()))
                tables.put(v.name(), new LazyTable(v, model.slots(v), updater.rule(), updater.holdsDown()));
        return tables;
    }

    /** The values that a trainable parameter reaches. */
    private Set<String> wanted(List<Node> nodes) {
        Set<String> wanted = new HashSet<>();
        for (Parameter p : graph.parameters()) if (p.trainable()) wanted.add(p.name());
        for (Node n : nodes)
            if (n.inputs().stream().anyMatch(v -> wanted.contains(v.name())))
                for (Value output : n.outputs())
                    if (!output.absent() && output.type() == ElementType.FLOAT) wanted.add(output.name());
        return wanted;
    }
}
