"""Prints values.txt: log-mel, MFCC and resampled sound in float64, by the formulas of torchaudio 2 (melscale_fbanks, spectrogram with center=False, resample), with numpy alone.

    python3 values.py > values.txt

A case is a name and its numbers. The sound is ((7 i² + 13 i) mod 1024 − 512) / 1024, which float32 holds exactly.
"""
import math

import numpy as np


def sound(n):
    return np.array([((7 * i * i + 13 * i) % 1024 - 512) / 1024 for i in range(n)])


def mel_filters(mels, low, high, size, rate):
    """torchaudio.functional.melscale_fbanks(norm=None, mel_scale='htk')"""
    frequencies = np.linspace(0, rate // 2, size // 2 + 1)
    to_mel = lambda f: 2595 * math.log10(1 + f / 700)
    points = 700 * (10 ** (np.linspace(to_mel(low), to_mel(high), mels + 2) / 2595) - 1)
    differences = points[1:] - points[:-1]
    slopes = points[None, :] - frequencies[:, None]
    down = -slopes[:, :-2] / differences[:-1]
    up = slopes[:, 2:] / differences[1:]
    return np.maximum(0, np.minimum(down, up))


def log_mel(x, rate, window, hop, mels, low, high):
    size = 2 ** math.ceil(math.log2(window))
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)
    fourier = np.exp(-2j * np.pi * np.outer(np.arange(size // 2 + 1), np.arange(window)) / size)
    frames = [x[i : i + window] for i in range(0, len(x) - window + 1, hop)]
    powers = np.array([np.abs(fourier @ (hann * f)) ** 2 for f in frames])
    return np.log(np.maximum(1e-10, powers @ mel_filters(mels, low, high, size, rate)))


def mfcc(logs, coefficients):
    m = logs.shape[1]
    dct = np.cos(np.pi / m * (np.arange(m)[:, None] + 0.5) * np.arange(coefficients)[None, :])
    dct[:, 0] /= math.sqrt(2)
    return logs @ (dct * math.sqrt(2 / m))


def resample(x, rate, new_rate, crossings=6, roll_off=0.99):
    """torchaudio.functional.resample(resampling_method='sinc_interp_hann')"""
    divisor = math.gcd(rate, new_rate)
    orig, new = rate // divisor, new_rate // divisor
    base = min(orig, new) * roll_off
    width = math.ceil(crossings * orig / base)
    index = np.arange(-width, width + orig)[None, :] / orig
    t = (np.arange(0, -new, -1)[:, None] / new + index) * base
    t = np.clip(t, -crossings, crossings)
    window = np.cos(t * np.pi / crossings / 2) ** 2
    kernels = np.sinc(t) * window * base / orig
    padded = np.concatenate([np.zeros(width), x, np.zeros(width + orig)])
    out = [kernels @ padded[i : i + kernels.shape[1]] for i in range(0, len(padded) - kernels.shape[1] + 1, orig)]
    return np.concatenate(out)[: math.ceil(new * len(x) / orig)]


def put(name, numbers):
    print(name, *(f"{v:.9g}" for v in np.ravel(numbers)))


logs = log_mel(sound(800), 8000, 200, 80, 12, 20, 4000)
put("log-mel", logs)
put("mfcc", mfcc(logs, 5))
put("log-mel-16k", log_mel(sound(1200), 16000, 512, 160, 20, 50, 7000))
put("resample-16000-8000", resample(sound(100), 16000, 8000))
put("resample-8000-16000", resample(sound(60), 8000, 16000))
put("resample-44100-16000", resample(sound(300), 44100, 16000))
put("resample-8000-11025", resample(sound(90), 8000, 11025))
