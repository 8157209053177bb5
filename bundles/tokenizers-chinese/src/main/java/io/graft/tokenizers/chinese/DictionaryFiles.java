package io.graft.tokenizers.chinese;

import com.hankcs.hanlp.corpus.io.IIOAdapter;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Gives HanLP the dictionaries in its jar, and no file of the machine: none is read, none is written. HanLP creates it by its name. */
public final class DictionaryFiles implements IIOAdapter {

    @Override
    public InputStream open(String path) throws IOException {
        try (InputStream in = DictionaryFiles.class.getResourceAsStream("/" + path)) {
            if (in == null) throw new FileNotFoundException(path + " is not in this bundle");
            // HanLP believes what available() says, which not every class loader's streams know
            return new ByteArrayInputStream(in.readAllBytes());
        }
    }

    @Override
    public OutputStream create(String path) throws IOException {
        throw new IOException("HanLP writes no file here");
    }
}
