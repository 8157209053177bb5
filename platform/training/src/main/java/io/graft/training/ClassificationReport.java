package io.graft.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well each class is told from the others.
 *
 * <p>Precision is the share of right answers among those that named the class, recall among those rows that belong to it, F1 their harmonic
 * mean; each is 0 where it would divide by 0 (as scikit-learn's {@code classification_report} has it).
 */
final class ClassificationReport {
    private final List<String> labels;
    private final int[][] confusion;

    ClassificationReport(List<String> labels) {
        this.labels = labels;
        confusion = new int[labels.size()][labels.size()];
    }

    void add(int truth, int answer) {
        confusion[truth][answer]++;
    }

    /** The report as JSON values: {@code classes} and {@code confusion} (rows are true classes, columns answers). */
    Map<String, Object> json() {
        List<Object> classes = new ArrayList<>();
        List<Object> matrix = new ArrayList<>();
        for (int c = 0; c < labels.size(); c++) {
            int right = confusion[c][c];
            int support = 0;
            int named = 0;
            List<Object> row = new ArrayList<>();
            for (int o = 0; o < labels.size(); o++) {
                support += confusion[c][o];
                named += confusion[o][c];
                row.add(confusion[c][o]);
            }
            double precision = named == 0 ? 0 : (double) right / named;
            double recall = support == 0 ? 0 : (double) right / support;
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("label", labels.get(c));
            one.put("precision", precision);
            one.put("recall", recall);
            one.put("f1", right == 0 ? 0.0 : 2 * precision * recall / (precision + recall));
            one.put("support", support);
            classes.add(one);
            matrix.add(row);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("classes", classes);
        json.put("confusion", matrix);
        return json;
    }
}
