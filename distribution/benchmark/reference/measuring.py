"""Times calls as Graft's own benchmark does: warm-up for some seconds, then ten blocks that together last as long."""
import time

BLOCKS = 10
KEPT = 1 << 16


def timed(step, seconds):
    warm, n = time.perf_counter() + seconds, 0
    while n == 0 or time.perf_counter() < warm:
        step(n)
        n += 1
    cpu, wall, each, calls = [], [], [0.0] * KEPT, 0
    for _ in range(BLOCKS):
        used, begin = time.process_time(), time.perf_counter()
        before, steps = begin, 0
        while steps == 0 or before < begin + seconds / BLOCKS:
            step(n)
            n += 1
            now = time.perf_counter()
            each[calls % KEPT] = (now - before) * 1000
            before = now
            calls += 1
            steps += 1
        wall.append((before - begin) * 1000 / steps)
        cpu.append((time.process_time() - used) * 1000 / steps)
    each = sorted(each[: min(calls, KEPT)])
    return {"cpu": cpu, "wall": wall, "p50": each[len(each) // 2], "p99": each[int(len(each) * 0.99)], "calls": calls}
