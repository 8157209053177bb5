package io.graft.steps.audio;

import io.graft.api.Context;
import io.graft.api.audio.AudioBuffer;

/**
 * The logarithms of the mel powers of frames: ln(max(filter · |FFT(hann · frame)|², 1e-10)), under a periodic Hann window.
 *
 * <p><b>Threading.</b> For one thread.
 */
final class LogMelFrames {
    private static final double FLOOR = 1e-10;

    /** What silence is. */
    static final float SILENCE = (float) Math.log(FLOOR);

    private final Framing framing;
    private final Context context;
    private int rate;
    private double[] hann;
    private double[] frame;
    private double[] powers;
    private RealFft fft;
    private MelFilters filters;

    LogMelFrames(Framing framing, Context context) {
        this.framing = framing;
        this.context = context;
    }

    /** Prepares for a sound and tells how many frames it has. */
    int begin(AudioBuffer sound) {
        Sounds.check(sound);
        if (sound.sampleRate() != rate) prepare(sound.sampleRate());
        return framing.frames(sound.length(), rate);
    }

    private void prepare(int newRate) {
        String fault = framing.fault(newRate);
        if (fault != null) throw Sounds.bad(fault);
        int size = framing.size(newRate);
        hann = new double[framing.windowSamples(newRate)];
        for (int i = 0; i < hann.length; i++) hann[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / hann.length);
        frame = new double[size];
        powers = new double[size / 2 + 1];
        fft = new RealFft(size);
        filters = new MelFilters(framing.mels(), framing.low(), framing.highest(newRate), size, newRate);
        rate = newRate;
        if (filters.empty() > 0)
            context.warn(filters.empty() + " of " + framing.mels()
                    + " mel filters hold no frequency and stay empty; take fewer mels, or a longer window.");
    }

    /** Writes the logarithms of one frame of the sound that was begun. */
    void write(AudioBuffer sound, int index, float[] into, int at) {
        int start = framing.start(index, rate);
        int n = Math.min(hann.length, sound.length() - start);
        float[] x = sound.samples();
        for (int i = 0; i < hann.length; i++) frame[i] = i < n ? hann[i] * x[start + i] : 0;
        fft.powers(frame, powers);
        for (int m = 0; m < framing.mels(); m++)
            into[at + m] = (float) Math.log(Math.max(FLOOR, filters.apply(m, powers)));
    }
}
