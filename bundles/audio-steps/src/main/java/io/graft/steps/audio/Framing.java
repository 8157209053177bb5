package io.graft.steps.audio;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * How sound is cut into frames, and which frequencies are taken.
 *
 * @param seconds how much of a sound is taken
 * @param window the length of a frame in milliseconds
 * @param hop the distance between frames in milliseconds
 * @param mels the number of filters
 * @param low the lowest frequency in hertz
 * @param high the highest frequency in hertz, 0 for half of the rate
 */
record Framing(double seconds, double window, double hop, int mels, int low, int high) {

    /** Checks what hangs together. */
    Framing {
        if (window > 1000 * seconds)
            throw new IllegalArgumentException(
                    "window is " + window + " ms, which is longer than the " + seconds + " s that are taken");
        if (high > 0 && high <= low)
            throw new IllegalArgumentException("high is " + high + " Hz and must be more than low, " + low + " Hz");
    }

    /** The number of frames of a row. */
    int frames() {
        return 1 + (int) Math.floor((1000 * seconds - window) / hop + 1e-9);
    }

    int windowSamples(int rate) {
        return Math.max(1, (int) Math.round(window * rate / 1000));
    }

    int start(int frame, int rate) {
        return (int) Math.round(frame * hop * rate / 1000);
    }

    /** The frames that lie within so many samples, at least one. */
    int frames(int samples, int rate) {
        int all = frames();
        int n = (int) Math.min(all, Math.max(1, (samples - windowSamples(rate)) * 1000.0 / rate / hop + 1));
        while (n < all && start(n, rate) + windowSamples(rate) <= samples) n++;
        while (n > 1 && start(n - 1, rate) + windowSamples(rate) > samples) n--;
        return n;
    }

    /** The size of the Fourier transform: the next power of two. */
    int size(int rate) {
        int n = Math.max(4, windowSamples(rate));
        return Integer.bitCount(n) == 1 ? n : 2 * Integer.highestOneBit(n);
    }

    double highest(int rate) {
        return high > 0 ? high : rate / 2.0;
    }

    /** What is wrong with a rate, or null. */
    String fault(int rate) {
        if (low < highest(rate) && highest(rate) <= rate / 2.0) return null;
        return "Sound of " + rate + " Hz holds frequencies up to " + rate / 2.0 + " Hz, but the filters reach from "
                + low + " to " + highest(rate) + " Hz. Lower 'high' and 'low', or resample to a higher rate.";
    }

    /** Frames of so many numbers, and a mask that is 1 where a frame lies within the sound. */
    List<Feature> features(String name, int width) {
        return List.of(
                new Feature(name, ElementType.FLOAT, Shape.of(frames(), width), 0, "mask"),
                Feature.floats("mask", frames()));
    }

    /** Writes 1 for the frames of a row that lie within its sound, 0 for the others. */
    void mask(float[] mask, int row, int within) {
        Arrays.fill(mask, row * frames(), row * frames() + within, 1);
        Arrays.fill(mask, row * frames() + within, (row + 1) * frames(), 0);
    }

    /** Refuses sound whose rate is not known or too low. */
    void check(String component, DataType.Audio takes) {
        if (takes.sampleRate() == 0)
            throw new PipelineException(
                    ErrorCode.TYPE_MISMATCH,
                    "",
                    "'" + component
                            + "' must know the sample rate, but it takes sound of varying rates. Add 'resample' before it, or set 'rate' of the source.");
        String fault = fault(takes.sampleRate());
        if (fault != null) throw new PipelineException(ErrorCode.BAD_SETTING, "", fault);
    }
}
