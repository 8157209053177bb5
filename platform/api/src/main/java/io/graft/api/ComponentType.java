package io.graft.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A named type of component; a plug-in registers one as a service, under the interface of its kind.
 *
 * <p><b>Lifecycle.</b> Activation is quick: no file, native library or network is touched before {@link #create}. What {@code create}
 * returns belongs to the platform, which closes it when it is {@link AutoCloseable}.
 *
 * <p><b>Threading.</b> The type is thread-safe. Each created component is used by one thread at a time; the platform creates one
 * for every worker of a generation. What is heavy and unchanging (a dictionary) belongs to the type and is shared.
 *
 * <p><b>Errors.</b> {@code create} throws a {@link PipelineException} whose sentence says what is wrong with the settings.
 *
 * @param <S> the settings record; its components carry defaults, bounds and meanings, see {@link io.graft.api.settings}
 * @param <C> what is created
 */
@ConsumerType
public interface ComponentType<S extends Record, C> {

    /** The class of the settings record. */
    Class<S> settings();

    /** Creates a component with these settings. */
    C create(S settings, Context context);
}
