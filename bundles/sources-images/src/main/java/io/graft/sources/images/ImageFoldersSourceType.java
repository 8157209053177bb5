package io.graft.sources.images;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.data.Source;
import io.graft.api.data.SourceType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import org.osgi.service.component.annotations.Component;

/**
 * PNG and JPEG files, in one folder for each class, in a folder or in a zip archive.
 *
 * <p><b>Threading.</b> The type is thread-safe. <b>Errors.</b> BAD_DATA with the file as the descriptor names it.
 */
@Component(service = SourceType.class)
@ComponentName("image-folders")
public final class ImageFoldersSourceType implements SourceType<ImageFoldersSourceType.Settings> {

    /** Where the images lie, and how they are read. */
    public record Settings(
            @Meaning(
                    "The folder, or the zip archive, that holds one folder of images for each class; relative to the descriptor.")
            String path,

            @Default("rgb") @Meaning("Which planes an image gets: rgb for three, grey for one.")
            Colours colours,

            @Default("1024")
            @Min(1)
            @Unit("pixels")
            @Meaning("Of an image with a longer side than this, only every second, third … row and column is read.")
            int largest,

            @Default("0")
            @Min(0)
            @Unit("rows")
            @Meaning("How many bad images may be skipped, each with a warning; one more ends the work.")
            int badRows) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Source create(Settings s, Context context) {
        return new ImageFoldersSource(s, context.path(s.path()), context);
    }
}
