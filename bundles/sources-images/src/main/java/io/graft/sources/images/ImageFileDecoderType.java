package io.graft.sources.images;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Decoder;
import io.graft.api.data.DecoderType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;

/** The bytes of a PNG or a JPEG, as a request brings them. <b>Threading.</b> The type is thread-safe. */
@Component(service = DecoderType.class)
@ComponentName("image-file")
public final class ImageFileDecoderType implements DecoderType<ImageFileDecoderType.Settings> {

    /** How they are read. */
    public record Settings(
            @Default("rgb") @Meaning("Which planes an image gets: rgb for three, grey for one.")
            Colours colours,

            @Default("1024")
            @Min(1)
            @Unit("pixels")
            @Meaning("Of an image with a longer side than this, only every second, third … row and column is read.")
            int largest) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public DataType gives() {
        return new DataType.Image(0, 0, 0);
    }

    @Override
    public Decoder create(Settings settings, Context context) {
        ImageCodec codec = new ImageCodec(settings.colours(), settings.largest());
        return (bytes, from, length, into) -> {
            try {
                codec.decode(bytes, from, length, into.image);
            } catch (IOException e) {
                throw new PipelineException(ErrorCode.BAD_DATA, "", "The image " + e.getMessage() + ".", e);
            }
        };
    }
}
