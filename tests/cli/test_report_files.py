# SPDX-License-Identifier: GPL-3.0-or-later
"""analyze and report with --pdf, --text and --csv: which files, the same bytes from both, refusals."""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

ALL = ("--pdf", "--text", "--csv")
ENDINGS = (".html", ".pdf", ".txt", ".long.csv", ".wide.csv", ".curves.csv")


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(pathlib.Path(folder).rglob("*")) if p.is_file()}


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.base = pathlib.Path(cls.folder.name)
        hg.hipgait("synth", "--cohort", "2", "--seconds", "15", "--asymmetry", "6", "-o", cls.base / "in", check=0)
        hg.hipgait("analyze", cls.base / "in", "-o", cls.base / "out", *ALL, check=0)
        cls.out = files(cls.base / "out")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_which_files(self):
        for runner in ("R001", "R002"):
            for ending in ENDINGS:
                self.assertIn(f"{runner}/{runner}_S01{ending}", self.out)
        self.assertIn("columns.json", self.out)
        hg.hipgait("analyze", self.base / "in", "-o", self.base / "plain", check=0)
        plain = files(self.base / "plain")
        self.assertEqual({name for name in plain if not name.endswith((".html", ".json"))}, {"cohort.csv"})

    def test_again_and_from_results_alone(self):
        hg.hipgait("analyze", self.base / "in", "-o", self.base / "out", *ALL, check=0)  # nothing differs: no complaint
        results = sorted((self.base / "out").glob("*/*_run01.json"))
        hg.hipgait("report", *results, "-o", self.base / "again", *ALL, check=0)
        again = files(self.base / "again")
        self.assertEqual(len(again), 2 * len(ENDINGS) + 1)
        for name, data in again.items():
            self.assertEqual(data, self.out[name], name)

    def test_paper(self):
        results = sorted((self.base / "out").glob("*/*_run01.json"))
        sizes = {}
        for paper in ("a4", "letter"):
            hg.hipgait("report", *results, "-o", self.base / paper, "--pdf", "--paper", paper, check=0)
            sizes[paper] = subprocess.run(["pdfinfo", self.base / paper / "R001/R001_S01.pdf"], check=True,
                                          capture_output=True, text=True).stdout
        self.assertIn("(A4)", sizes["a4"])
        self.assertIn("(letter)", sizes["letter"])
        self.assertIn("a4 or letter", hg.hipgait("report", *results, "-o", self.base / "x", "--paper", "a5", check=64).stderr)

    def test_full(self):
        results = sorted((self.base / "out").glob("*/*_run01.json"))
        hg.hipgait("report", *results, "-o", self.base / "full", "--pdf", "--full", check=0)
        full = (self.base / "full/R001/R001_S01.pdf").read_bytes()
        self.assertGreater(len(full), len(self.out["R001/R001_S01.pdf"]))

    def test_every_number_of_a_result(self):
        """The long table, the text and the PDF of a run from recording to file hold the result's numbers."""
        result = hg.result_of(self.base / "out", "R001", "S01", "run01")
        rows = {(row["metric"], row["side"]): row
                for row in csv.DictReader(self.out["R001/R001_S01.long.csv"].decode().splitlines())}
        pdf = subprocess.run(["pdftotext", self.base / "out/R001/R001_S01.pdf", "-"], check=True, capture_output=True,
                             text=True).stdout
        text = self.out["R001/R001_S01.txt"].decode()
        seen = 0
        for metric in result["metrics"]:
            for side in ("left", "right"):
                if metric["unit"] != "deg" or not metric.get(side) or metric[side]["mean"] is None:
                    continue
                mean = metric[side]["mean"]
                self.assertEqual(float(rows[metric["id"], side]["mean"]), mean)
                shown = f"{mean:.1f}"
                if float(shown) == 0:
                    shown = shown.lstrip("-")
                self.assertIn(shown.replace("-", "\u2212"), pdf)
                self.assertIn(shown + "\u00b1", text)
                seen += 1
        self.assertGreater(seen, 30)

    def test_dictionary_that_differs_is_kept(self):
        results = sorted((self.base / "out").glob("*/*_run01.json"))
        (self.base / "other").mkdir()
        (self.base / "other/columns.json").write_text("{}")
        hg.hipgait("report", *results, "-o", self.base / "other", "--csv", check=73)
        self.assertEqual((self.base / "other/columns.json").read_text(), "{}")
        hg.hipgait("report", *results, "-o", self.base / "other", "--csv", "--force", check=0)
        self.assertIn("long", json.loads((self.base / "other/columns.json").read_text()))


if __name__ == "__main__":
    unittest.main()
