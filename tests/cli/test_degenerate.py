# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings that cannot say what is asked of them: too few strides, a side that is not there, markers that do not move,
markers that are all missing, ten seconds of walking inside a run. Through the command: no crash, a flag that says so, and no
number that looks normal."""
import csv
import pathlib
import sys
import tempfile
import unittest

import h5py
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

RATE = 200.0
DATA = "trials/run01/streams/markers/data"


def labels_of(data):
    return [x.decode() if isinstance(x, bytes) else str(x) for x in data.attrs["labels"]]


def numbers_of(value):
    """All numbers in a part of a result, but for counts."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in ("n", "pairs", "strides", "tests", "insufficient", "averaged", "segments"):
                yield from numbers_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from numbers_of(part)
    elif isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
        yield value


class Degenerate(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)

    def synth(self, *options, seconds=30):
        path = self.here / "r.h5"
        hg.hipgait("synth", "-o", path, "--runner", "D", "--seconds", seconds, "--no-force", "--truth", self.here / "truth.csv",
                   *options, check=0)
        return path

    def analyse(self, path, name="out"):
        hg.hipgait("analyze", path, "-o", self.here / name, check=0)  # insufficient counts as done
        result = hg.result_of(self.here / name, "D", "S01", "run01")
        flags = {f["code"]: f for f in result["quality"]["flags"]}
        print(f"{self.id().split('.')[-1]}: {result['quality']['status']}, {sorted(flags)}, "
              f"asymmetry {sorted({a['class'] for a in result['asymmetry']})}")
        return result, flags

    def spoil(self, path, change):
        with h5py.File(path, "r+") as f:
            data = f[DATA]
            values = data[:]
            change(values, labels_of(data))
            data[:] = values

    def nothing_judged(self, result):
        """No class but insufficient, no test of curves, nothing compared with a limit or a reference."""
        self.assertEqual({a["class"] for a in result["asymmetry"]} - {"insufficient"}, set())
        for a in result["asymmetry"]:
            self.assertTrue(a["reason"], a)
        self.assertEqual(result["asymmetry_summary"]["tests"], 0)
        for curve in result["curves"]:
            self.assertIsNotNone(curve["difference_test"]["reason"])
            self.assertIsNone(curve["difference_test"]["t"])
            self.assertEqual(curve["difference_test"]["clusters"], [])

    def nothing_measured(self, result):
        self.assertEqual(result["quality"]["status"], "insufficient")
        for part in ("metrics", "curves", "spectra", "variability", "coordination", "asymmetry"):
            found = [x for x in numbers_of(result[part])]
            self.assertEqual(found, [], f"numbers in {part}")
        self.nothing_judged(result)

    def test_too_few_strides(self):
        """Five seconds, six strides a side: means with their number, a warning, and no judgement. Two
        seconds: not even means."""
        path = self.synth(seconds=5)
        result, flags = self.analyse(path)
        self.assertEqual(result["quality"]["status"], "warned")
        self.assertEqual(flags["strides_few"]["severity"], "warning")
        self.assertLess(flags["strides_few"]["value"], 10)
        self.nothing_judged(result)
        for v in result["variability"]:
            for side in ("left", "right", "both"):
                if side in v and v[side]["value"] is not None:
                    self.fail(f"{v['id']} from {v[side]['n']} strides")
        for s in result["spectra"]:
            for side in ("left", "right", "both"):
                self.assertEqual(s.get(side, {"density": []})["density"], [])
        hg.hipgait("synth", "-o", path, "--runner", "D", "--seconds", 2, "--no-force", "--force", check=0)
        result, flags = self.analyse(path, "shorter")
        self.assertEqual(result["quality"]["status"], "insufficient")
        self.nothing_judged(result)

    def test_one_side_missing(self):
        """No marker of the right thigh: its hip is not measured, the left one is as it was."""
        path = self.synth()
        whole, _ = self.analyse(path, "whole")

        def without(values, labels):
            for i, label in enumerate(labels):
                if label.startswith("R.Thigh"):
                    values[:, i] = np.nan
        self.spoil(path, without)
        result, flags = self.analyse(path)
        self.assertNotEqual(result["quality"]["status"], "ok")
        before = {m["id"]: m for m in whole["metrics"]}
        hips = [m for m in result["metrics"] if m["id"].startswith("hip_")]
        self.assertTrue(hips)
        for m in hips:
            self.assertEqual((m["right"]["n"], m["right"]["mean"]), (0, None), m["id"])
            self.assertAlmostEqual(m["left"]["mean"], before[m["id"]]["left"]["mean"], delta=0.5)
        for a in result["asymmetry"]:
            if a["metric"].startswith("hip_"):
                self.assertEqual((a["class"], a["difference"], a["ci95"], a["p"]), ("insufficient", None, None, None))
                self.assertIn("right", a["reason"])
        for curve in result["curves"]:
            if curve["id"].startswith("hip_"):
                self.assertEqual(curve["right"]["n"], 0)
                self.assertEqual(set(curve["right"]["mean"]), {None})
                self.assertIsNotNone(curve["difference_test"]["reason"])

    def test_constant_signal(self):
        """All markers stand still throughout."""
        path = self.synth()
        self.spoil(path, lambda values, labels: values.__setitem__(slice(None), values[:1]))
        result, flags = self.analyse(path)
        self.assertTrue(any(f["severity"] == "blocker" for f in flags.values()))
        self.nothing_measured(result)

    def test_all_missing(self):
        path = self.synth()
        self.spoil(path, lambda values, labels: values.fill(np.nan))
        done = hg.hipgait("analyze", path, "-o", self.here / "out")
        print(f"all missing: exit {done.returncode}: {done.stderr.strip()}")
        self.assertIn(done.returncode, (0, 65))
        found = list((self.here / "out").glob("D/*run01.json"))
        if done.returncode == 65:  # refused: one line, and no result
            self.assertEqual(found, [])
            self.assertEqual(len([x for x in done.stderr.splitlines() if "r.h5" in x]), 1)
        else:
            self.nothing_measured(self.analyse(path)[0])

    def test_walking_inside_a_run(self):
        """Ten of sixty seconds walked: left out and counted, and what is measured is the run's."""
        path = self.synth(seconds=60)
        alone, _ = self.analyse(path, "alone")
        from_s, to_s = self.walk_inside(path)
        result, flags = self.analyse(path)
        self.assertIn("gait_mixed", flags)
        self.assertNotEqual(result["quality"]["status"], "ok")
        self.assertEqual(result["trial"]["task"], "run")
        for side in ("left", "right"):
            inside = [s for s in result["strides"][side] if s["start_s"] < to_s and s["end_s"] > from_s]
            self.assertTrue(inside)
            for s in inside:
                self.assertFalse(s["used"], s)
                self.assertTrue(s["reason"])
            self.assertGreater(sum(s["used"] for s in result["strides"][side]), 50)
        before = {m["id"]: m for m in alone["metrics"]}
        for m in result["metrics"]:
            for side in ("left", "right", "both"):
                if side in m:
                    a, b = m[side], before[m["id"]][side]
                    # fewer strides of the same runner: four standard errors of those left out, and of placement none
                    self.assertLess(abs(a["mean"] - b["mean"]), 4 * (b["se"] or 0) + 0.02 * abs(b["mean"]), (m["id"], side))
        self.assertFalse({a["class"] for a in result["asymmetry"]} & {"beyond"})

    def walk_inside(self, path):
        """Ten seconds made from the run's own markers: each leg passes through its stride in 1.1 s with the foot on the belt
        for 62 % of it, the pelvis is highest over the standing foot. Returns where it begins and ends."""
        with open(self.here / "truth.csv.events.csv", encoding="utf-8") as f:
            events = [(row["side"], row["label"], float(row["time_s"])) for row in csv.DictReader(f)]
        strike = [t for side, label, t in events if (side, label) == ("L", "IC")]
        start, stride = strike[20], np.mean(np.diff(strike))
        duty = np.mean([min(t for s, k, t in events if (s, k) == ("L", "TO") and t > a) - a for a in strike[20:30]]) / stride
        seconds = np.arange(0, 10, 1 / RATE)
        phase = seconds / 1.1

        def run_phase(p):
            whole, part = np.floor(p), p % 1.0
            return whole + np.where(part < 0.62, part / 0.62 * duty, duty + (part - 0.62) / 0.38 * (1 - duty))
        times = {"L": start + stride * (run_phase(phase) % 8), "R": start + stride * (0.5 + run_phase(phase + 0.5) % 8),
                 "pelvis": start + stride * ((phase + 0.25) % 8)}

        def change(values, labels):
            here = int(round(start * RATE))
            source = values.copy()
            old = np.arange(len(source)) / RATE
            for i, label in enumerate(labels):
                when = times.get(label[0] if label[1:2] == "." and not any(
                    part in label for part in ("ASIS", "PSIS", "Iliac")) else "pelvis")
                for axis in range(3):
                    values[here:here + len(when), i, axis] = np.interp(when, old, source[:, i, axis])
        self.spoil(path, change)
        return start + 2.0, start + 8.0


if __name__ == "__main__":
    unittest.main()
