package io.graft.sources.images;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.data.Source;
import io.graft.api.data.SourceType;
import io.graft.api.settings.Meaning;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Grey images in the idx format of MNIST, packed by gzip or not.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> BAD_DATA with the file as the descriptor names it.
 */
@Component(service = SourceType.class)
@ComponentName("idx")
public final class IdxSourceType implements SourceType<IdxSourceType.Settings> {

    /** Where images and labels lie. */
    public record Settings(
            @Meaning("The file of images (magic number 2051); relative to the descriptor.")
            String images,

            @Meaning("The file of labels (magic number 2049), as many as there are images.")
            Optional<String> labels) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Source create(Settings s, Context context) {
        return new IdxSource(
                new IdxFile(s.images(), context.path(s.images())),
                s.labels().map(l -> new IdxFile(l, context.path(l))));
    }
}
