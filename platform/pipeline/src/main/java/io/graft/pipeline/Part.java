package io.graft.pipeline;

import io.graft.api.ComponentType;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Offer;
import io.graft.catalog.Use;
import io.graft.descriptor.Reference;
import java.util.List;
import java.util.function.Supplier;

/**
 * A component named in a descriptor, found, with its settings bound.
 *
 * @param reference where it is named
 * @param offer the plug-in that offers it
 * @param type its type, borrowed by the assembly
 * @param settings its settings
 */
public record Part(Reference reference, Offer offer, ComponentType<?, ?> type, Record settings) {

    /** Creates the component; what its plug-in throws becomes a sentence that names it. */
    <C> C create(Class<C> product, PartContext context) {
        Object created;
        context.underway().enter(this);
        try {
            @SuppressWarnings("unchecked") // the settings were bound for this very type
            ComponentType<Record, ?> typed = (ComponentType<Record, ?>) type;
            created = typed.create(settings, context);
        } catch (PipelineException e) {
            throw e.at().isEmpty() ? new PipelineException(e.code(), reference.path(), e.getMessage(), e) : e;
        } catch (RuntimeException | LinkageError e) {
            throw failed(reference, offer, "could not create '" + reference.name() + "': " + e, e);
        } finally {
            context.underway().leave();
        }
        if (!product.isInstance(created))
            throw failed(
                    reference,
                    offer,
                    "gave "
                            + (created == null
                                    ? "nothing"
                                    : "a " + created.getClass().getName()) + " for '" + reference.name() + "'",
                    null);
        return product.cast(created);
    }

    /** What a call of the component gives; what its plug-in throws, and nothing where something must be, become a sentence that names it. */
    <T> T guarded(String what, Supplier<T> call) {
        T given;
        try {
            given = call.get();
        } catch (PipelineException e) {
            throw e.at().isEmpty() ? new PipelineException(e.code(), reference.path(), e.getMessage(), e) : e;
        } catch (RuntimeException | LinkageError e) {
            throw failed(reference, offer, what + " ('" + reference.name() + "'): " + e, e);
        }
        if (given == null)
            throw failed(reference, offer, what + " ('" + reference.name() + "'): it gave nothing", null);
        return given;
    }

    /** Whether one of these offers is this very component still: the same service of the same bundle. */
    public boolean among(List<Offer> offers) {
        for (Offer o : offers)
            if (o.bundle() == offer.bundle()
                    && o.kind().equals(offer.kind())
                    && o.name().equals(offer.name()))
                try (Use use = o.use()) {
                    return use.type() == type;
                } catch (PipelineException e) {
                    return false; // it has just gone
                }
        return false;
    }

    static PipelineException failed(Reference reference, Offer offer, String what, Throwable cause) {
        return new PipelineException(
                ErrorCode.PLUGIN_FAILED,
                reference.path(),
                "The plug-in " + offer.plugin() + " " + offer.version() + " " + what + ".",
                cause);
    }
}
