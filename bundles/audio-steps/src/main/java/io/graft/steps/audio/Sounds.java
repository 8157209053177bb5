package io.graft.steps.audio;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.audio.AudioBuffer;

/** Says what is wrong with a sound. */
final class Sounds {
    /** What a request may say; the cost of preparing for a rate grows with it. */
    private static final int HIGHEST_RATE = 384000;

    private Sounds() {}

    /** Refuses a sound without samples, of unknown rate or of one that no device records. */
    static void check(AudioBuffer sound) {
        if (sound.length() == 0) throw bad("The sound is empty.");
        if (sound.sampleRate() == 0) throw bad("The sample rate of the sound is not known; say it with the sound.");
        if (sound.sampleRate() > HIGHEST_RATE)
            throw bad("The sound has " + sound.sampleRate() + " Hz; at most " + HIGHEST_RATE + " Hz can be taken.");
    }

    static PipelineException bad(String sentence) {
        return new PipelineException(ErrorCode.BAD_DATA, "", sentence);
    }
}
