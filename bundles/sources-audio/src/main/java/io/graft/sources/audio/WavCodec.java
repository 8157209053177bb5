package io.graft.sources.audio;

import io.graft.api.audio.AudioBuffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Makes samples of WAV files, by the readers of the JDK: PCM of 8, 16, 24 or 32 bits, or floats of 32. Several channels become their mean.
 *
 * <p><b>Threading.</b> For one thread.
 */
final class WavCodec {

    void decode(byte[] bytes, int from, int length, AudioBuffer into) throws IOException {
        if (length == 0) throw new IOException("is empty");
        try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(bytes, from, length))) {
            AudioFormat format = in.getFormat();
            int channels = format.getChannels();
            int sampleBytes = format.getSampleSizeInBits() / 8;
            boolean floats = format.getEncoding().equals(AudioFormat.Encoding.PCM_FLOAT);
            boolean signed = format.getEncoding().equals(AudioFormat.Encoding.PCM_SIGNED);
            boolean unsigned = format.getEncoding().equals(AudioFormat.Encoding.PCM_UNSIGNED);
            if (!(floats && sampleBytes == 4
                    || signed && sampleBytes >= 1 && sampleBytes <= 4
                    || unsigned && sampleBytes == 1))
                throw new IOException(
                        "holds " + format + "; PCM of 8, 16, 24 or 32 bits, or floats of 32, can be read");
            ByteBuffer data = ByteBuffer.wrap(in.readAllBytes())
                    .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            int frames = data.remaining() / (channels * sampleBytes);
            if (frames == 0) throw new IOException("holds no sound");
            float[] samples = into.size(frames, Math.round(format.getSampleRate()));
            for (int i = 0; i < frames; i++) {
                float sum = 0;
                for (int c = 0; c < channels; c++)
                    sum += floats
                            ? data.getFloat()
                            : unsigned ? ((data.get() & 0xff) - 128) / 128f : pcm(data, sampleBytes);
                samples[i] = sum / channels;
            }
        } catch (UnsupportedAudioFileException e) {
            throw new IOException("is no WAV file, or a damaged one", e);
        } catch (RuntimeException e) { // the reader of the JDK throws such on broken headers
            throw new IOException("is a damaged WAV file: " + e, e);
        }
    }

    private static float pcm(ByteBuffer data, int bytes) {
        return switch (bytes) {
            case 1 -> data.get() / 128f;
            case 2 -> data.getShort() / 32768f;
            case 3 -> {
                int a = data.get() & 0xff;
                int b = data.get() & 0xff;
                int c = data.get() & 0xff;
                int value =
                        data.order() == ByteOrder.BIG_ENDIAN ? a << 24 | b << 16 | c << 8 : c << 24 | b << 16 | a << 8;
                yield value / 2147483648f;
            }
            default -> data.getInt() / 2147483648f;
        };
    }
}
