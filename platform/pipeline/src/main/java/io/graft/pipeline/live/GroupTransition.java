package io.graft.pipeline.live;

import io.graft.api.PipelineException;
import io.graft.catalog.Catalog;
import io.graft.pipeline.Part;
import io.graft.pipeline.live.Report.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The next generations of several pipelines at once; all others wait while it is open. */
final class GroupTransition implements Pipelines.Transition {
    private final Registry registry;
    private final Exchange exchange;
    private final PipelineFiles files;
    private final SwapOptions options;
    private final List<Member> members = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();
    private boolean refused;
    private boolean published;
    private boolean closed;

    private record Member(ServedPipeline pipeline, Optional<ServingGeneration> before, Candidate candidate) {}

    private GroupTransition(Registry registry, Exchange exchange, PipelineFiles files, SwapOptions options) {
        this.registry = registry;
        this.exchange = exchange;
        this.files = files;
        this.options = options;
    }

    /** Prepares and judges all that are concerned. */
    static GroupTransition of(
            Registry registry,
            Exchange exchange,
            PipelineFiles files,
            Catalog next,
            Set<Long> leaving,
            String cause,
            SwapOptions options) {
        registry.open();
        GroupTransition transition = new GroupTransition(registry, exchange, files, options);
        try {
            for (ServedPipeline p : registry.all())
                if (!p.deployed().unloaded() && transition.concerns(p, next, leaving))
                    transition.prepare(p, next, cause);
            return transition;
        } catch (RuntimeException | Error e) {
            transition.close();
            throw e;
        }
    }

    /** Whether a generation uses a component of one of these bundles. */
    static boolean uses(ServingGeneration serving, Set<Long> bundles) {
        for (Part p : serving.generation().parts())
            if (bundles.contains(p.offer().bundle())) return true;
        return false;
    }

    /** The same, of the generations of a pipeline. */
    static boolean uses(ServedPipeline p, Set<Long> bundles) {
        ServedPipeline.Now now = p.now();
        return now.serving() != null && uses(now.serving(), bundles)
                || now.trial() != null && uses(now.trial().candidate().serving(), bundles);
    }

    private boolean concerns(ServedPipeline p, Catalog next, Set<Long> leaving) {
        return uses(p, leaving) || !p.ghosts().isEmpty() && Ghosts.allThere(p.deployed(), next);
    }

    private void prepare(ServedPipeline p, Catalog next, String cause) {
        Deployed d = p.deployed();
        Order order = Order.of(p, d.descriptor(), d.model(), next).because(cause, true);
        try {
            Candidate candidate = exchange.prepare(p, order, options);
            members.add(new Member(p, p.serving(), candidate));
            if (candidate.refusal().isPresent()) {
                reports.add(exchange.refused(p, candidate).report());
                refused = true;
            } else
                reports.add(
                        candidate.report(Outcome.WOULD_PASS, "The next generation of '" + p.name() + "' would serve."));
        } catch (PipelineException e) {
            refused = true;
            reports.add(Exchange.notAssembled(p, e));
        }
    }

    @Override
    public List<Report> reports() {
        return List.copyOf(reports);
    }

    @Override
    public boolean accepted() {
        return !refused;
    }

    @Override
    public void publish() {
        if (refused || published || closed)
            throw new IllegalStateException(
                    refused ? "a gate refused" : published ? "it was published already" : "it was closed already");
        write();
        published = true;
        for (Member m : members) exchange.letAnswer(m.pipeline, m.candidate);
        for (Member m : members) m.before.ifPresent(ServingGeneration::retire); // all drain at the same time
        reports.clear();
        for (Member m : members) {
            exchange.retire(m.pipeline, m.before, m.candidate, options.drain());
            reports.add(exchange.published(m.pipeline, m.candidate));
        }
        members.clear();
    }

    /** All files, or none. */
    private void write() {
        int written = 0;
        try {
            for (Member m : members) {
                files.write(m.candidate.next());
                written++;
            }
        } catch (PipelineException e) {
            for (Member m : members.subList(0, written))
                try {
                    files.write(m.pipeline.deployed());
                } catch (PipelineException second) {
                    e.addSuppressed(second);
                }
            throw e;
        }
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        try {
            members.forEach(m -> m.candidate.close());
            members.clear();
        } finally {
            registry.close();
        }
    }
}
