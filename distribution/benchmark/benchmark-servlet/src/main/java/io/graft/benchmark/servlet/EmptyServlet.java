package io.graft.benchmark.servlet;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Component;

/** Reads the body and answers {@code {}}. */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=/benchmark/empty")
public final class EmptyServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final byte[] ANSWER = "{}".getBytes(StandardCharsets.UTF_8);

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        response.setContentType("application/json");
        response.setContentLength(ANSWER.length);
        response.getOutputStream().write(ANSWER);
    }
}
