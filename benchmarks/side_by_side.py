#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same arrays through scipy, numpy and h5py and through hipgait, in one run, in turn, on one core.

    cmake --preset bench && cmake --build --preset bench --target side_by_side hipgait
    benchmarks/side_by_side.py build/bench [--level LEVEL] [--rounds N] [--markdown]

Each row first checks that both give the same numbers, then times them in turn (ours, theirs, ours, ...):
the ratio theirs over ours of each pair cancels what else the machine does. Times are of the processor,
not of the wall: both sides compute on one thread, and other programs would only lend their noise. Printed:
median time of each, median ratio, and its 10th and 90th percentile.
"""
import argparse
import ctypes
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy comes in

import h5py  # noqa: E402
import numpy as np  # noqa: E402
import scipy.interpolate  # noqa: E402
import scipy.signal  # noqa: E402

DOUBLE = ctypes.POINTER(ctypes.c_double)
SIZE = ctypes.c_size_t


def at(array):
    assert array.dtype == np.float64 and array.flags.c_contiguous
    return array.ctypes.data_as(DOUBLE)


class Ours:
    def __init__(self, path, level):
        self.lib = ctypes.CDLL(str(path))
        self.lib.side_open.restype = ctypes.c_void_p
        self.lib.side_open.argtypes = [ctypes.c_char_p]
        self.lib.side_level.restype = ctypes.c_char_p
        self.lib.side_level.argtypes = [ctypes.c_void_p]
        self.lib.side_entropy.restype = ctypes.c_double
        p = ctypes.c_void_p
        self.lib.side_filter.argtypes = [p, DOUBLE, SIZE, SIZE, ctypes.c_double, ctypes.c_double, SIZE]
        self.lib.side_pose.argtypes = [p, DOUBLE, DOUBLE, DOUBLE, DOUBLE, DOUBLE, SIZE, SIZE]
        self.lib.side_cardan.argtypes = [p, DOUBLE, DOUBLE, SIZE]
        self.lib.side_pchip.argtypes = [p, DOUBLE, DOUBLE, SIZE, SIZE, DOUBLE, SIZE]
        self.lib.side_welch.argtypes = [p, DOUBLE, DOUBLE, SIZE, SIZE, SIZE, ctypes.c_double]
        self.lib.side_entropy.argtypes = [p, DOUBLE, SIZE, SIZE, ctypes.c_double]
        self.lib.side_flips.argtypes = [p, DOUBLE, DOUBLE, SIZE, SIZE, SIZE]
        self.lib.side_read.argtypes = [ctypes.c_char_p, DOUBLE]
        self.lib.side_read_set.argtypes = [ctypes.c_char_p, ctypes.c_char_p, DOUBLE, SIZE]
        self.self = self.lib.side_open(level.encode())
        if not self.self:
            sys.exit(f"side_by_side: this machine has no level \"{level}\"")
        self.level = self.lib.side_level(self.self).decode()

    def __getattr__(self, name):
        function = getattr(self.lib, "side_" + name)
        return lambda *args: function(self.self, *args)


class Row:
    """Two callables that return comparable numbers; `aim` is the ratio wanted, or a text; items are what a time counts."""

    def __init__(self, name, aim, items, item, ours, theirs, close):
        self.name, self.aim, self.items, self.item = name, aim, items, item
        self.ours, self.theirs, self.close = ours, theirs, close


def filter_row(lib, rng):
    n, channels, rate, cutoff = 12000, 84, 200.0, 6.0
    x = np.cumsum(rng.standard_normal((n, channels)), axis=0)
    sos = scipy.signal.butter(2, cutoff, fs=rate, output="sos")
    work = x.copy()  # in place: the first call, which is checked, has x, those that are timed what is left of it

    def ours():
        assert lib.filter(at(work), n, channels, cutoff, rate, 9)
        return work

    def theirs():
        return scipy.signal.sosfiltfilt(sos, x, axis=0)
    return Row("zero-lag filter, 84 channels x 12,000 (scipy sosfiltfilt; ours in place)", 10, n * channels, "sample", ours, theirs,
               lambda a, b: np.abs(a - b).max() < 1e-6 * np.abs(b).max())


def pose_row(lib, rng):
    n, m = 72000, 4
    model = rng.uniform(-0.1, 0.1, (m, 3))
    angle = np.linspace(0, 60, n)
    turn = np.zeros((n, 3, 3))
    turn[:, 0, 0] = turn[:, 1, 1] = np.cos(angle)
    turn[:, 1, 0] = np.sin(angle)
    turn[:, 0, 1] = -turn[:, 1, 0]
    turn[:, 2, 2] = 1
    markers = np.einsum("nij,mj->nmi", turn, model) + rng.normal(0, 0.002, (n, m, 3)) + [0.3, 0.9, 0.1]
    planes = np.ascontiguousarray(markers.transpose(1, 2, 0))
    rotation, origin, residual = np.empty((9, n)), np.empty((3, n)), np.empty(n)

    def ours():
        lib.pose(at(rotation), at(origin), at(residual), at(model), at(planes), m, n)
        return rotation

    def theirs():
        a = model - model.mean(axis=0)
        b = markers - markers.mean(axis=1, keepdims=True)
        u, _, vt = np.linalg.svd(np.einsum("nmi,mj->nij", b, a))
        d = np.linalg.det(u @ vt)
        u[:, :, 2] *= d[:, None]
        return (u @ vt).reshape(n, 9).T
    return Row("cluster pose, 72,000 frames of 4 markers (numpy svd)", 100, n, "frame", ours, theirs,
               lambda a, b: np.abs(a - b).max() < 1e-9)


def cardan_row(lib, rng):
    n = 72000
    q = rng.standard_normal((n, 4))
    q /= np.linalg.norm(q, axis=1)[:, None]
    w, x, y, z = q.T
    planes = np.ascontiguousarray([
        1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
        2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
        2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)])
    out = np.empty((3, n))

    def ours():
        lib.cardan(at(out), at(planes), n)
        return out

    def theirs():
        r = planes
        return np.stack([np.arctan2(-r[1], r[4]), np.arcsin(np.clip(r[7], -1, 1)), np.arctan2(-r[6], r[8])])
    return Row("Cardan angles, 72,000 frames (numpy)", 3, n, "frame", ours, theirs,
               lambda a, b: np.abs(a - b).max() < 1e-13)


def pchip_row(lib, rng):
    n, channels, strides = 12000, 18, 80
    y = np.cumsum(rng.standard_normal((channels, n)), axis=1)
    start = np.arange(strides + 1) * 146.3 + 20.7
    out = np.empty((channels, strides, 101))

    def ours():
        lib.pchip(at(out), at(y), n, channels, at(start), strides)
        return out

    def theirs():
        # each stride by itself, as time normalisation is usually written
        result = np.empty((channels, strides, 101))
        for c in range(channels):
            for s in range(strides):
                a, b = int(start[s]) - 2, int(math.ceil(start[s + 1])) + 3
                xs = np.arange(a, b)
                result[c, s] = scipy.interpolate.pchip_interpolate(
                    xs, y[c, a:b], np.linspace(start[s], start[s + 1], 101))
        return result
    return Row("101-point pchip, 18 signals x 80 strides (scipy)", 50, channels * strides * 101, "point", ours, theirs,
               lambda a, b: np.abs(a - b).max() < 1e-8)


def welch_row(lib, rng):
    n, channels, segment, rate = 12000, 9, 1024, 200.0
    x = rng.standard_normal((channels, n))
    out = np.empty((channels, segment // 2 + 1))

    def ours():
        assert lib.welch(at(out), at(x), n, channels, segment, rate)
        return out

    def theirs():
        return scipy.signal.welch(x, rate, nperseg=segment)[1]
    return Row("Welch 1024, 9 signals x 12,000 (scipy)", 5, n * channels, "sample", ours, theirs,
               lambda a, b: np.abs(a - b).max() < 1e-12 * b.max())


def entropy_row(lib, rng):
    n = 3000
    x = np.sin(np.arange(n) * 0.0631) + 0.2 * rng.standard_normal(n)
    r = 0.2 * x.std()

    def ours():
        return np.array([lib.entropy(at(x), n, 2, r)])

    def theirs():
        counts = []
        for m in (2, 3):
            e = np.lib.stride_tricks.sliding_window_view(x, m)[:n - 2]
            found = 0
            for i in range(len(e) - 1):
                found += int((np.abs(e[i + 1:] - e[i]).max(axis=1) < r).sum())
            counts.append(found)
        return np.array([-math.log(counts[1] / counts[0])])
    return Row("sample entropy, 3,000 numbers (numpy, all pairs)", "0.25 ns a pair", n * n / 2, "pair", ours, theirs,
               lambda a, b: abs(a[0] - b[0]) < 1e-12)


def flips_row(lib, rng):
    n, columns, draws = 50, 101, 10000
    rows = rng.standard_normal((n, columns)).cumsum(axis=1) + 0.5
    threshold = ctypes.c_double()

    def ours():
        assert lib.flips(ctypes.byref(threshold), at(rows), n, columns, draws)
        return np.array([threshold.value])

    def theirs():
        random = np.random.default_rng(1)
        squares = (rows ** 2).sum(axis=0)
        most = np.empty(draws)
        for first in range(0, draws, 1000):
            signs = random.integers(0, 2, (1000, n)) * 2.0 - 1.0
            mean = signs @ rows / n
            sd = np.sqrt((squares - n * mean ** 2) / (n - 1))
            most[first:first + 1000] = np.abs(mean / (sd / math.sqrt(n))).max(axis=1)
        return np.array([np.quantile(most, 0.95)])
    # two sets of 10,000 draws: their 95th percentiles scatter by about 1 %
    return Row("sign flips, 50 rows x 101, 10,000 draws (numpy)", 40, draws, "draw", ours, theirs,
               lambda a, b: abs(a[0] / b[0] - 1) < 0.05)


def read_rows(lib, path):
    first = ctypes.c_double()
    with h5py.File(path) as f:
        name = f"trials/{sorted(f['trials'])[0]}/streams/markers/data"
        data = f[name]
        shape, size, filters = data.shape, data.size, (data.compression, data.shuffle)
    assert filters == ("gzip", True), filters
    out = np.empty(shape)

    def set_alone():
        assert lib.lib.side_read_set(str(path).encode(), name.encode(), at(out), size)
        return out

    def whole():
        assert lib.lib.side_read(str(path).encode(), ctypes.byref(first))
        return np.array([first.value])

    def theirs():
        with h5py.File(path) as f:
            return f[name][:]
    return [Row(f"reading 60 s of {shape[1]} markers, shuffle+gzip (h5py; both open the file, ours checks its structure)", 2,
                size, "number", set_alone, theirs, lambda a, b: np.array_equal(a, b)),
            Row("the same as a recording (h5py as above; ours checks, hashes and interprets the whole file)", "", size,
                "number", whole, theirs, lambda a, b: a[0] == b.flat[0])]


def marker_file(build, folder):
    """A native file with 60 s of 28 markers at 200 Hz, whole, shuffled and deflated, and nothing else that is large."""
    path = pathlib.Path(folder) / "trial.h5"
    subprocess.run([build / "hipgait", "synth", "-o", path, "--seconds", "60", "--rate", "200", "--no-force"], check=True)
    with h5py.File(path, "r+") as f:
        del f["trials/static"]
    return path


def timed(call):
    before = time.process_time()
    call()
    return time.process_time() - before


def measure(row, rounds):
    if not row.close(row.ours(), row.theirs()):
        sys.exit(f"side_by_side: the two ways of \"{row.name}\" give different numbers")
    # short calls are repeated so that each sample lasts a few milliseconds
    repeat = {which: max(1, math.ceil(0.004 / max(timed(getattr(row, which)), 1e-7))) for which in ("ours", "theirs")}
    samples = {"ours": [], "theirs": []}
    for i in range(rounds):
        for which in (("ours", "theirs"), ("theirs", "ours"))[i % 2]:
            call, n = getattr(row, which), repeat[which]
            samples[which].append(timed(lambda: [call() for _ in range(n)]) / n)
    ratios = sorted(t / o for t, o in zip(samples["theirs"], samples["ours"]))
    return {"ours": statistics.median(samples["ours"]), "theirs": statistics.median(samples["theirs"]),
            "ratio": statistics.median(ratios), "low": ratios[len(ratios) // 10], "high": ratios[-1 - len(ratios) // 10]}


def human(seconds):
    for unit, scale in (("s", 1), ("ms", 1e3), ("us", 1e6)):
        if seconds * scale >= 1:
            return f"{seconds * scale:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build", type=pathlib.Path, help="build folder with the targets hipgait and side_by_side")
    parser.add_argument("--level", default="", help="CPU level, default the highest")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--markdown", action="store_true", help="a table for docs/benchmarks.md")
    parser.add_argument("--only", default="", help="rows whose name contains this")
    args = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    lib = Ours(args.build / "side_by_side.so", args.level)
    rng = np.random.default_rng(5)
    with tempfile.TemporaryDirectory() as folder:
        rows = [make(lib, rng) for make in (filter_row, pose_row, cardan_row, pchip_row, welch_row, entropy_row, flips_row)]
        rows += read_rows(lib, marker_file(args.build, folder))
        rows = [row for row in rows if args.only in row.name]
        head = ("what", "ours", "theirs", "ours an item", "ratio", "10 to 90 %", "aim")
        table = []
        for row in rows:
            m = measure(row, args.rounds)
            table.append((row.name, human(m["ours"]), human(m["theirs"]),
                          f"{1e9 * m['ours'] / row.items:.3g} ns/{row.item}", f"{m['ratio']:.1f}x",
                          f"{m['low']:.1f} to {m['high']:.1f}", row.aim if isinstance(row.aim, str) else f"{row.aim}x"))
    if args.markdown:
        print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
        for line in table:
            print("| " + " | ".join(line) + " |")
    else:
        print(f"level {lib.level}, numpy {np.__version__}, one core")
        widths = [max(len(line[i]) for line in [head, *table]) for i in range(len(head))]
        for line in [head, *table]:
            print("  ".join(cell.ljust(w) for cell, w in zip(line, widths)))


if __name__ == "__main__":
    main()
