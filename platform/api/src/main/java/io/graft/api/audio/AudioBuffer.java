package io.graft.api.audio;

/**
 * A sound being prepared, of one channel; the same object is used again for every row.
 *
 * <p>Samples from −1 to 1.
 *
 * <p><b>Threading.</b> For one thread.
 */
public final class AudioBuffer {
    private float[] samples = new float[0];
    private int length;
    private int sampleRate;

    /** The number of samples. */
    public int length() {
        return length;
    }

    /** Samples a second, in hertz. */
    public int sampleRate() {
        return sampleRate;
    }

    /** The samples; the array may be longer than {@link #length()}. */
    public float[] samples() {
        return samples;
    }

    /**
     * Sets length and rate; the samples there are stay as far as they fit.
     *
     * @return the samples, to be written
     */
    public float[] size(int newLength, int newSampleRate) {
        if (newLength < 0 || newSampleRate < 0)
            throw new IllegalArgumentException(newLength + " samples at " + newSampleRate + " Hz");
        if (samples.length < newLength)
            samples = java.util.Arrays.copyOf(samples, Math.max(newLength, 2 * samples.length));
        length = newLength;
        sampleRate = newSampleRate;
        return samples;
    }

    /**
     * Takes another array as its samples and gives the one it had, so that a step can write beside what it reads.
     *
     * @param others at least as many samples as the new length says
     */
    public float[] exchange(float[] others, int newLength, int newSampleRate) {
        if (others.length < newLength) throw new IllegalArgumentException(others.length + " samples are too few");
        float[] had = samples;
        samples = others;
        length = newLength;
        sampleRate = newSampleRate;
        return had;
    }

    /** Copies another sound. */
    public void set(AudioBuffer other) {
        System.arraycopy(other.samples, 0, size(other.length, other.sampleRate), 0, other.length);
    }

    @Override
    public String toString() {
        return length + " samples at " + sampleRate + " Hz";
    }
}
