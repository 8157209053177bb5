package io.graft.serving.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.serving.Server;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/** {@code /health/live} and {@code /health/ready}: what all health checks of that tag say, ours and those of plug-ins. */
@Component(
        service = Servlet.class,
        property = {
            HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME + "=graft-health",
            HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN + "=/health/live",
            HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN + "=/health/ready"
        })
public final class HealthServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient HealthCheckExecutor executor;
    private final transient Serving serving;
    private final transient JsonFactory json = new JsonFactory();

    /** A page of what these checks say; it comes after the server, as Felix misses servlets that come before the HTTP service is complete. */
    @Activate
    public HealthServlet(
            @Reference HealthCheckExecutor executor, @Reference Serving serving, @Reference Server whenReached) {
        this.executor = executor;
        this.serving = serving;
    }

    private record Check(String name, Result.Status status, List<String> sentences) {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean ready = request.getServletPath().endsWith("ready");
        Map<String, Check> checks = new TreeMap<>();
        if (ready && serving.draining())
            checks.put(
                    "server",
                    new Check("server", Result.Status.TEMPORARILY_UNAVAILABLE, List.of(InferenceServlet.ENDS)));
        for (HealthCheckExecutionResult result : executor.execute(HealthCheckSelector.tags(ready ? "ready" : "live"))) {
            Check check = check(result);
            checks.put(check.name() + " " + result.getHealthCheckMetadata().getServiceId(), check);
        }
        Result.Status worst = checks.values().stream()
                .map(Check::status)
                .reduce(Result.Status.OK, (a, b) -> b.compareTo(a) > 0 ? b : a);
        boolean well = worst.compareTo(Result.Status.WARN) <= 0;
        response.setStatus(well ? 200 : 503);
        if (!well) response.setHeader("Retry-After", "1");
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        Bytes page = new Bytes(1 << 10);
        write(page, worst, checks);
        response.setContentLength(page.size());
        response.getOutputStream().write(page.array(), 0, page.size());
    }

    private static Check check(HealthCheckExecutionResult result) {
        Result said = result.getHealthCheckResult();
        List<String> sentences = new ArrayList<>();
        for (ResultLog.Entry entry : said) {
            if (entry.isDebug()) continue;
            sentences.add(
                    entry.getException() == null
                            ? entry.getMessage()
                            : entry.getMessage() + " (" + entry.getException() + ")");
        }
        return new Check(result.getHealthCheckMetadata().getTitle(), said.getStatus(), sentences);
    }

    private void write(Bytes page, Result.Status worst, Map<String, Check> checks) throws IOException {
        try (JsonGenerator g = json.createGenerator(page)) {
            g.writeStartObject();
            g.writeStringField("status", worst.name());
            g.writeArrayFieldStart("checks");
            for (Check check : checks.values()) {
                g.writeStartObject();
                g.writeStringField("name", check.name());
                g.writeStringField("status", check.status().name());
                g.writeArrayFieldStart("causes");
                for (String sentence : check.sentences()) g.writeString(sentence);
                g.writeEndArray();
                g.writeEndObject();
            }
            g.writeEndArray();
            g.writeEndObject();
        }
    }
}
