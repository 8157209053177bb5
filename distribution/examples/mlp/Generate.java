import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes train.csv and dev.csv: ten overlapping Gaussian clusters in 100 dimensions, 100 points each.
 *
 * <p>Run {@code java Generate.java} in this folder. {@link Random} is specified to the last bit, so every JDK writes the same files.
 */
class Generate {
    static final int INPUTS = 100;
    static final int CLASSES = 10;
    static final int PER_CLASS = 100;
    static final int TRAIN_PER_CLASS = 80;
    /** How far the centres lie apart, where a cluster's own deviation is 1; smaller means more overlap. */
    static final double SPREAD = 0.36;

    public static void main(String[] args) throws IOException {
        Random random = new Random(7);
        double[][] centres = new double[CLASSES][INPUTS];
        for (double[] centre : centres) {
            for (int i = 0; i < INPUTS; i++) {
                centre[i] = SPREAD * random.nextGaussian();
            }
        }
        try (PrintWriter train = table("train.csv");
                PrintWriter dev = table("dev.csv")) {
            for (int n = 0; n < PER_CLASS; n++) { // classes take turns, so that the rows need no shuffling
                for (int c = 0; c < CLASSES; c++) {
                    StringBuilder row = new StringBuilder();
                    for (int i = 0; i < INPUTS; i++) {
                        long hundredths = Math.round(100 * (centres[c][i] + random.nextGaussian()));
                        row.append(hundredths / 100.0).append(',');
                    }
                    (n < TRAIN_PER_CLASS ? train : dev).print(row + "c" + c + "\n");
                }
            }
        }
    }

    static PrintWriter table(String name) throws IOException {
        PrintWriter table = new PrintWriter(Files.newBufferedWriter(Path.of(name)));
        for (int i = 0; i < INPUTS; i++) {
            table.print("f" + i + ",");
        }
        table.print("label\n");
        return table;
    }
}
