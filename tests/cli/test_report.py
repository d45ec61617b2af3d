# SPDX-License-Identifier: GPL-3.0-or-later
"""hipgait report and explain: the same bytes as analyze made, from the results alone; exit codes."""
import csv
import json
import pathlib
import random
import shutil
import sys
import tempfile
import unittest

import h5py

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402


def pages(folder):
    return {p.relative_to(folder): p.read_bytes() for p in sorted(pathlib.Path(folder).glob("*/*.html"))}


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.base = pathlib.Path(cls.folder.name)
        hg.hipgait("synth", "--cohort", "4", "--seconds", "20", "--asymmetry", "4", "--seed", "3",
                   "-o", cls.base / "in", check=0)
        # a session of several trials, one of which cannot be reported on
        first = sorted((cls.base / "in").glob("*.h5"))[0]
        with h5py.File(first, "r+") as f:
            run = next(name for name in f["trials"] if f["trials"][name].attrs["task"] in ("run", b"run"))
            f.copy(f["trials"][run], "trials/run10")
            f.copy(f["trials"][run], "trials/run02")
            del f["trials/run02/streams"]
            stream = f["trials"][run]["streams/markers"]
            short = f["trials/run02"].create_group("streams/markers")
            short.attrs.update(dict(stream.attrs))
            data = short.create_dataset("data", data=stream["data"][:300])
            for key, value in stream["data"].attrs.items():
                if key not in ("DIMENSION_LIST", "CLASS", "NAME"):
                    data.attrs[key] = value
        hg.hipgait("analyze", cls.base / "in", "-o", cls.base / "out", check=0)
        cls.results = sorted(cls.base.glob("out/*/*.json"))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)

    def test_same_pages(self):
        self.assertEqual(6, len(self.results))
        shuffled = list(self.results)
        random.Random(1).shuffle(shuffled)
        done = hg.hipgait("report", *shuffled, "-o", self.here / "again", check=0)
        want = pages(self.base / "out")
        self.assertEqual(4, len(want))
        self.assertEqual(want, pages(self.here / "again"))
        self.assertEqual(sorted(str(self.here / "again" / p) for p in want), sorted(done.stdout.split()))
        self.assertEqual([], list((self.here / "again").rglob("*.json")))  # nothing else is made

    def test_frames_and_settings_make_no_difference(self):
        recording = sorted((self.base / "in").glob("*.h5"))[-1]
        hg.hipgait("analyze", recording, "-o", self.here / "out", "--frames", "--set", "clean.cutoff=residual",
                   "--seed", "9007199254740993", check=0)
        results = list(self.here.glob("out/*/*.json"))
        self.assertEqual(9007199254740993, json.loads(results[0].read_text())["provenance"]["seed"])
        hg.hipgait("report", *results, "-o", self.here / "again", check=0)
        self.assertEqual(pages(self.here / "out"), pages(self.here / "again"))

    def test_existing_reports_are_kept(self):
        one = self.results[-1]
        hg.hipgait("report", one, "-o", self.here, check=0)
        hg.hipgait("report", one, "-o", self.here, check=0)  # the same bytes: nothing to complain of
        page = next(self.here.rglob("*.html"))
        page.write_text("mine", encoding="utf-8")
        done = hg.hipgait("report", one, "-o", self.here, check=73)
        self.assertIn("--force", done.stderr)
        self.assertEqual("mine", page.read_text(encoding="utf-8"))
        hg.hipgait("report", one, "-o", self.here, "--force", check=0)
        self.assertIn("<html", page.read_text(encoding="utf-8"))

    def test_exit_codes(self):
        one = self.results[-1]
        bad = self.here / "bad.json"
        bad.write_text(one.read_text().replace('"schema_version": "1.0"', '"schema_version": "9.0"'))
        other = self.here / "other.json"
        other.write_text("{}")
        done = hg.hipgait("report", one, bad, "-o", self.here / "a", check=1)
        self.assertIn("bad.json: schema_version: version \"9.0\" is not read", done.stderr)
        self.assertEqual(1, len(pages(self.here / "a")))
        done = hg.hipgait("report", bad, other, "-o", self.here / "b", check=65)
        self.assertEqual(2, len(done.stderr.splitlines()))
        self.assertFalse((self.here / "b").exists())
        done = hg.hipgait("report", one, self.here / "gone.json", "-o", self.here / "c", check=66)
        self.assertIn("gone.json", done.stderr)
        self.assertFalse((self.here / "c").exists())
        hg.hipgait("report", one, check=64)
        hg.hipgait("report", "-o", self.here / "d", check=64)
        copy = self.here / "copy.json"
        shutil.copy(one, copy)
        done = hg.hipgait("report", one, copy, "-o", self.here / "e", check=73)
        self.assertIn("copy.json are both trial", done.stderr)
        self.assertEqual({}, pages(self.here / "e"))
        text = one.read_text()
        runner = json.loads(text)["runner"]["id"]
        like = self.here / "like.json"  # another runner, the same file name
        like.write_text(text.replace(f'"id": "{runner}"', f'"id": "{runner[:-1]}-"', 1))
        also = self.here / "also.json"
        also.write_text(text.replace(f'"id": "{runner}"', f'"id": "{runner[:-1]}/"', 1))
        done = hg.hipgait("report", like, also, "-o", self.here / "f", check=1)
        self.assertIn("would both become", done.stderr)
        self.assertEqual(1, len(pages(self.here / "f")))

    def test_single_strides(self):
        """At most 15 besides the outliers; of few strides all, so that their mean is the mean curve."""
        family = {"hip_flexion": "sagittal", "pelvis_obliquity": "frontal", "hip_adduction": "frontal"}
        hg.hipgait("synth", "-o", self.here / "short.h5", "--runner", "S1", "--seconds", "9", check=0)
        hg.hipgait("analyze", self.here / "short.h5", sorted((self.base / "in").glob("*.h5"))[-1], "-o", self.here,
                   "--set", "strides.min=2", "--set", "stats.outlier_z=2", check=0)
        seen = {"all": 0, "outliers": 0}
        for path in [*self.results, *self.here.glob("*/*.json")]:
            result = json.loads(path.read_text())
            for curve in result["curves"]:
                for side in ("left", "right"):
                    if curve["id"] not in family:
                        self.assertEqual([], curve[side]["strides"])
                        continue
                    one, strides = curve[side], result["strides"][side]
                    odd = {t for m in result["metrics"] if m["family"] == family[curve["id"]] and side in m
                           for t in m[side]["outliers_s"]}
                    shown = one["strides"]
                    self.assertLessEqual(sum(not s["outlier"] for s in shown), 15)
                    self.assertGreaterEqual(len(shown), min(15, one["n"]))
                    for s in shown:
                        self.assertEqual(strides[s["stride"]]["start_s"], s["start_s"])
                        self.assertTrue(strides[s["stride"]]["used"])
                        self.assertEqual(s["start_s"] in odd, s["outlier"])
                    self.assertEqual(sorted(odd), [s["start_s"] for s in shown if s["outlier"]])
                    seen["outliers"] += len(odd)
                    if len(shown) == one["n"] > 0:
                        seen["all"] += 1
                        for k, mean in enumerate(one["mean"][::2]):
                            self.assertAlmostEqual(mean, sum(s["points"][k] for s in shown) / len(shown),
                                                   delta=0.0006)
        self.assertGreater(seen["all"], 0)
        self.assertGreater(seen["outliers"], 0)

    def test_bands_in_the_table(self):
        """Red flags, and a band for each condition and side of the built-in rules, as the results have them."""
        rules = hg.SOURCE / "datasets/evidence/hip.json"
        want = ["red_flags"]
        for c in json.loads(rules.read_text(encoding="utf-8"))["conditions"] if rules.exists() else []:
            sides = ("left", "right") if c["sides"] == "each" else ("none",)
            want += [f"{c['id']}_{side}_band".replace("_none", "") for side in sides]
        with open(self.base / "out/cohort.csv", encoding="utf-8", newline="") as f:
            rows = list(csv.DictReader(f))
        self.assertEqual(want, list(rows[0])[-len(want):])
        self.assertEqual(len(self.results), len(rows))
        for row in rows:
            path = self.base / f"out/{row['runner']}/{row['runner']}_{row['session']}_{row['trial']}.json"
            result = json.loads(path.read_text(encoding="utf-8"))
            self.assertEqual(result["red_flags"]["status"], row["red_flags"])
            bands = {f"{c['id']}_{c['side']}_band".replace("_none", ""): c["band"] for c in result["conditions"]}
            self.assertEqual({name: bands.get(name, "n/a") for name in want[1:]},
                             {name: row[name] for name in want[1:]})

    def test_explain(self):
        one = self.results[-1]
        done = hg.hipgait("explain", one, check=0)
        self.assertIn("RED FLAGS:", done.stdout)
        self.assertLess(done.stdout.index("RED FLAGS:"), done.stdout.index("CONDITIONS"))
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 78)
        self.assertEqual("", done.stderr)
        done = hg.hipgait("explain", one, "--condition", "none-such", check=64)
        self.assertIn("none-such", done.stderr)
        known = {c["id"] for c in json.loads(one.read_text())["conditions"]}
        for name in known:
            self.assertIn(name, done.stderr)
        hg.hipgait("explain", one, "--side", "up", check=64)
        hg.hipgait("explain", check=64)
        hg.hipgait("explain", one, one, check=64)
        hg.hipgait("explain", self.here / "gone.json", check=66)
        (self.here / "x.json").write_text("[1")
        hg.hipgait("explain", self.here / "x.json", check=65)


if __name__ == "__main__":
    unittest.main()
