package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run says to an {@link Order}.
 *
 * @param changes what was changed, a sentence each; empty when it was refused
 * @param refusal why it was refused, or null
 */
record Answer(List<String> changes, PipelineException refusal) {

    static Answer done(List<String> changes) {
        return new Answer(List.copyOf(changes), null);
    }

    static Answer refused(Throwable why) {
        return new Answer(
                List.of(),
                why instanceof PipelineException e
                        ? e
                        : new PipelineException(ErrorCode.INTERNAL, "", "The change failed: " + why + ".", why));
    }

    /** The changes, or what it was refused with is thrown. */
    List<String> get() {
        if (refusal != null)
            throw new PipelineException(refusal.code(), refusal.at(), refusal.getMessage(), refusal.getCause());
        return changes;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        if (refusal == null) json.put("changes", changes);
        else {
            json.put("error", refusal.getMessage());
            json.put("code", refusal.code().name());
            json.put("at", refusal.at());
        }
        return json;
    }

    static Answer of(Map<?, ?> json) {
        if (json.get("changes") instanceof List<?> list)
            return done(list.stream().map(String.class::cast).toList());
        return refused(new PipelineException(
                ErrorCode.valueOf((String) json.get("code")), (String) json.get("at"), (String) json.get("error")));
    }
}
