package io.graft.shell;

import io.graft.pipeline.live.Pipelines;
import io.graft.plugins.Plugins;
import io.graft.training.Runs;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What commands that serve, or reach into a run, work with; each is made when it is asked for, so that other commands do not pay for it.
 *
 * @param pipelines the living pipelines of this process
 * @param plugins the plug-ins of this process
 * @param runs the runs of the data folder, as they run
 * @param server the bundles that only a server needs
 * @param properties the framework properties, null for one that is not set
 * @param variables the environment variables, null for one that is not set
 */
record Living(
        Supplier<Pipelines> pipelines,
        Supplier<Plugins> plugins,
        Supplier<Runs> runs,
        ServerBundles server,
        Function<String, String> properties,
        Function<String, String> variables) {}
