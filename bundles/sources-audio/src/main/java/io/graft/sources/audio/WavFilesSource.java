package io.graft.sources.audio;

import io.graft.api.Context;
import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.sources.archives.LabelledFiles;
import io.graft.sources.archives.LabelledRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads WAV files in the order of their names. */
record WavFilesSource(WavFilesSourceType.Settings settings, Path path, Context context) implements Source {
    private static final List<String> ENDINGS = List.of(".wav");

    @Override
    public DataType gives() {
        return new DataType.Audio(settings.rate());
    }

    @Override
    public SampleReader open() {
        return new Rows();
    }

    @Override
    public List<Path> files() {
        return LabelledRows.paths(settings.path(), path, ENDINGS);
    }

    private final class Rows extends LabelledRows {
        private final WavCodec codec = new WavCodec();
        private final Pattern pattern = settings.label().equals(WavFilesSourceType.FOLDER)
                ? null
                : WavFilesSourceType.pattern(settings.label());

        Rows() {
            super(settings.path(), path, ENDINGS, settings.badRows(), context, ".wav file");
        }

        @Override
        protected void fill(LabelledFiles.Entry entry, byte[] bytes, Sample sample) throws IOException {
            codec.decode(bytes, 0, bytes.length, sample.sound);
            if (settings.rate() > 0 && sample.sound.sampleRate() != settings.rate())
                throw new IOException("has " + sample.sound.sampleRate() + " Hz, but 'rate' says " + settings.rate());
            sample.label = label(entry);
        }

        private String label(LabelledFiles.Entry entry) throws IOException {
            if (pattern == null) {
                if (entry.folder().isEmpty())
                    throw new IOException(
                            "lies in no folder that could be its label; set 'label' to an expression over names");
                return entry.folder();
            }
            Matcher m = pattern.matcher(entry.file());
            if (!m.matches() || m.group(1) == null)
                throw new IOException("has a name that '" + settings.label() + "' does not match");
            return m.group(1);
        }
    }
}
