# SPDX-License-Identifier: GPL-3.0-or-later
"""The cohort table, a laboratory's own reference set made from it, and comparing with one."""
import csv
import json
import math
import pathlib
import shutil
import sys
import tempfile
import unittest

import h5py
import jsonschema
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

RUNNERS = 6
UNITS = {"1/min": "per_min", "m/s": "m_s", "deg/s": "deg_s", "%": "percent"}


def table(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(line for line in f if not line.startswith("#")))


def columns(metric):
    """Column of the cohort table for each value of a metric of a result."""
    unit = UNITS.get(metric["unit"], metric["unit"])
    return {part: f"{metric['id']}{'' if part == 'both' else '_' + part}_{unit}"
            for part in ("left", "right", "both") if part in metric}


class Cohort(unittest.TestCase):
    folder = None

    @classmethod
    def setUpClass(cls):
        if Cohort.folder:       # made once, read by all
            return
        cls = Cohort
        cls.folder = tempfile.TemporaryDirectory()
        cls.base = pathlib.Path(cls.folder.name)
        hg.hipgait("synth", "--cohort", RUNNERS, "--seconds", 12, "--seed", 4, "-o", cls.base / "rec", check=0)
        for i, path in enumerate(sorted((cls.base / "rec").glob("*.h5"))):
            with h5py.File(path, "r+") as f:
                f["subject"].attrs["sex"] = "FM"[i % 2]
        hg.hipgait("analyze", cls.base / "rec", "-o", cls.base / "out", check=0)
        cls.rows = table(cls.base / "out/cohort.csv")
        cls.results = [json.loads(p.read_text(encoding="utf-8"))
                       for p in sorted((cls.base / "out").glob("*/*.json"))]
        cls.schema = json.loads((hg.SOURCE / "docs/result.schema.json").read_text(encoding="utf-8"))

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)

    def refused(self, done, code, *words):
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)


class Table(Cohort):
    def test_a_line_a_trial_with_the_numbers_of_the_results(self):
        self.assertEqual([r["runner"] for r in self.rows], [f"R{i:03d}" for i in range(1, RUNNERS + 1)])
        for row, result in zip(self.rows, self.results):
            self.assertEqual(row["trial"], result["trial"]["name"])
            self.assertEqual(row["status"], result["quality"]["status"])
            self.assertEqual(float(row["trial_speed_m_s"]), result["trial"]["speed_m_s"])
            self.assertEqual(int(row["strides_left"]), result["quality"]["strides"]["left"]["used"])
            self.assertEqual((row["sensor"], row["markerset"], row["convention"]), ("optical", "rbds", "isb"))
            seen = set()
            for metric in result["metrics"]:
                for part, column in columns(metric).items():
                    self.assertEqual(float(row[column]), metric[part]["mean"], column)
                    seen.add(column)
            # thorax markers are not worn: the columns are there, the values are not
            self.assertEqual({row[c] for c in row if c.startswith("thorax_")}, {"n/a"})
            self.assertGreater(len(seen), 70)
        self.assertEqual(len(set(self.rows[0])), len((self.base / "out/cohort.csv").read_text().split("\n")[0].split(",")))

    def test_the_same_whatever_the_order_and_the_number_of_calls(self):
        files = sorted((self.base / "rec").glob("*.h5"))
        want = (self.base / "out/cohort.csv").read_bytes()
        hg.hipgait("analyze", *reversed(files), "-o", self.here / "turned", check=0)
        self.assertEqual((self.here / "turned/cohort.csv").read_bytes(), want)
        for path in (files[3], files[0], *files[4:], *files[1:3]):
            hg.hipgait("analyze", path, "-o", self.here / "pieces", check=0)
        self.assertEqual((self.here / "pieces/cohort.csv").read_bytes(), want)
        self.assertEqual(sorted(p.name for p in (self.here / "pieces").iterdir() if p.is_file()),
                         ["cohort.csv", "cohort.html", "hipgait_mqc.json"])

    def test_new_numbers_replace_the_line(self):
        path = sorted((self.base / "rec").glob("*.h5"))[2]
        shutil.copytree(self.base / "out", self.here / "out")
        hg.hipgait("analyze", path, "-o", self.here / "out", "--set", "clean.cutoff_hz=6", "--force", check=0)
        after = table(self.here / "out/cohort.csv")
        self.assertEqual([r["runner"] for r in after], [r["runner"] for r in self.rows])
        different = [a["runner"] for a, b in zip(after, self.rows) if a != b]
        self.assertEqual(different, ["R003"])

    def test_a_foreign_table_is_kept(self):
        out = self.here / "out"
        out.mkdir()
        path = sorted((self.base / "rec").glob("*.h5"))[0]
        for mine in ("mine\n", (self.base / "out/cohort.csv").read_text()[:-40]):
            (out / "cohort.csv").write_text(mine, encoding="utf-8")
            done = hg.hipgait("analyze", path, "-o", out, "-q")
            self.refused(done, 73, "cohort.csv", "--force")
            self.assertEqual((out / "cohort.csv").read_text(encoding="utf-8"), mine)
        hg.hipgait("analyze", path, "-o", out, "--force", check=0)
        self.assertEqual(len(table(out / "cohort.csv")), 1)

    def test_insufficient_trials_have_no_angles(self):
        path = self.here / "x.h5"
        shutil.copy(sorted((self.base / "rec").glob("*.h5"))[0], path)
        with h5py.File(path, "r+") as f:
            del f["trials/static"]
        hg.hipgait("analyze", path, "-o", self.here / "out", check=0)
        (row,) = table(self.here / "out/cohort.csv")
        self.assertEqual(row["status"], "insufficient")
        self.assertEqual({v for c, v in row.items() if c.endswith(("_deg", "_deg_s"))}, {"n/a"})
        self.assertNotEqual(row["contact_time_left_s"], "n/a")

    def test_nothing_to_write_nothing_written(self):
        (self.here / "bad.h5").write_bytes(b"no recording")
        hg.hipgait("analyze", self.here / "bad.h5", "-o", self.here / "out", check=65)
        self.assertFalse((self.here / "out/cohort.csv").exists())


class Build(Cohort):
    def build(self, *options, check=0):
        done = hg.hipgait("reference", "build", self.base / "out/cohort.csv", "-o", self.here / "mine.csv", *options)
        self.assertEqual(done.returncode, check, done.stderr)
        return table(self.here / "mine.csv") if check == 0 else done

    def values(self, column, sex=None):
        return np.array([float(r[column]) for r in self.rows if sex in (None, r["sex"])])

    def test_against_numpy(self):
        made = {(r["metric"], r["side"], r["sex"]): r for r in self.build()}
        speeds = self.values("trial_speed_m_s")
        for metric in self.results[0]["metrics"]:
            column = columns(metric)
            for sex in ("all", "F", "M"):
                part = {p: self.values(c, None if sex == "all" else sex) for p, c in column.items()}
                if "left" in part:
                    part["both"] = (part["left"] + part["right"]) / 2
                    part["difference"] = part["right"] - part["left"]
                for side, x in part.items():
                    if metric["id"] == "speed":
                        self.assertNotIn(("speed", side, sex), made)
                        continue
                    row = made.pop((metric["id"], side, sex))
                    # nine digits in either file
                    self.assertAlmostEqual(float(row["mean"]), x.mean(), delta=1e-8 * abs(x).max())
                    self.assertAlmostEqual(float(row["sd"]), x.std(ddof=1), delta=1e-7 * abs(x).max())
                    self.assertEqual(int(row["n"]), len(x))
                    self.assertEqual((row["unit"], row["markerset"], row["use"]), (metric["unit"], "rbds", "compare"))
                    self.assertEqual(float(row["speed_from_m_s"]), math.floor(speeds.min() * 4) / 4)
                    self.assertEqual(float(row["speed_to_m_s"]), math.ceil(speeds.max() * 4) / 4)
        self.assertEqual(made, {})

    def test_a_runner_counts_once(self):
        lines = (self.base / "out/cohort.csv").read_text(encoding="utf-8").splitlines()
        twice = self.here / "twice.csv"
        again = [line.replace(",run01,", f",run0{k},", 1) for k in range(2, 6) for line in lines[1:2]]
        twice.write_text("\n".join(lines[:3] + again) + "\n", encoding="utf-8")
        hg.hipgait("reference", "build", twice, "-o", self.here / "twice_set.csv", check=0)
        row = next(r for r in table(self.here / "twice_set.csv") if r["metric"] == "step_rate" and r["sex"] == "all")
        x = self.values("step_rate_per_min")[:2]
        self.assertEqual(int(row["n"]), 2)
        self.assertAlmostEqual(float(row["mean"]), x.mean(), delta=1e-6)
        self.assertAlmostEqual(float(row["sd"]), x.std(ddof=1), delta=1e-6)

    def test_filters(self):
        made = self.build("--sex", "F", "--task", "run", "--convention", "isb", "--markerset", "rbds")
        self.assertEqual({(r["sex"], r["n"]) for r in made}, {("F", "3")})
        speeds = sorted(self.values("trial_speed_m_s"))
        least, most = speeds[1] - 0.001, speeds[-2] + 0.001
        made = self.build("--speed", f"{least}:{most}", "--force")
        self.assertEqual({r["n"] for r in made if r["sex"] == "all"}, {str(RUNNERS - 2)})
        self.assertEqual({float(r["speed_to_m_s"]) for r in made}, {float(f"{most:.9g}")})
        self.refused(self.build("--task", "walk", "--force", check=64), 64, "6 trials 0 count")
        self.refused(self.build("--markerset", "ric", "--force", check=64), 64, "0 runners")

    def test_insufficient_and_warned_trials(self):
        text = (self.base / "out/cohort.csv").read_text(encoding="utf-8")
        for status, options, left in (("insufficient", (), RUNNERS - 1), ("warned", (), RUNNERS),
                                      ("warned", ("--ok-only",), RUNNERS - 1)):
            changed = self.here / "changed.csv"
            changed.write_text(text.replace(",ok,", f",{status},", 1), encoding="utf-8")
            hg.hipgait("reference", "build", changed, "-o", self.here / "s.csv", "--force", *options, check=0)
            self.assertEqual({r["n"] for r in table(self.here / "s.csv") if r["sex"] == "all"}, {str(left)})

    def test_wrong_calls(self):
        good = self.base / "out/cohort.csv"
        bad = self.here / "bad.csv"
        lines = good.read_text(encoding="utf-8").splitlines()
        out = ("-o", self.here / "x.csv")
        self.refused(hg.hipgait("reference", "make", good, *out), 64, "build")
        self.refused(hg.hipgait("reference", "build", good), 64, "--output")
        self.refused(hg.hipgait("reference", "build", good, *out, "--speed", "3"), 64, "FROM:TO")
        self.refused(hg.hipgait("reference", "build", good, *out, "--sex", "x"), 64, "--sex")
        self.refused(hg.hipgait("reference", "build", self.here / "none.csv", *out), 66, "none.csv")
        bad.write_text("a,b\n1,2\n", encoding="utf-8")
        self.refused(hg.hipgait("reference", "build", bad, *out), 64, "bad.csv", "line 1", '"runner"')
        bad.write_text("\n".join([lines[0], lines[1] + ",1"]) + "\n", encoding="utf-8")
        self.refused(hg.hipgait("reference", "build", bad, *out), 64, "line 2", "cells")
        number = lines[2].split(",")
        number[lines[0].split(",").index("step_rate_per_min")] = "1o"
        bad.write_text("\n".join([lines[0], lines[1], ",".join(number)]) + "\n", encoding="utf-8")
        self.refused(hg.hipgait("reference", "build", bad, *out), 64, "line 3", '"1o"')
        self.assertFalse((self.here / "x.csv").exists())
        self.build()
        self.refused(hg.hipgait("reference", "build", good, "-o", self.here / "mine.csv"), 73, "mine.csv")


class Compare(Cohort):
    def setUp(self):
        super().setUp()
        self.set = self.here / "mine.csv"
        hg.hipgait("reference", "build", self.base / "out/cohort.csv", "-o", self.set, "--name", "our runners",
                   "--set-version", "2026-1", check=0)
        self.file = sorted((self.base / "rec").glob("*.h5"))[1]

    def analyse(self, *options, runner="R002"):
        file = next((self.base / "rec").glob(f"*{runner}*.h5"))
        hg.hipgait("analyze", file, "-o", self.here / "out", "--force", *options, check=0)
        result = hg.result_of(self.here / "out", runner, "S01", "run01")
        jsonschema.validate(result, self.schema)
        return result

    def test_z_and_percentile(self):
        result = self.analyse("--reference", self.set, "--set", "reference.runners_min=3")
        self.assertEqual(result["provenance"]["reference"]["name"], "our runners")
        self.assertEqual(result["provenance"]["reference"]["version"], "2026-1")
        rows = {(r["metric"], r["side"]): r for r in table(self.set) if r["sex"] == "M"}
        compared = 0
        for metric in result["metrics"]:
            if metric["id"] == "speed":
                self.assertIsNone(metric["reference"])
                continue
            reference = metric["reference"]
            self.assertEqual((reference["use"], reference["sex"], reference["set"]), ("compare", "M", "our runners"))
            for part in columns(metric):
                mean, sd = float(rows[metric["id"], part]["mean"]), float(rows[metric["id"], part]["sd"])
                z = (metric[part]["mean"] - mean) / sd
                self.assertAlmostEqual(reference[part]["z"], z, delta=1e-5 * max(1, abs(z)))
                self.assertEqual(reference[part]["percentile"] > 50, z > 0)
                compared += 1
        self.assertGreater(compared, 70)
        self.assertNotIn("reference_none", [f["code"] for f in result["quality"]["flags"]])

    def test_a_set_that_does_not_fit_is_not_used(self):
        result = self.analyse("--reference", self.set)     # six runners
        (flag,) = [f for f in result["quality"]["flags"] if f["code"] == "reference_none"]
        self.assertIn("our runners", flag["text"])
        self.assertIn("too few runners", flag["text"])
        self.assertEqual({json.dumps(m["reference"]) for m in result["metrics"]}, {"null"})
        self.assertIsNone(result["provenance"]["reference"])
        result = self.analyse("--reference", self.set, "--set", "reference.runners_min=3", "--convention", "ric")
        (flag,) = [f for f in result["quality"]["flags"] if f["code"] == "reference_none"]
        self.assertIn("convention", flag["text"])

    def test_built_in_values_are_information(self):
        # 860 runners at 2.3 to 3.2 m/s are known
        runner = next(r["runner"] for r in self.rows if 2.3 < float(r["trial_speed_m_s"]) < 3.2)
        result = self.analyse(runner=runner)
        self.assertIsNone(result["provenance"]["reference"])
        self.assertIn("reference_none", [f["code"] for f in result["quality"]["flags"]])
        known = [m["reference"] for m in result["metrics"] if m["reference"]]
        self.assertGreater(len(known), 0)
        for reference in known:
            self.assertEqual(reference["use"], "information")
            for part in ("left", "right", "both"):
                if reference.get(part):
                    self.assertIsNone(reference[part]["z"])
                    self.assertIsNone(reference[part]["percentile"])

    def test_a_bad_set_is_refused_before_anything_is_done(self):
        text = self.set.read_text(encoding="utf-8")
        for change, words in ((("step_rate,1/min", "step_rat,1/min"), ("line 5", "step_rat")),
                              (("reference 1.0", "reference 9.0"), ("line 1",)),
                              ((",compare\n", ",perhaps\n"), ("line 5", "perhaps"))):
            self.set.write_text(text.replace(*change), encoding="utf-8")
            done = hg.hipgait("analyze", self.file, "-o", self.here / "bad", "--reference", self.set)
            self.refused(done, 64, "mine.csv", *words)
            self.assertFalse((self.here / "bad").exists())
        done = hg.hipgait("analyze", self.file, "-o", self.here / "bad", "--reference", self.here / "none.csv")
        self.refused(done, 66, "none.csv")


def tearDownModule():
    if Cohort.folder:
        Cohort.folder.cleanup()


if __name__ == "__main__":
    unittest.main()
