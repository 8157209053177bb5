package io.graft.steps.image;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.data.DataType;
import io.graft.api.image.ImageStep;
import io.graft.api.image.ImageStepType;
import org.osgi.service.component.annotations.Component;

/** Colours to brightness: 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601). <b>Threading.</b> The type is thread-safe. */
@Component(service = ImageStepType.class)
@ComponentName("grayscale")
public final class Grayscale implements ImageStepType<NoSettings> {

    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public DataType.Image gives(NoSettings s, DataType.Image takes) {
        return new DataType.Image(takes.height(), takes.width(), 1);
    }

    @Override
    public ImageStep create(NoSettings s, Context context) {
        return image -> {
            int n = image.height() * image.width();
            float[] v = image.values();
            if (image.channels() >= 3)
                for (int i = 0; i < n; i++) v[i] = 0.299f * v[i] + 0.587f * v[n + i] + 0.114f * v[2 * n + i];
            image.size(image.height(), image.width(), 1);
        };
    }
}
