package io.graft.plugins;

import io.graft.pipeline.live.SwapOptions;

/**
 * How a change of plug-ins is made.
 *
 * @param force publish although a pipeline's gate refuses, downgrade, remove what is in use; what is broken, unsigned or does not resolve is refused all the same
 * @param dryRun only check
 * @param swap how the pipelines that use the plug-in are swapped; its own {@code force} and {@code dryRun} are not looked at
 * @param origin where the jar came from, for people: {@code deploy/words.jar}, {@code POST /api/v1/plugins}
 */
public record PluginOptions(boolean force, boolean dryRun, SwapOptions swap, String origin) {
    /** As when nothing is said. */
    public static final PluginOptions DEFAULT = new PluginOptions(false, false, SwapOptions.DEFAULT, "");
}
