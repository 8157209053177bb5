package io.graft.pipeline.live;

import java.util.Locale;

/**
 * A generation on trial beside the published one.
 *
 * @param mode whether it answers a part of the requests, or only answers beside and is compared
 * @param share which part of the batches it gets, above 0 up to 1
 * @param maxErrors the share of its rows that may fail before it is dropped
 * @param maxDisagreement the share of its rows whose best class may differ from the published generation's before it is dropped; a canary compares too
 * @param minRows how many rows it must have answered before it is judged
 * @param publishAfter after how many rows within the bounds it is published; 0 to wait for {@link Pipelines#decide}
 */
public record TrialSettings(
        Mode mode, double share, double maxErrors, double maxDisagreement, long minRows, long publishAfter) {

    /** What a generation on trial does. */
    public enum Mode {
        /** It answers its share. */
        CANARY,
        /** It answers its share too, and nobody sees the answers. */
        SHADOW;

        /** As it is written in JSON. */
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Refuses shares outside 0 to 1. */
    public TrialSettings {
        if (!(share > 0 && share <= 1))
            throw new IllegalArgumentException("share is " + share + ", not above 0 up to 1");
        if (!(maxErrors >= 0 && maxErrors <= 1))
            throw new IllegalArgumentException("maxErrors is " + maxErrors + ", not 0 to 1");
        if (!(maxDisagreement >= 0 && maxDisagreement <= 1))
            throw new IllegalArgumentException("maxDisagreement is " + maxDisagreement + ", not 0 to 1");
    }
}
