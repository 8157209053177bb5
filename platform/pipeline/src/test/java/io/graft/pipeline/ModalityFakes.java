package io.graft.pipeline;

import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.Learner;
import io.graft.api.PipelineException;
import io.graft.api.audio.AudioBuffer;
import io.graft.api.audio.AudioFeatures;
import io.graft.api.audio.AudioFeaturesType;
import io.graft.api.audio.AudioStep;
import io.graft.api.audio.AudioStepType;
import io.graft.api.augment.AudioAugmenter;
import io.graft.api.augment.Augmenter;
import io.graft.api.augment.AugmenterType;
import io.graft.api.augment.BatchAugmenter;
import io.graft.api.augment.ImageAugmenter;
import io.graft.api.augment.TensorAugmenter;
import io.graft.api.augment.TextAugmenter;
import io.graft.api.data.Batch;
import io.graft.api.data.DataType;
import io.graft.api.data.Decoder;
import io.graft.api.data.DecoderType;
import io.graft.api.data.Feature;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.image.ImageStep;
import io.graft.api.image.ImageStepType;
import io.graft.api.model.Loss;
import io.graft.api.model.Target;
import io.graft.api.settings.Default;
import io.graft.api.table.TableRow;
import io.graft.api.table.TableStep;
import io.graft.api.table.TableStepType;
import io.graft.catalog.ListCatalog;
import io.graft.pipeline.Types.None;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Components for images, sounds and tables: the smallest that do something. */
final class ModalityFakes {
    /** What the source {@code train} gives, and what its rows are. */
    DataType gives = new DataType.Image(2, 2, 1);

    final List<Input> rows = new ArrayList<>();

    /** What the source {@code dev} says it gives; the same as the other when null. */
    DataType devGives;

    record Side(@Default("2") int side) {}

    record Rate(@Default("4") int rate) {}

    ModalityFakes(ListCatalog catalog) {
        catalog.add("train", new Types.Reads<>(None.class, (s, c) -> source(() -> gives)));
        catalog.add("dev", new Types.Reads<>(None.class, (s, c) -> source(() -> devGives == null ? gives : devGives)));
        catalog.add("crop", new Crop());
        catalog.add("grey", new Grey());
        catalog.add("bright", new Bright());
        catalog.add("rate", new Resample());
        catalog.add("chunks", new Chunks());
        catalog.add("fill", new Fill());
        catalog.add("words", new Words());
        catalog.add("add-light", new Augments(() -> (ImageAugmenter) (image, random) -> {
            float more = random.nextFloat();
            for (int i = 0; i < image.elements(); i++) image.values()[i] += more;
        }));
        catalog.add("add-noise", new Augments(() -> (TensorAugmenter) (numbers, from, shape, random) -> {
            for (int i = 0; i < shape.elements(); i++) numbers[from + i] += random.nextFloat();
        }));
        catalog.add("mute", new Augments(() -> (AudioAugmenter)
                (sound, random) -> Arrays.fill(sound.samples(), 0, sound.length(), random.nextFloat())));
        catalog.add("typo", new Augments(() ->
                (TextAugmenter) (text, random) -> text.buffer()[random.nextInt(Math.max(1, text.length()))] = 'c'));
        catalog.add("mix", new Augments(() -> (BatchAugmenter) (batch, feature, target, random) -> {
            float share = random.nextFloat();
            for (int i = 0; i < batch.width(feature); i++) batch.floats(feature)[i] *= share;
            for (int i = 0; i < batch.width(target); i++) batch.floats(target)[i] *= share;
        }));
        catalog.add("one-hot", new Types.Loses<>(None.class, (s, c) -> new Soft()));
        catalog.add("flat", new Types.Builds<>(None.class, (s, c) -> (g, x) -> g.reshape(x, 0, -1)));
    }

    record Augments(Supplier<Augmenter> made) implements AugmenterType<None> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public Augmenter create(None settings, Context context) {
            return made.get();
        }
    }

    /** Keeps the upper left corner. */
    private static final class Crop implements ImageStepType<Side> {
        @Override
        public Class<Side> settings() {
            return Side.class;
        }

        @Override
        public DataType.Image gives(Side s, DataType.Image takes) {
            if (takes.height() > 0 && takes.height() < s.side())
                throw new PipelineException(
                        ErrorCode.SHAPE_MISMATCH, "", "The images are smaller than " + s.side() + " rows.");
            return new DataType.Image(s.side(), s.side(), takes.channels());
        }

        @Override
        public ImageStep create(Side s, Context context) {
            return image -> {
                if (image.height() < s.side() || image.width() < s.side())
                    throw new PipelineException(ErrorCode.BAD_DATA, "", "The image is too small.");
                float[] cropped = new float[s.side() * s.side() * image.channels()];
                int to = 0;
                for (int c = 0; c < image.channels(); c++)
                    for (int y = 0; y < s.side(); y++)
                        for (int x = 0; x < s.side(); x++)
                            cropped[to++] = image.values()[(c * image.height() + y) * image.width() + x];
                float[] ignored = image.exchange(cropped, s.side(), s.side(), image.channels());
            };
        }
    }

    /** Keeps the first channel. */
    private static final class Grey implements ImageStepType<None> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public DataType.Image gives(None s, DataType.Image takes) {
            return new DataType.Image(takes.height(), takes.width(), 1);
        }

        @Override
        public ImageStep create(None s, Context context) {
            return image -> {
                float[] ignored = image.exchange(image.values(), image.height(), image.width(), 1);
            };
        }
    }

    /** Learns the greatest element and divides by it. */
    private static final class Bright implements ImageStepType<None>, Learner<None, io.graft.api.image.ImageBuffer> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public DataType.Image gives(None s, DataType.Image takes) {
            return takes;
        }

        @Override
        public Lesson<io.graft.api.image.ImageBuffer> learn(None s, Context context) {
            float[] most = {0};
            return new Lesson<>() {
                @Override
                public void see(io.graft.api.image.ImageBuffer image) {
                    for (int i = 0; i < image.elements(); i++) most[0] = Math.max(most[0], image.values()[i]);
                }

                @Override
                public String state() {
                    return Float.toString(most[0]);
                }
            };
        }

        @Override
        public ImageStep create(None s, Context context) {
            float most = Float.parseFloat(context.state().orElseThrow());
            return image -> {
                for (int i = 0; i < image.elements(); i++) image.values()[i] /= most;
            };
        }
    }

    /** Says another rate. */
    private static final class Resample implements AudioStepType<Rate> {
        @Override
        public Class<Rate> settings() {
            return Rate.class;
        }

        @Override
        public DataType.Audio gives(Rate s, DataType.Audio takes) {
            return new DataType.Audio(s.rate());
        }

        @Override
        public AudioStep create(Rate s, Context context) {
            return sound -> sound.size(sound.length(), s.rate());
        }
    }

    /** The first samples of a second, zeros behind the end. */
    private static final class Chunks implements AudioFeaturesType<None> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public List<Feature> features(None s, DataType.Audio takes) {
            if (takes.sampleRate() == 0)
                throw new PipelineException(
                        ErrorCode.TYPE_MISMATCH, "", "The rates vary: put a step before it that makes them one.");
            return List.of(Feature.floats("chunks", takes.sampleRate()));
        }

        @Override
        public AudioFeatures create(None s, Context context) {
            return new AudioFeatures() {
                @Override
                public List<Feature> features() {
                    return List.of(Feature.floats("chunks", 4));
                }

                @Override
                public void extract(AudioBuffer sound, Batch batch, int[] slots, int row) {
                    float[] to = batch.floats(slots[0]);
                    for (int i = 0; i < 4; i++) to[4 * row + i] = i < sound.length() ? sound.samples()[i] : 0;
                }
            };
        }
    }

    /** Learns the mean of each column of numbers and puts it where one is missing. */
    private static final class Fill implements TableStepType<None>, Learner<None, TableRow> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public DataType.Table atMost(None s, DataType.Table takes) {
            return takes;
        }

        @Override
        public Lesson<TableRow> learn(None s, Context context) {
            double[] sums = new double[10];
            int[] counts = new int[10];
            return new Lesson<>() {
                @Override
                public void see(TableRow row) {
                    for (int i = 0; i < row.numbers().length; i++)
                        if (!Float.isNaN(row.numbers()[i])) {
                            sums[i] += row.numbers()[i];
                            counts[i]++;
                        }
                }

                @Override
                public String state() {
                    StringBuilder means = new StringBuilder();
                    for (int i = 0; i < 10; i++)
                        means.append(counts[i] == 0 ? 0 : sums[i] / counts[i]).append(' ');
                    return means.toString();
                }
            };
        }

        @Override
        public TableStep create(None s, Context context) {
            String[] means = context.state().orElseThrow().split(" ");
            return new TableStep() {
                @Override
                public DataType.Table gives(DataType.Table takes) {
                    return takes;
                }

                @Override
                public void apply(TableRow row) {
                    for (int i = 0; i < row.numbers().length; i++)
                        if (row.type().columns().get(i).number() && Float.isNaN(row.numbers()[i]))
                            row.numbers()[i] = Float.parseFloat(means[i]);
                }
            };
        }
    }

    /** Learns the words of the columns of words; each becomes a column that is 0 or 1. */
    private static final class Words implements TableStepType<None>, Learner<None, TableRow> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public DataType.Table atMost(None s, DataType.Table takes) {
            List<DataType.Column> columns = new ArrayList<>();
            for (DataType.Column c : takes.columns())
                if (c.number()) columns.add(c);
                else for (int i = 0; i < 5; i++) columns.add(new DataType.Column(c.name() + "=" + i, true));
            return new DataType.Table(columns);
        }

        @Override
        public Lesson<TableRow> learn(None s, Context context) {
            TreeSet<String> seen = new TreeSet<>();
            return new Lesson<>() {
                @Override
                public void see(TableRow row) {
                    for (int i = 0; i < row.words().length; i++)
                        if (row.words()[i] != null)
                            seen.add(row.type().columns().get(i).name() + "=" + row.words()[i]);
                }

                @Override
                public String state() {
                    return String.join(" ", seen);
                }
            };
        }

        @Override
        public TableStep create(None s, Context context) {
            List<String> known = List.of(context.state().orElseThrow().split(" "));
            return new TableStep() {
                private DataType.Table type;
                private float[] numbers;

                @Override
                public DataType.Table gives(DataType.Table takes) {
                    List<DataType.Column> columns = new ArrayList<>(takes.columns().stream()
                            .filter(DataType.Column::number)
                            .toList());
                    known.forEach(k -> columns.add(new DataType.Column(k, true)));
                    type = new DataType.Table(columns);
                    numbers = new float[columns.size()];
                    return type;
                }

                @Override
                public void apply(TableRow row) {
                    Arrays.fill(numbers, 0);
                    int to = 0;
                    for (int i = 0; i < row.numbers().length; i++) {
                        DataType.Column c = row.type().columns().get(i);
                        if (c.number()) numbers[to++] = row.numbers()[i];
                        else if (known.contains(c.name() + "=" + row.words()[i]))
                            numbers[type.index(c.name() + "=" + row.words()[i])] = 1;
                    }
                    row.set(type, numbers, new String[numbers.length]);
                }
            };
        }
    }

    /** Height, width, channels, then a byte for each element. */
    static final class Bytes implements DecoderType<None> {
        @Override
        public DataType gives() {
            return new DataType.Image(0, 0, 0);
        }

        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public Decoder create(None settings, Context context) {
            return (bytes, from, length, into) -> {
                if (length < 3) throw new PipelineException(ErrorCode.BAD_DATA, "", "The image is cut off.");
                float[] values = into.image.size(bytes[from], bytes[from + 1], bytes[from + 2]);
                for (int i = 0; i < into.image.elements(); i++) values[i] = bytes[from + 3 + i] / 100f;
            };
        }
    }

    private static final class Soft implements Loss {
        @Override
        public Target target() {
            return Target.ONE_HOT;
        }

        @Override
        public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
            return g.weightedMean(g.reduce("ReduceSum", g.mul(output, target), false, 1), rowWeight);
        }

        @Override
        public Value scores(GraphBuilder g, Value output) {
            return g.softmax(output, 1);
        }
    }

    private Source source(Supplier<DataType> type) {
        return new Source() {
            @Override
            public DataType gives() {
                return type.get();
            }

            @Override
            public SampleReader open() {
                var all = List.copyOf(rows).iterator();
                return new SampleReader() {
                    private long line;

                    @Override
                    public boolean next(Sample sample) {
                        sample.clear();
                        if (!all.hasNext()) return false;
                        put(all.next(), type.get(), sample);
                        sample.file = "rows";
                        sample.line = ++line;
                        return true;
                    }

                    @Override
                    public void close() {
                        // nothing is open
                    }
                };
            }

            @Override
            public List<Path> files() {
                return List.of();
            }
        };
    }

    static void put(Input row, DataType type, Sample sample) {
        if (row instanceof Input.Cells cells && type instanceof DataType.Table table) {
            int n = table.columns().size();
            Input.cells(cells, table, sample, new float[n], new String[n]);
        } else if (row instanceof Input.Numbers n) sample.numbers = n.numbers();
        else row.into(sample);
    }
}
