package io.graft.console;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Catalog;
import io.graft.models.ModelStore;
import io.graft.pipeline.live.Pipelines;
import io.graft.plugins.Plugins;
import io.graft.serving.Server;
import io.graft.training.Runs;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/**
 * The admin REST: everything below {@code /api/v1}. It holds no logic; each call is one of a service.
 *
 * <p><b>Threading.</b> A call is answered on the server's thread; of calls that change something sixteen at a time, more are refused, so that
 * the inference that shares those threads goes on.
 */
@Component(
        service = Servlet.class,
        property = {
            HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME + "=graft-admin",
            HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN + "=" + Router.ROOT + "/*",
            HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_ASYNC_SUPPORTED + ":Boolean=true"
        })
public final class AdminServlet extends HttpServlet {
    private static final System.Logger LOG = System.getLogger("io.graft.console");
    private static final int MAX_CHANGES = 16;

    private final transient Door door;
    private final transient Settings settings;
    private final transient Audit audit;
    private final transient Jobs jobs;
    private final transient Events events = new Events();
    private final transient Attempts attempts = new Attempts();
    private final transient Semaphore changes = new Semaphore(MAX_CHANGES);
    private final transient Router router;
    private final transient Happenings happenings;

    /** The servlet of a running framework. */
    @Activate
    public AdminServlet(
            @Reference Pipelines pipelines,
            @Reference Plugins plugins,
            @Reference Runs runs,
            @Reference ModelStore models,
            @Reference Catalog catalog,
            @Reference Door door,
            @Reference Server server, // Felix loses servlets that come while its HTTP service does
            BundleContext context) {
        this(new Services(pipelines, plugins, runs, models, catalog), door, Settings.of(context), new Jobs(2, 10));
    }

    AdminServlet(Services services, Door door, Settings settings, Jobs jobs) {
        this.door = door;
        this.settings = settings;
        this.jobs = jobs;
        audit = new Audit(settings.home());
        router = new Router(routes(services));
        sweep(settings.uploads());
        happenings = new Happenings(services, events, jobs);
    }

    private List<Route> routes(Services services) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new PipelineCalls(services.pipelines(), services.plugins()).routes());
        routes.addAll(new CatalogCalls(services.catalog(), services.models()).routes());
        routes.addAll(new PluginCalls(services.plugins()).routes());
        routes.addAll(new RunCalls(services.runs(), services.catalog()).routes());
        routes.addAll(jobs.routes());
        routes.add(new Route("GET", "/events", Set.of("types"), this::events));
        routes.add(new Route("GET", "/openapi.json", Set.of(), call -> Work.tell(openApi())));
        return routes;
    }

    /** What a killed process left. */
    private static void sweep(Path uploads) {
        if (!Files.isDirectory(uploads)) return;
        try (Stream<Path> files = Files.list(uploads)) {
            for (Path file : files.toList()) Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The folder " + uploads + " cannot be emptied: " + e.getMessage());
        }
    }

    /** Ends: what runs in the background has ten seconds. */
    @Deactivate
    public void close() {
        happenings.close();
        jobs.close();
        events.close();
        attempts.close();
    }

    /** The calls that there are. */
    List<Route> routes() {
        return router.routes();
    }

    /** How many listen to events. */
    int listeners() {
        return events.listeners();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Refusal> refusal = door.refusal(request);
        if (refusal.isPresent()) {
            refuse(refusal.get(), request, response);
            return;
        }
        Answer answer;
        try {
            answer = answer(request);
        } catch (RuntimeException | Error e) {
            answer = Failures.answer(e);
        }
        if (answer != null) write(answer, response);
    }

    private Answer answer(HttpServletRequest request) throws IOException {
        String below = request.getRequestURI()
                .substring(request.getContextPath().length()
                        + request.getServletPath().length());
        Router.Match match = router.match(request.getMethod(), below);
        if (match.route().changes()) return change(match, request);
        return run(match.route().handler().read(call(match, request)));
    }

    private Call call(Router.Match match, HttpServletRequest request) {
        Query query = new Query(request.getQueryString(), match.route().parameters());
        return new Call(request, match.path(), query, settings);
    }

    private Answer change(Router.Match match, HttpServletRequest request) throws IOException {
        if (!changes.tryAcquire())
            return Failures.answer(new PipelineException(
                    ErrorCode.OVERLOADED, "", MAX_CHANGES + " changes are being made already; try again in a moment."));
        String query = request.getQueryString();
        String what = request.getMethod() + " " + request.getRequestURI() + (query == null ? "" : "?" + query);
        String from = request.getRemoteAddr();
        try {
            Answer answer;
            try {
                answer = begin(match, request, what, from);
            } catch (RuntimeException | Error e) {
                answer = Failures.answer(e);
            }
            audit.write(door.who(), what, from, answer);
            return answer;
        } finally {
            changes.release();
        }
    }

    private Answer begin(Router.Match match, HttpServletRequest request, String what, String from) throws IOException {
        Call call = call(match, request);
        boolean later = call.query().flag(Options.ASYNC, false);
        Work work = match.route().handler().read(call);
        if (!later) return run(work);
        boolean begun = false;
        try {
            Job job = jobs.begin(
                    what, work.subject(), () -> run(work), answer -> audit.write(door.who(), what, from, answer));
            begun = true;
            return Answer.accepted(job.json(), Router.ROOT + "/jobs/" + job.id());
        } finally {
            if (!begun) work.after().run();
        }
    }

    private static Answer run(Work work) {
        try {
            return work.call().call();
        } catch (Throwable e) { // whatever a plug-in throws ends here
            return Failures.answer(e);
        } finally {
            try {
                work.after().run();
            } catch (UncheckedIOException e) {
                LOG.log(System.Logger.Level.WARNING, "A file was left behind: " + e.getMessage());
            }
        }
    }

    /** Answers by itself, for as long as someone listens. */
    private Work events(Call call) throws IOException {
        if (call.request().getMethod().equals("HEAD"))
            throw new Refusal(405, ErrorCode.BAD_CALL, "", "Events are told to GET only.").with("Allow", "GET");
        events.open(call.request(), Events.types(call.query()));
        return Work.on("", () -> null);
    }

    private static Object openApi() {
        try (InputStream in = AdminServlet.class.getResourceAsStream("openapi.json")) {
            return Json.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answer answer = Failures.answer(refusal);
        boolean wrongToken = refusal.status() == 401 && request.getHeader("Authorization") != null;
        if (!wrongToken) {
            write(answer, response);
            return;
        }
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        if (!attempts.later(() -> writeAndComplete(answer, context))) {
            Refusal tooMany = new Refusal(
                            429, ErrorCode.FORBIDDEN, "Authorization", "Too many wrong tokens; try again in a moment.")
                    .with("Retry-After", "2");
            writeAndComplete(Failures.answer(tooMany), context);
        }
    }

    private static void writeAndComplete(Answer answer, AsyncContext context) {
        try {
            write(answer, (HttpServletResponse) context.getResponse());
        } catch (IOException | RuntimeException e) {
            // whoever tried has gone
        } finally {
            context.complete();
        }
    }

    private static void write(Answer answer, HttpServletResponse response) throws IOException {
        byte[] body = Json.write(answer.body());
        response.setStatus(answer.status());
        if (answer.status() == 413 || answer.status() == 415)
            response.setHeader("Connection", "close"); // not read to its end
        answer.headers().forEach(response::setHeader);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
