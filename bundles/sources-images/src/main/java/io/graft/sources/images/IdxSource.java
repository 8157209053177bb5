package io.graft.sources.images;

import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the images of an idx file, with their labels. */
record IdxSource(IdxFile images, Optional<IdxFile> labels) implements Source {
    private static final int IMAGES = 2051;
    private static final int LABELS = 2049;

    @Override
    public DataType gives() {
        IdxFile.Opened opened = images.open(IMAGES, 3);
        try {
            opened.in().close();
        } catch (IOException e) {
            throw images.failed(e);
        }
        return new DataType.Image(opened.sizes()[1], opened.sizes()[2], 1);
    }

    @Override
    public SampleReader open() {
        return new Rows();
    }

    @Override
    public List<Path> files() {
        return Stream.concat(Stream.of(images), labels.stream())
                .map(IdxFile::path)
                .toList();
    }

    private final class Rows implements SampleReader {
        private final IdxFile.Opened pixels = images.open(IMAGES, 3);
        private final IdxFile.Opened answers;
        private final byte[] bytes;
        private int next;

        Rows() {
            bytes = new byte[pixels.sizes()[1] * pixels.sizes()[2]];
            try {
                answers = labels.map(l -> l.open(LABELS, 1)).orElse(null);
                if (answers != null && answers.sizes()[0] != pixels.sizes()[0])
                    throw labels.get()
                            .bad("has " + answers.sizes()[0] + " labels, but '" + images.name() + "' has "
                                    + pixels.sizes()[0] + " images");
            } catch (RuntimeException e) {
                close(images, pixels);
                throw e;
            }
        }

        @Override
        public boolean next(Sample sample) {
            sample.clear();
            if (next == pixels.sizes()[0]) return false;
            sample.file = images.name();
            sample.line = ++next;
            try {
                pixels.in().readFully(bytes);
            } catch (IOException e) {
                throw images.failed(e);
            }
            float[] values = sample.image.size(pixels.sizes()[1], pixels.sizes()[2], 1);
            for (int i = 0; i < bytes.length; i++) values[i] = (bytes[i] & 0xff) / 255f;
            if (answers == null) return true;
            try {
                sample.label = Integer.toString(answers.in().readUnsignedByte());
            } catch (IOException e) {
                throw labels.orElseThrow().failed(e);
            }
            return true;
        }

        @Override
        public void close() {
            close(images, pixels);
            if (answers != null) close(labels.orElseThrow(), answers);
        }

        private static void close(IdxFile file, IdxFile.Opened opened) {
            try {
                opened.in().close();
            } catch (IOException e) {
                throw file.failed(e);
            }
        }
    }
}
