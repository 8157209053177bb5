package io.graft.pipeline.live;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Catalog;
import io.graft.pipeline.Part;
import io.graft.pipeline.live.Report.Outcome;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The next generations of several pipelines at once; all others wait while it is open. */
final class GroupTransition implements Pipelines.Transition {
    private static final System.Logger LOG = System.getLogger(GroupTransition.class.getName());

    private final Registry registry;
    private final Exchange exchange;
    private final PipelineFiles files;
    private final Catalog now;
    private final SwapOptions options;
    private final List<ServedPipeline> aside = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();
    private boolean refused;
    private boolean published;
    private boolean closed;

    private record Member(ServedPipeline pipeline, Candidate candidate) {}

    private GroupTransition(
            Registry registry, Exchange exchange, PipelineFiles files, Catalog now, SwapOptions options) {
        this.registry = registry;
        this.exchange = exchange;
        this.files = files;
        this.now = now;
        this.options = options;
    }

    /**
     * Prepares and judges all that are concerned.
     *
     * @param now the catalogue that what serves was made from
     */
    static GroupTransition of(
            Registry registry,
            Exchange exchange,
            PipelineFiles files,
            Catalog now,
            Catalog next,
            Set<Long> leaving,
            String cause,
            SwapOptions options) {
        if (options.trial().isPresent())
            throw new PipelineException(
                    ErrorCode.BAD_CALL,
                    "",
                    "The code of a plug-in is exchanged for all requests at once: a canary or a shadow is not possible.");
        registry.open();
        GroupTransition transition = new GroupTransition(registry, exchange, files, now, options);
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
            boolean memoryFirst = options.memoryFirst() && !options.dryRun();
            if (memoryFirst && refused) return; // it will not come to it, so what serves stays
            Candidate candidate;
            if (memoryFirst && order.before().isPresent()) {
                aside.add(p);
                Exchange.Alone alone = exchange.standAside(p, order, options);
                candidate = exchange.prepare(p, alone.order(), options);
                candidate.note(alone.notes());
            } else {
                candidate = exchange.prepare(p, order, options);
                order.before().ifPresent(candidate::replaces);
            }
            members.add(new Member(p, candidate));
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
        aside.clear();
        for (Member m : members) exchange.letAnswer(m.pipeline, m.candidate);
        for (Member m : members)
            m.candidate.replaced().forEach(ServingGeneration::retire); // all drain at the same time
        long until = System.nanoTime() + options.drain().toNanos();
        List<List<Leaving.Left>> left = new ArrayList<>();
        for (Member m : members) left.add(exchange.leave(m.pipeline, m.candidate, until, options.drain()));
        reports.clear();
        for (int i = 0; i < members.size(); i++) {
            Member m = members.get(i);
            exchange.arrive(m.candidate, left.get(i));
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
            for (ServedPipeline p : aside)
                exchange.goBack(p, now)
                        .ifPresent(e ->
                                LOG.log(Level.WARNING, "{0} could not be loaded again: {1}", p.name(), e.getMessage()));
        } finally {
            registry.close();
        }
    }
}
