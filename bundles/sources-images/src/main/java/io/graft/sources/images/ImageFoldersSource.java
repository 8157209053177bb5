package io.graft.sources.images;

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

/** Reads images in the order of their names; the label of each is the name of the folder it lies in. */
record ImageFoldersSource(ImageFoldersSourceType.Settings settings, Path path, Context context) implements Source {
    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

    @Override
    public DataType gives() {
        return new DataType.Image(0, 0, settings.colours().channels);
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
        private final ImageCodec codec = new ImageCodec(settings.colours(), settings.largest());

        Rows() {
            super(
                    settings.path(),
                    path,
                    ENDINGS,
                    settings.badRows(),
                    context,
                    "image; it must hold one folder for each class with .png, .jpg or .jpeg files");
        }

        @Override
        protected void fill(LabelledFiles.Entry entry, byte[] bytes, Sample sample) throws IOException {
            if (entry.folder().isEmpty()) throw new IOException("lies in no folder that could be its label");
            codec.decode(bytes, 0, bytes.length, sample.image);
            sample.label = entry.folder();
        }
    }
}
