package io.graft.steps.image;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.image.ImageStep;
import io.graft.api.image.ImageStepType;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import org.osgi.service.component.annotations.Component;

/** Keeps the middle of an image. <b>Threading.</b> The type is thread-safe. <b>Errors.</b> BAD_DATA for an image that is smaller. */
@Component(service = ImageStepType.class)
@ComponentName("crop")
public final class Crop implements ImageStepType<Crop.Settings> {

    /** The size. */
    public record Settings(
            @Min(1) @Max(4096) @Unit("pixels") @Meaning("The height that is kept.")
            int height,

            @Min(1) @Max(4096) @Unit("pixels") @Meaning("The width that is kept.")
            int width) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public DataType.Image gives(Settings s, DataType.Image takes) {
        if (takes.height() > 0 && takes.height() < s.height() || takes.width() > 0 && takes.width() < s.width())
            throw new PipelineException(
                    ErrorCode.TYPE_MISMATCH,
                    "",
                    "'crop' keeps " + s.height() + " x " + s.width() + ", but it takes " + takes
                            + ". Crop less, or resize before.");
        return new DataType.Image(s.height(), s.width(), takes.channels());
    }

    @Override
    public ImageStep create(Settings s, Context context) {
        return image -> {
            if (image.height() < s.height() || image.width() < s.width())
                throw new PipelineException(
                        ErrorCode.BAD_DATA,
                        "",
                        "An image of " + image.height() + " x " + image.width() + " is too small to crop " + s.height()
                                + " x " + s.width() + " out of it. Resize before.");
            Windows.cut(
                    image, (image.height() - s.height()) / 2, (image.width() - s.width()) / 2, s.height(), s.width());
        };
    }
}
