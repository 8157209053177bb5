package io.graft.serving.http;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /metrics}: the text form of Prometheus, or that of OpenMetrics for clients that accept it. */
final class MetricsServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient PrometheusRegistry registry;
    private final transient ExpositionFormatWriter plain = PrometheusTextFormatWriter.create();
    private final transient ExpositionFormatWriter open = OpenMetricsTextFormatWriter.create();

    MetricsServlet(PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String accept = request.getHeader("Accept");
        ExpositionFormatWriter writer = accept != null && open.accepts(accept) ? open : plain;
        Bytes page = new Bytes(8 << 10);
        writer.write(page, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        response.setContentType(writer.getContentType());
        response.setContentLength(page.size());
        response.getOutputStream().write(page.array(), 0, page.size());
    }
}
