package io.graft.training;

import io.graft.api.backend.Session;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import io.graft.api.model.Metric;
import io.graft.pipeline.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How good the answers on a data set are.
 *
 * @param rows the rows judged
 * @param loss the mean loss
 * @param metrics the value of each metric
 * @param details what metrics and the report of the classes say beyond a number, as JSON values
 */
record Evaluation(int rows, double loss, Map<String, Double> metrics, Map<String, Object> details) {

    /** Runs a session over a data set, in its own order. */
    static Evaluation of(
            Session session, Graph graph, Dataset data, Labels labels, Map<String, Metric> metrics, int batchRows) {
        Batch batch = Dataset.batch(graph, batchRows);
        Batch outputs = Batch.outputs(graph, List.of(Network.SCORES, Network.LOSS), batchRows);
        float[] scores = outputs.floats(Network.SCORES);
        int width = outputs.width(outputs.slot(Network.SCORES));
        Judging judging = new Judging(scores, width, labels, metrics);
        double loss = 0;
        for (int from = 0; from < data.rows; from += batchRows) {
            int n = Math.min(batchRows, data.rows - from);
            data.fill(batch, null, from, n, null);
            session.run(batch, outputs);
            loss += (double) outputs.floats(Network.LOSS)[0] * n;
            for (int i = 0; i < n; i++)
                if (data.sequences == null) judging.row(data, from + i, i * width);
                else judging.sequence(data.sequences, from + i, i * width);
        }
        Map<String, Double> values = new LinkedHashMap<>();
        Map<String, Object> told = new LinkedHashMap<>();
        judging.meters().forEach((name, m) -> {
            values.put(name, m.value());
            if (!m.details().isEmpty()) told.put(name, m.details());
        });
        Map<String, Object> details = new LinkedHashMap<>();
        details.putAll(judging.report());
        if (!told.isEmpty()) details.put("details", told);
        return new Evaluation(data.rows, loss / data.rows, values, details);
    }

    /** What an epoch's record shows. */
    Map<String, Double> summary() {
        Map<String, Double> summary = new LinkedHashMap<>();
        summary.put("loss", loss);
        summary.putAll(metrics);
        return summary;
    }

    /** Everything, as JSON values. */
    Map<String, Object> json(String part) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("part", part);
        json.put("rows", rows);
        json.putAll(summary());
        json.putAll(details);
        return json;
    }
}
