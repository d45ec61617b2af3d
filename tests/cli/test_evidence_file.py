# SPDX-License-Identifier: GPL-3.0-or-later
"""analyze --evidence: rules of one's own extend or replace the built-in ones; a bad file is refused."""
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

HEAD = {"format": "hipgait-evidence", "format_version": "1.0", "name": "lab", "version": "3"}
RULE = {"id": "R1", "label": "Surface", "domain": "risk", "when": "training.surface_hard", "text": "Hard.", "grade": "C"}


class EvidenceFile(unittest.TestCase):
    folder = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.base = pathlib.Path(cls.folder.name)
        hg.hipgait("synth", "--seconds", 12, "--seed", 4, "-o", cls.base / "r.h5", check=0)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)

    def write(self, content):
        path = self.here / "lab.json"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
        return path

    def analyze(self, content, out="out"):
        return hg.hipgait("analyze", self.base / "r.h5", "-o", self.here / out, "--evidence", self.write(content))

    def refused(self, content, *words):
        """Exit 64 and one line with the file and each of the words; nothing is written."""
        done = self.analyze(content, "refused")
        lines = done.stderr.strip().split("\n")
        self.assertEqual((64, 1), (done.returncode, len(lines)), done.stderr)
        self.assertTrue(lines[0].startswith("hipgait: lab.json: "), lines[0])
        for word in words:
            self.assertIn(word, lines[0])
        self.assertEqual([], list((self.here / "refused").glob("**/*.json")))

    def test_taken(self):
        done = self.analyze({**HEAD, "rules": [RULE], "conditions": [{"id": "a", "label": "A", "rules": ["R1"]}]})
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual(1, len(list((self.here / "out").glob("*/*.html"))))

    def test_extends_the_built_in_file(self):
        built_in = sorted((hg.SOURCE / "datasets/evidence").glob("*.json"))
        if not built_in:
            self.skipTest("no evidence file is built in")
        name = json.loads(built_in[0].read_text(encoding="utf-8"))["name"]
        done = self.analyze({**HEAD, "extends": name, "rules": [{**RULE, "id": "R900"}]})
        self.assertEqual(0, done.returncode, done.stderr)
        result = json.loads(next((self.here / "out").glob("*/*.json")).read_text(encoding="utf-8"))
        said = result["evidence"]
        self.assertEqual((name, "lab.json, version 3"), (said["file"], said["replaced"]))
        self.refused({**HEAD, "extends": name + "x"}, "line 6, extends", name)
        self.refused({**HEAD, "extends": name, "rules": [{"id": "R900", "off": True}]}, "rules[0] (R900)", "R900")

    def test_faults(self):
        rules = {**HEAD, "rules": [RULE]}
        gait = {**RULE, "id": "G1", "domain": "gait", "family": "frontal"}
        self.refused("{\n \"format\": ,\n}", "line 2")
        self.refused({**HEAD, "format": "hipgait-reference"}, "line 2, format", "hipgait-evidence")
        self.refused({**rules, "rules": [{**gait, "when": "larger(hip_abduction)"}]}, "line 11, rules[0].when (G1)",
                     "no metric \"hip_abduction\"")
        self.refused({**rules, "rules": [{**gait, "when": "mean(hip_adduction_peak) > 3 mm"}]}, "rules[0].when", "deg and mm")
        self.refused({**rules, "texts": {"a": "see {text.b}", "b": "see {text.a}"}}, "texts.a", "contains itself")
        self.refused({**rules, "rules": [RULE, RULE]}, "rules[1] (R1)", "twice")
        self.refused({**rules, "rules": [{**RULE, "whan": "yes"}]}, "rules[0].whan", "none of")
        self.refused(b" " * (10 << 20), "10485760 bytes", "1048576")
        self.refused(b"[" * 5000, "line 1", "depth")
        self.refused(b"{}\0{}", "not text")
        self.refused(b"\xff\xfe{", "line 1")

    def test_no_such_file(self):
        done = hg.hipgait("analyze", self.base / "r.h5", "-o", self.here / "out", "--evidence", self.here / "none.json")
        self.assertEqual(66, done.returncode, done.stderr)
        self.assertIn("none.json", done.stderr)


if __name__ == "__main__":
    unittest.main()
