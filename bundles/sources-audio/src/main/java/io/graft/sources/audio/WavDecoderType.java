package io.graft.sources.audio;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Decoder;
import io.graft.api.data.DecoderType;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;

/** The bytes of a WAV file, as a request brings them. <b>Threading.</b> The type is thread-safe. */
@Component(service = DecoderType.class)
@ComponentName("wav")
public final class WavDecoderType implements DecoderType<WavDecoderType.Settings> {

    /** Nothing to set. */
    public record Settings() {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public DataType gives() {
        return new DataType.Audio(0);
    }

    @Override
    public Decoder create(Settings settings, Context context) {
        WavCodec codec = new WavCodec();
        return (bytes, from, length, into) -> {
            try {
                codec.decode(bytes, from, length, into.sound);
            } catch (IOException e) {
                throw new PipelineException(ErrorCode.BAD_DATA, "", "The sound " + e.getMessage() + ".", e);
            }
        };
    }
}
