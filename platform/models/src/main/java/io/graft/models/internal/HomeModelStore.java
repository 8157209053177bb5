package io.graft.models.internal;

import io.graft.models.ModelStore;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The store of the data folder that the framework property {@code graft.home} names, as a service. */
@Component(service = ModelStore.class)
public final class HomeModelStore extends ModelStore {
    private static final String HOME = "graft.home";

    /** Touches no file. */
    @Activate
    public HomeModelStore(BundleContext context) {
        super(home(context.getProperty(HOME)));
    }

    private static Path home(String property) {
        if (property == null || property.isBlank())
            throw new IllegalStateException(
                    "The framework property '" + HOME + "' is missing. It names the data folder.");
        return Path.of(property).toAbsolutePath();
    }
}
