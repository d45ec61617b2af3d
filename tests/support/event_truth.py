# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings whose foot strikes and toe-offs are known, and how far found ones are from them.

Runs: vertical force of all plates, zero-lag second-order 30 Hz low-pass, 50 N, linear interpolation. Walks: the events
stored with the file. Events within 0.15 s of either end do not count."""
import pathlib
import shutil
import sys
import tempfile

import h5py
import numpy as np
import scipy.interpolate
import scipy.signal

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import hipgait_test as hg  # noqa: E402
import rbds  # noqa: E402

EDGE_S = 0.15
NEAR_S = 0.08  # a found event further than this from a true one is another event
THRESHOLD_N = 50.0
FILTER_HZ = 30.0
SIDES = ("left", "right")
KINDS = ("strike", "toe_off")

# name: (file of the moving trial, further files of it, static trial, option of import, more options)
IMPORTED = {
    "RBDS001 3.5 m/s": ("rbds/RBDS001runT35.c3d", [], "rbds/RBDS001static.c3d", "--run", ["--speed", "3.5"]),
    "rajagopal": ("rajagopal/motion_capture_run.trc", ["rajagopal/grf_run.mot"], "rajagopal/static_run.trc", "--run", []),
    "hamner": ("hamner/subject02_running.trc", ["hamner/subject02_running_grf.mot"], "hamner/subject02_static.trc", "--run", []),
    "bmc-opensim": ("bmc-opensim/motion_capture_run.trc", ["bmc-opensim/grf_run.mot"], None, "--run", []),
    "pig/Motion3_FF": ("pig/PiG_Motion3_FF.c3d", [], None, "--walk", []),
    "pig/FlatFoot-Full": ("pig/PiG_Motion-FlatFoot-Full.c3d", [], None, "--walk", []),
    "biomechzoo/HC030A05": ("biomechzoo/HC030A05.c3d", [], None, "--walk", []),
    "gaitalytics": ("gaitalytics/treadmill_events.c3d", [], None, "--walk", []),
}
RUNS = ["RBDS001 2.5 m/s", "RBDS001 3.5 m/s", "rajagopal", "hamner", "bmc-opensim"]
WALKS = ["pig/Motion3_FF", "pig/FlatFoot-Full", "biomechzoo/HC030A05", "gaitalytics"]


def make(folder, name):
    """The recording as a native file; its moving trial is "run"."""
    path = pathlib.Path(folder) / (name.replace("/", "_").replace(" ", "_") + ".h5")
    if path.exists():
        return path
    if name == "RBDS001 2.5 m/s":
        rbds.write_25(path, hg.DATA)
        with h5py.File(path, "r+") as f:
            f.move("trials/run25", "trials/run")
        return path
    moving, further, static, option, more = IMPORTED[name]
    parts = ["--static", hg.DATA / static] if static else []
    for file in [moving] + further:
        parts += [option, f"run={hg.DATA / file}"]
    hg.hipgait("import", "-o", path, "--runner", "X", *parts, *more, check=0)
    return path


def text(x):
    return x.decode() if isinstance(x, bytes) else str(x)


class Markers:
    """Markers of the moving trial: up is the height in metres by label."""

    def __init__(self, path):
        with h5py.File(path) as f:
            stream = f["trials/run/streams/markers"]
            data = stream["data"]
            self.labels = [text(x) for x in data.attrs["labels"]]
            axes = text(stream.attrs["axes"])
            k = max(axes.find("S"), axes.find("I"))
            self.up = data[:, :, k] * (1 if "S" in axes else -1)
            self.rate, self.t0 = float(stream.attrs["rate_hz"]), float(stream.attrs["t0_s"])

    def height(self, labels, t):
        columns = [self.labels.index(label) for label in labels if label in self.labels]
        i = min(max(int(round((t - self.t0) * self.rate)), 0), len(self.up) - 1)
        return np.nanmean(self.up[i, columns])


HEELS = {"left": ["L.Heel.Bottom", "LCAL", "L.Heel", "LHEE"], "right": ["R.Heel.Bottom", "RCAL", "R.Heel", "RHEE"]}


def vertical_force(path):
    """Sum over the plates, rate, time of the first sample; None without plates."""
    total, rate, t0 = None, None, None
    with h5py.File(path) as f:
        for stream in f["trials/run/streams"].values():
            if text(stream.attrs["kind"]) != "force_plate":
                continue
            axes = text(stream.attrs["axes"])
            k = max(axes.find("S"), axes.find("I"))
            force = stream["data"][:, k] * (1 if "S" in axes else -1)
            total = force if total is None else total + force
            rate, t0 = float(stream.attrs["rate_hz"]), float(stream.attrs["t0_s"])
    return total, rate, t0


def crossings(force, rate, t0):
    if rate > 2 * FILTER_HZ:
        b, a = scipy.signal.butter(2, FILTER_HZ / (rate / 2))
        force = scipy.signal.filtfilt(b, a, force)
    above = force > THRESHOLD_N
    up, down = np.flatnonzero(~above[:-1] & above[1:]), np.flatnonzero(above[:-1] & ~above[1:])

    def times(i):
        return (i + (THRESHOLD_N - force[i]) / (force[i + 1] - force[i])) / rate + t0
    return times(up), times(down)


class Truth:
    """strike and toe_off: lists of (time, side); first and last second in which events count."""

    def __init__(self, path, use_file=False):
        markers = Markers(path)
        force, rate, t0 = vertical_force(path)
        self.first, self.last = markers.t0, markers.t0 + (len(markers.up) - 1) / markers.rate
        self.strike, self.toe_off = [], []
        if use_file or force is None:
            with h5py.File(path) as f:
                e = f["trials/run/events"]
                for t, label, side in zip(e["time"][:], e["label"][:], e["side"][:]):
                    kind = {"IC": self.strike, "TO": self.toe_off}.get(text(label))
                    if kind is not None:
                        kind.append((float(t), "left" if text(side)[0] in "Ll" else "right"))
            return
        self.first, self.last = max(self.first, t0), min(self.last, t0 + (len(force) - 1) / rate)
        ups, downs = crossings(force, rate, t0)
        # the side of a contact: the lower heel just after it began
        for t in ups:
            self.strike.append((t, min(SIDES, key=lambda s: markers.height(HEELS[s], t + 0.02))))
        for t in downs:
            before = [s for u, s in self.strike if u < t]
            other = {"left": "right", "right": "left"}
            self.toe_off.append((t, before[-1] if before else other[self.strike[0][1]]))

    def counted(self, kind):
        return [(t, s) for t, s in getattr(self, kind) if self.first + EDGE_S <= t <= self.last - EDGE_S]


def found_events(result):
    e = result["events"]
    return {"strike": sorted((t, s) for s in SIDES for t in e[s]["foot_strike_s"]),
            "toe_off": sorted((t, s) for s in SIDES for t in e[s]["toe_off_s"])}


class Score:
    def __init__(self, found, truth, kind, near=NEAR_S, edge=EDGE_S):
        found, left = found[kind], set(range(len(found[kind])))
        self.missed = self.wrong = 0
        errors = []
        counted = set(truth.counted(kind))
        for t, side in getattr(truth, kind):
            close = [k for k in left if abs(found[k][0] - t) < near]
            close = [k for k in close if found[k][1] == side] or close
            counts = (t, side) in counted
            if not close:
                self.missed += counts
                continue
            k = min(close, key=lambda k: abs(found[k][0] - t))
            left.discard(k)
            if counts:
                self.wrong += found[k][1] != side
                errors.append(1000 * (found[k][0] - t))
        self.n = len(counted)
        # near the edge what was found may belong to a contact that does not count
        least, most = truth.first + edge + 0.02, truth.last - edge - 0.02
        self.invented = sum(least <= found[k][0] <= most for k in left)
        self.errors = np.array(errors)
        size = np.abs(self.errors)
        some = len(errors) > 0
        self.bias = float(self.errors.mean()) if some else np.nan
        self.p95 = float(np.percentile(size, 95)) if some else np.nan
        self.most = float(size.max()) if some else np.nan

    def within(self, ms):
        """Percent of the events that count, missed ones included."""
        return 100.0 * float((np.abs(self.errors) <= ms).sum()) / self.n if self.n else np.nan

    def __str__(self):
        return (f"n {self.n:3d} missed {self.missed} invented {self.invented} wrong side {self.wrong} bias {self.bias:+6.1f} "
                f"p95 {self.p95:5.1f} max {self.most:5.1f} ms, {self.within(15):.0f} % within 15, {self.within(20):.0f} % within 20")


def analyse(path, *settings, source="markers", options=()):
    """The result of the moving trial, None when there is none."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--set", "events.source=" + source, *options]
        for s in settings:
            options += ["--set", s]
        hg.hipgait("analyze", path, "-o", folder, *options)
        files = [p for p in pathlib.Path(folder).glob("*/*_run.json")]
        return hg.json.loads(files[0].read_text(encoding="utf-8")) if files else None


# --- the same recording, made harder ---

def altered(path, suffix):
    to = pathlib.Path(path).with_name(pathlib.Path(path).stem + suffix + ".h5")
    if to.exists():
        to.unlink()
    shutil.copy(path, to)
    return to


def replace(group, name, data):
    """A data set anew, with its attributes."""
    attributes = dict(group[name].attrs)
    del group[name]
    group.create_dataset(name, data=data).attrs.update(attributes)


def compress(path, factor):
    """All times of the moving trial times factor: a faster runner of whom the truth is as well known. Returns the path
    and its truth."""
    truth = Truth(path)
    for kind in KINDS:
        setattr(truth, kind, [(t * factor, s) for t, s in getattr(truth, kind)])
    truth.first, truth.last = truth.first * factor, truth.last * factor
    to = altered(path, f"_x{factor}")
    with h5py.File(to, "r+") as f:
        trial = f["trials/run"]
        if "speed_m_s" in trial.attrs:
            trial.attrs["speed_m_s"] = trial.attrs["speed_m_s"] / factor
        for stream in trial["streams"].values():
            stream.attrs["rate_hz"] = stream.attrs["rate_hz"] / factor
            stream.attrs["t0_s"] = stream.attrs["t0_s"] * factor
    return to, truth


def change_markers(path, suffix, change):
    """change(data, labels, rate) -> data and rate; data is frames x markers x 3, in metres or as stored."""
    to = altered(path, suffix)
    with h5py.File(to, "r+") as f:
        stream = f["trials/run/streams/markers"]
        labels = [text(x) for x in stream["data"].attrs["labels"]]
        data, rate = change(stream["data"][:], labels, float(stream.attrs["rate_hz"]))
        stream.attrs["rate_hz"] = rate
        replace(stream, "data", data)
    return to


def unit_of(path):
    """Metres to the unit in which the markers are stored."""
    with h5py.File(path) as f:
        return 1000.0 if text(np.atleast_1d(f["trials/run/streams/markers/data"].attrs["units"])[0])[:2] == "mm" else 1.0


def with_noise(path, sd_m, seed):
    random = np.random.default_rng(seed)
    scale = unit_of(path)
    return change_markers(path, f"_n{sd_m}_{seed}", lambda x, labels, rate: (x + random.normal(0, sd_m * scale, x.shape), rate))


def at_rate(path, rate_hz):
    """Fewer frames, by a cubic spline."""
    def change(x, labels, rate):
        t = np.arange(len(x)) / rate
        new = np.arange(0, t[-1], 1 / rate_hz)
        flat = x.reshape(len(x), -1)
        out = np.full((len(new), flat.shape[1]), np.nan)
        for k in range(flat.shape[1]):
            good = np.isfinite(flat[:, k])
            if good.sum() > 10:
                out[:, k] = scipy.interpolate.CubicSpline(t[good], flat[good, k])(new)
                near = np.clip(np.round(new * rate).astype(int), 0, len(x) - 1)
                out[~good[near], k] = np.nan
        return out.reshape(len(new), x.shape[1], 3), rate_hz
    return change_markers(path, f"_r{rate_hz}", change)


def without(path, labels, suffix):
    """The moving trial without some markers."""
    to = altered(path, suffix)
    with h5py.File(to, "r+") as f:
        stream = f["trials/run/streams/markers"]
        have = [text(x) for x in stream["data"].attrs["labels"]]
        keep = [i for i, label in enumerate(have) if label not in labels]
        data = stream["data"][:][:, keep]
        replace(stream, "data", data)
        stream["data"].attrs["labels"] = [have[i] for i in keep]
    return to


FOREFOOT = ["L.MT1", "L.MT5", "L.MT2", "R.MT1", "R.MT5", "R.MT2"]
HEEL = [f"{side}.Heel.{place}" for side in "LR" for place in ("Bottom", "Top", "Lateral")]


def with_gaps(path, labels, seconds, every_s, seed):
    """Gaps of some markers, somewhere in each stretch of every_s."""
    random = np.random.default_rng(seed)

    def change(x, have, rate):
        for i in [i for i, label in enumerate(have) if label in labels]:
            for start in np.arange(1.0, len(x) / rate - 1, every_s):
                at = int((start + random.uniform(0, every_s / 2)) * rate)
                x[at:at + int(seconds * rate), i] = np.nan
        return x, rate
    return change_markers(path, f"_g{labels[0]}_{seconds}", change)


def land_on(path, part):
    """RBDS001 lands on the heel. About each strike the heights are exchanged: "forefoot", heel and forefoot move as the
    other did; "midfoot", both move as the heel did. Forward motion is left as it is."""
    truth = Truth(path)

    def change(x, labels, rate):
        t = np.arange(len(x)) / rate
        for side, letter in (("left", "L"), ("right", "R")):
            heel = [i for i, label in enumerate(labels) if label == letter + ".Heel.Bottom"]
            toe = [i for i, label in enumerate(labels) if label in (letter + ".MT1", letter + ".MT5")]
            strikes = [s for s, of in truth.strike if of == side]
            flat = np.clip(np.round((np.array(strikes) + 0.12) * rate).astype(int), 0, len(x) - 1)
            of_heel, of_toe = np.nanmean(x[:, heel, 1], 1), np.nanmean(x[:, toe, 1], 1)
            rise_heel, rise_toe = of_heel - np.median(of_heel[flat]), of_toe - np.median(of_toe[flat])
            share = np.zeros(len(x))
            for s in strikes:  # from 0.14 s before to 0.2 s after, fading in and out over 0.06 s
                here = np.clip((t - s + 0.14) / 0.06, 0, 1) * np.clip((0.20 - t + s) / 0.06, 0, 1)
                share = np.maximum(share, 0.5 - 0.5 * np.cos(np.pi * here))
            x[:, toe, 1] += (share * (rise_heel - rise_toe))[:, None]
            if part == "forefoot":
                x[:, heel, 1] += (share * (rise_toe - rise_heel))[:, None]
        return x, rate
    return change_markers(path, "_" + part, change)


def speed_up(path, belt_m_s, seconds, last, rate_hz):
    """The first seconds of a treadmill trial as a run over ground that gets faster: the belt is taken away and time
    shrinks steadily, at the end to `last` of what it was. Returns the path and its truth; there is no force."""
    truth = Truth(path)
    to = altered(path, f"_a{seconds}_{last}")
    with h5py.File(to, "r+") as f:
        trial = f["trials/run"]
        for name in ("speed_m_s", "treadmill"):
            if name in trial.attrs:
                del trial.attrs[name]
        for name in [n for n, s in trial["streams"].items() if text(s.attrs["kind"]) != "markers"]:
            del trial["streams"][name]
        stream = trial["streams/markers"]
        x, rate = stream["data"][:], float(stream.attrs["rate_hz"])
        old = np.arange(len(x)) / rate
        x[:, :, 0] += (belt_m_s * unit_of(path) * old)[:, None]
        slope = np.clip(1 + (last - 1) * old / seconds, min(1, last), None)
        new = np.concatenate([[0], np.cumsum((slope[1:] + slope[:-1]) / 2) / rate])
        grid = np.arange(0, np.interp(seconds, old, new), 1 / rate_hz)
        back, flat = np.interp(grid, new, old), x.reshape(len(x), -1)
        out = np.full((len(grid), flat.shape[1]), np.nan)
        for k in range(flat.shape[1]):
            good = np.isfinite(flat[:, k])
            if good.sum() > 10:
                out[:, k] = scipy.interpolate.CubicSpline(old[good], flat[good, k])(back)
        stream.attrs["rate_hz"] = rate_hz
        replace(stream, "data", out.reshape(len(grid), x.shape[1], 3))
    for kind in KINDS:
        setattr(truth, kind, [(float(np.interp(t, old, new)), s) for t, s in getattr(truth, kind) if t < seconds])
    truth.first, truth.last = 0.0, float(grid[-1])
    return to, truth
