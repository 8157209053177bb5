package io.graft.console;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.live.SwapOptions;
import io.graft.pipeline.live.TrialSettings;
import io.graft.plugins.PluginOptions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a change is made, as the query says it. */
final class Options {
    static final String ASYNC = "async";
    static final Set<String> PLUGIN = Set.of("dryRun", "force", "gate", "memoryFirst", "drain", "note", ASYNC);

    private static final Set<String> BOUNDS = Set.of("maxErrors", "maxDisagreement", "minRows", "publishAfter");
    private static final Set<String> TRIAL = with(BOUNDS, "canary", "shadow");
    static final Set<String> SWAP = with(PLUGIN, TRIAL.toArray(String[]::new));

    private Options() {}

    /** These names and others. */
    static Set<String> with(Set<String> names, String... others) {
        return Stream.concat(names.stream(), Stream.of(others)).collect(Collectors.toUnmodifiableSet());
    }

    static SwapOptions swap(Query query) {
        return new SwapOptions(
                query.flag("force", false),
                query.flag("dryRun", false),
                query.flag("gate", true),
                query.flag("memoryFirst", false),
                query.duration("drain", SwapOptions.DEFAULT.drain()),
                trial(query),
                query.text("note").orElse(""));
    }

    static PluginOptions plugin(Query query, String origin) {
        return new PluginOptions(query.flag("force", false), query.flag("dryRun", false), swap(query), origin);
    }

    private static Optional<TrialSettings> trial(Query query) {
        boolean canary = query.has("canary");
        if (canary && query.has("shadow"))
            throw bad("shadow", "A trial is a canary or a shadow, not both: leave out one of them.");
        if (!canary && !query.has("shadow")) {
            for (String bound : BOUNDS)
                if (query.has(bound))
                    throw bad(bound, "'" + bound + "' belongs to a trial: add canary=0.1 or shadow=0.1.");
            return Optional.empty();
        }
        String share = canary ? "canary" : "shadow";
        try {
            return Optional.of(new TrialSettings(
                    canary ? TrialSettings.Mode.CANARY : TrialSettings.Mode.SHADOW,
                    query.number(share, 0.1),
                    query.number("maxErrors", 0.01),
                    query.number("maxDisagreement", 0.05),
                    query.whole("minRows", 200),
                    query.whole("publishAfter", 0)));
        } catch (IllegalArgumentException e) {
            throw bad(share, "These bounds of a trial cannot be: " + e.getMessage() + ".");
        }
    }

    private static PipelineException bad(String at, String sentence) {
        return new PipelineException(ErrorCode.BAD_CALL, at, sentence);
    }
}
