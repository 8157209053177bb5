package io.graft.pipeline.live;

import io.graft.catalog.Catalog;
import io.graft.descriptor.Tree;
import io.graft.models.Model;
import java.util.Optional;

/**
 * What is to be prepared.
 *
 * @param pipeline its name
 * @param before what serves now
 * @param known the model, when it need not be read again but for its parameters
 * @param deployed what is deployed now
 * @param descriptor what shall be
 * @param model the version of the model
 * @param number the number of the next generation
 * @param catalog what it is made from
 * @param why for the history; empty to say what differs
 * @param plugins whether a plug-in's code is replaced
 * @param unchanged whether it is the same again, so that the history stays as it is
 * @param measured what the probe set showed of what served before, when that cannot be asked any more
 */
record Order(
        String pipeline,
        Optional<ServingGeneration> before,
        Optional<Model> known,
        Optional<Deployed> deployed,
        Tree descriptor,
        int model,
        int number,
        Catalog catalog,
        String why,
        boolean plugins,
        boolean unchanged,
        Optional<Report.Probe> measured) {

    /** A next generation beside what serves. */
    static Order of(ServedPipeline p, Tree descriptor, int model, Catalog catalog) {
        Optional<Deployed> deployed = Optional.ofNullable(p.deployed());
        return new Order(
                p.name(),
                p.serving(),
                p.serving().map(s -> s.generation().model()),
                deployed,
                descriptor,
                model,
                deployed.map(d -> d.last() + 1).orElse(1),
                catalog,
                "",
                false,
                false,
                Optional.empty());
    }

    /** What is deployed, assembled again. */
    static Order again(ServedPipeline p, Catalog catalog) {
        Order same = of(p, p.deployed().descriptor(), p.deployed().model(), catalog);
        return same.with(same.before, same.known, same.number, true, Optional.empty());
    }

    private Order with(
            Optional<ServingGeneration> beside,
            Optional<Model> read,
            int anyNumber,
            boolean same,
            Optional<Report.Probe> shown) {
        return new Order(
                pipeline, beside, read, deployed, descriptor, model, anyNumber, catalog, why, plugins, same, shown);
    }

    /** The same under another number. */
    Order numbered(int anyNumber) {
        return with(before, known, anyNumber, unchanged, measured);
    }

    /** The same, with a model that has just been read. */
    Order knowing(Model read) {
        return with(before, Optional.of(read), number, unchanged, measured);
    }

    /** The same, when nothing serves beside it. */
    Order alone(Optional<Report.Probe> shown) {
        return with(Optional.empty(), known, number, unchanged, shown);
    }

    /** The same, for a reason. */
    Order because(String reason, boolean ofPlugins) {
        return new Order(
                pipeline,
                before,
                known,
                deployed,
                descriptor,
                model,
                number,
                catalog,
                reason,
                ofPlugins,
                unchanged,
                measured);
    }
}
