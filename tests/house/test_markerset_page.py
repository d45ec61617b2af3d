# SPDX-License-Identifier: GPL-3.0-or-later
"""The example of docs/adding-a-marker-set.md works as written: a recording with that lab's labels, analysed with that
file, gives what the same recording gives under the labels that are built in."""
import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py

import house

HIPGAIT = os.environ["HIPGAIT"]


def hipgait(*arguments):
    return subprocess.run([HIPGAIT, *map(str, arguments)], capture_output=True, text=True, timeout=120)


def labels_of(markerset):
    """Every (place, label) of a set, in an order that two sets share."""
    for part in ("landmarks", "segments"):
        for key, labels in sorted(markerset[part].items()):
            for number, label in enumerate([labels] if isinstance(labels, str) else labels):
                yield (part, key, number), label


def relabel(path, built_in, example):
    """Gives every marker stream of a file the example's labels; markers that it lacks go away."""
    wanted = dict(labels_of(example))
    new_name = {label: wanted[place] for place, label in labels_of(built_in) if place in wanted}
    with h5py.File(path, "r+") as f:
        for trial in f["trials"].values():
            for stream in trial["streams"].values():
                if stream.attrs["kind"] not in ("markers", b"markers"):
                    continue
                data = stream["data"]
                old = [x.decode() if isinstance(x, bytes) else x for x in data.attrs["labels"]]
                kept = [i for i, label in enumerate(old) if label in new_name]
                units, samples = data.attrs["units"], data[:][:, kept]
                del stream["data"]
                again = stream.create_dataset("data", data=samples)
                again.attrs["units"] = units
                again.attrs["labels"] = [new_name[old[i]] for i in kept]


class BuiltIn(unittest.TestCase):
    def test_sets_are_named_and_sourced(self):
        names = []
        for path in house.files(".json", under="datasets/markersets"):
            markerset = json.loads(house.text(path))
            names.append(markerset["id"])
            self.assertTrue(markerset["source"].strip(), path)
        self.assertEqual(len(names), len(set(names)), names)


class Page(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        page = house.text("docs/adding-a-marker-set.md")
        self.example = json.loads(re.search(r"^```json\n(.*?)^```", page, re.M | re.S).group(1))
        self.set_file = self.folder / "plates.json"
        self.set_file.write_text(json.dumps(self.example), encoding="utf-8")
        self.recording = self.folder / "runner.h5"
        done = hipgait("synth", "-o", self.recording, "--seconds", "10", "--seed", "3")
        self.assertEqual(0, done.returncode, done.stderr)

    def analyse(self, name, *options):
        done = hipgait("analyze", self.recording, "-o", self.folder / name, *options)
        results = sorted((self.folder / name).glob("*/*.json")) if done.returncode == 0 else []
        return done, [json.loads(path.read_text(encoding="utf-8")) for path in results]

    def test_example(self):
        done, (before,) = self.analyse("before")
        built_in = json.loads(house.text("datasets/markersets/rbds.json"))
        relabel(self.recording, built_in, self.example)

        done, _ = self.analyse("unknown")
        self.assertEqual(65, done.returncode, "the built-in set should not know these labels")

        done, (after,) = self.analyse("after", "--markerset-file", self.set_file)
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn("plates", json.dumps(after["provenance"]))
        self.assertNotIn("markers_missing", [flag["code"] for flag in after["quality"]["flags"]])
        self.assertEqual([m["id"] for m in before["metrics"]], [m["id"] for m in after["metrics"]])
        hips = 0
        for one, other in zip(before["metrics"], after["metrics"]):
            if one["unit"] != "deg":
                continue
            for side in ("left", "right"):
                # The example's pelvis has four markers, the built-in one six: with 0.2 mm of noise on each, averages
                # of many strides differ by far less than this, and a wrong landmark by degrees.
                self.assertAlmostEqual(one[side]["mean"], other[side]["mean"], delta=0.1, msg=one["id"])
                hips += one["id"].startswith("hip_")
        self.assertGreaterEqual(hips, 8)

    def test_faults_are_named(self):
        for spoil, word in [(lambda s: s["landmarks"].update(elbow_left="LELB"), "elbow_left"),
                            (lambda s: s["segments"].update(thigh_left=["L_TH1", "L_TH2"]), "thigh_left"),
                            (lambda s: s.pop("segments"), "segments"),
                            (lambda s: s.update(schema="other"), "hipgait-markerset")]:
            bad = json.loads(json.dumps(self.example))
            spoil(bad)
            self.set_file.write_text(json.dumps(bad), encoding="utf-8")
            done, _ = self.analyse("bad", "--markerset-file", self.set_file)
            with self.subTest(word=word):
                self.assertEqual(64, done.returncode)
                self.assertIn(word, done.stderr)


if __name__ == "__main__":
    unittest.main()
