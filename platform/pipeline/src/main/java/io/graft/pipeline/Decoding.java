package io.graft.pipeline;

import io.graft.api.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How an answer is read off the scores of a row.
 *
 * <p>Of one class: the one with the highest score. Of a sequence: the best class of each position, as {@link Target} says; positions whose scores
 * are all 0 are masked and give nothing.
 *
 * @param target what the loss compares with
 * @param separator what stands between the labels of a sequence; empty when each character is one
 * @param labels the classes; none for numbers
 */
public record Decoding(Target target, String separator, List<String> labels) {

    /** Copies. */
    public Decoding {
        labels = List.copyOf(labels);
    }

    /** Of one class, or of numbers when there are no labels. */
    public static Decoding classes(List<String> labels) {
        return new Decoding(labels.isEmpty() ? Target.NUMBERS : Target.CLASS, " ", labels);
    }

    /** Whether a row has a sequence of labels. */
    public boolean sequence() {
        return target.sequence();
    }

    /** The labels of a sequence as the data writes them. */
    public static List<String> split(String written, String separator) {
        List<String> labels = new ArrayList<>();
        if (separator.isEmpty()) written.codePoints().forEach(c -> labels.add(Character.toString(c)));
        else if (!separator.isBlank())
            for (String label : written.split(java.util.regex.Pattern.quote(separator), -1)) labels.add(label.strip());
        else for (String label : written.strip().split("\\s+")) labels.add(label);
        labels.removeIf(String::isEmpty);
        return labels;
    }

    /**
     * The answer: the label, or the labels of a sequence as the data writes them; of numbers the index of the greatest.
     *
     * @param scores hold the row's from {@code from} to before {@code from + width}
     */
    public String label(float[] scores, int from, int width) {
        if (!sequence()) {
            int best = best(scores, from, width);
            return best < labels.size() ? labels.get(best) : Integer.toString(best);
        }
        int[] into = new int[width / labels.size()];
        int n = decode(target, labels.size(), scores, from, width, into);
        return java.util.Arrays.stream(into, 0, n).mapToObj(labels::get).collect(Collectors.joining(separator));
    }

    /** How sure the answer is: the highest score; of a sequence its mean over the positions. */
    public float score(float[] scores, int from, int width) {
        if (!sequence()) return scores[from + best(scores, from, width)];
        int classes = labels.size();
        double sum = 0;
        int n = 0;
        for (int p = from; p < from + width; p += classes) {
            float best = scores[p + best(scores, p, classes)];
            sum += best;
            if (best > 0) n++;
        }
        return n == 0 ? 0 : (float) (sum / n);
    }

    /**
     * Reads the classes of a sequence off the scores of a row.
     *
     * @param into takes them; has room for one of each position
     * @return how many they are
     */
    public static int decode(Target target, int classes, float[] scores, int from, int width, int[] into) {
        int n = 0;
        int last = -1;
        for (int p = from; p < from + width; p += classes) {
            int best = best(scores, p, classes);
            if (scores[p + best] == 0) continue;
            boolean silent = target == Target.TRANSCRIPT && (best == 0 || best == last);
            if (!silent) into[n++] = best;
            last = best;
        }
        return n;
    }

    /** The index of the greatest of so many scores. */
    public static int best(float[] scores, int from, int width) {
        int best = 0;
        for (int i = 1; i < width; i++) if (scores[from + i] > scores[from + best]) best = i;
        return best;
    }
}
