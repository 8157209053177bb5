package io.graft.serving.http;

import io.graft.pipeline.live.LeakWatch;
import io.graft.pipeline.live.PipelineEvent;
import io.graft.pipeline.live.PipelineStatus;
import io.graft.pipeline.live.Pipelines;
import io.graft.serving.Gatekeeper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;

/**
 * Serving put together: the servlets on the whiteboard, and the {@link Server} once they are reached.
 *
 * <p><b>Lifecycle.</b> There while there are an HTTP service and pipelines. <b>Threading.</b> Thread-safe.
 */
@Component(immediate = true, service = Serving.class)
public final class Serving {
    private final Pipelines pipelines;
    private final Inference inference;
    private final Traffic traffic;
    private final Pipelines.Listening listening;
    private final ServerPublication publication;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Gatekeeper gatekeeper;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile LeakWatch leakWatch;

    /** Begins to serve. */
    @Activate
    public Serving(
            BundleContext context,
            @Reference Pipelines pipelines,
            @Reference HttpServiceRuntime runtime,
            @Reference(name = "runtimeProperties", service = HttpServiceRuntime.class)
                    Map<String, Object> runtimeProperties) {
        this.pipelines = pipelines;
        Settings settings = Settings.of(context::getProperty);
        traffic = new Traffic(settings.drainGrace());
        Metrics metrics = new Metrics();
        inference = new Inference(pipelines, settings, metrics, traffic);
        listening = pipelines.listen(this::happened);
        ProcessMetrics.register(metrics.registry());
        new WaitingMetrics(pipelines, inference, () -> Optional.ofNullable(leakWatch)).register(metrics.registry());
        String version = context.getBundle().getVersion().toString();
        InferenceServlet protocol = new InferenceServlet(inference, version, this::mayOperate, this::notReady);
        publication = new ServerPublication(
                context, runtime, runtimeProperties, traffic, protocol, new MetricsServlet(metrics.registry()));
        inference.often(publication::check);
    }

    private boolean mayOperate(HttpServletRequest request) {
        Gatekeeper known = gatekeeper;
        return known != null && known.mayOperate(request);
    }

    private void happened(PipelineEvent event) {
        inference.metrics().happened(event);
        if (event.type() == PipelineEvent.Type.UNDEPLOYED) inference.forget(event.pipeline());
    }

    /** Whether the server ends. */
    boolean draining() {
        return traffic.draining();
    }

    /** Why the server is not ready, when it is not. */
    Optional<String> notReady() {
        if (traffic.draining()) return Optional.of(InferenceServlet.ENDS);
        return pipelines.list().stream()
                .filter(status -> status.state() == PipelineStatus.State.WAITING)
                .map(status -> "Pipeline '" + status.name() + "': " + status.sentence())
                .findFirst();
    }

    /** Ends. */
    @Deactivate
    public void close() {
        publication.close();
        listening.close();
        inference.close();
    }
}
