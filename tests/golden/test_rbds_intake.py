# SPDX-License-Identifier: GPL-3.0-or-later
"""Runners of RBDS with what its table says of them: RBDS001 from files to a result that does not contradict the table."""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402
import rbds  # noqa: E402

hg.need_data()

TABLE = hg.DATA / "rbds/RBDSinfo.txt"
SCRIPT = hg.SOURCE / "scripts/rbds-intake"


def rows():
    """First row of each runner, as the table has it."""
    found = {}
    with open(TABLE, encoding="latin-1", newline="") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            found.setdefault(f"RBDS{int(row['Subject']):03}", row)
    return found


def make(folder):
    subprocess.run([sys.executable, SCRIPT, TABLE, "-o", folder], check=True, capture_output=True, text=True, timeout=60)


class IntakeFiles(unittest.TestCase):
    """Each number and word of an intake file is in the table's row, and what the row does not say was not asked."""

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            make(folder)
            cls.intake = {p.name.removesuffix(".intake.json"): json.loads(p.read_text(encoding="utf-8"))
                          for p in pathlib.Path(folder).iterdir()}
        cls.row = rows()

    def test_all_runners(self):
        self.assertEqual(39, len(self.intake))
        self.assertEqual(set(self.row), set(self.intake))

    def test_who(self):
        for name, intake in self.intake.items():
            row, who = self.row[name], intake["runner"]
            self.assertEqual((name, row["Gender"], float(row["Age"]), float(row["Mass"])),
                             (who["id"], who["sex"], who["age_years"], who["mass_kg"]))
            self.assertAlmostEqual(float(row["Height"]) / 100, who["height_m"], 6)

    def test_distance(self):
        open_ranges = 0
        for name, intake in self.intake.items():
            volume, km = self.row[name]["Volume"], intake["training"]["km_per_week"]
            ends = [int(n) for n in re.findall(r"\d+", volume)]
            if ">" in volume:
                open_ranges += 1
                self.assertIsNone(km, name)
            else:
                self.assertTrue(ends[0] <= km <= ends[1], name)
        self.assertGreater(open_ranges, 5)

    def test_experience_is_months(self):
        for name, intake in self.intake.items():
            months = float(self.row[name]["Experience"])
            self.assertAlmostEqual(months / 12, intake["training"]["years_running"], 3)
            self.assertEqual(months < 12, intake["training"]["novice"])
            self.assertLess(intake["training"]["years_running"], intake["runner"]["age_years"])

    def test_injuries(self):
        for name, intake in self.intake.items():
            row = self.row[name]
            self.assertEqual(row["Injury"] == "Yes", intake["history"]["previous_injury"], name)
            self.assertEqual(int(row["Injury"] == "Yes"), len(intake["injuries"]), name)
            for injury in intake["injuries"]:
                side = {"L": "Left", "R": "Right", "both": "bileteral"}[injury["side"]]
                self.assertIn(side, row["InjuryLoc"], name)
                self.assertEqual(row["Diagnostic"], injury["diagnosis"])
                self.assertIsNotNone(injury["site"], name)
                self.assertNotIn("weeks_ago", injury)     # the day of the recording is not known
        self.assertEqual(("hamstring", "L"), (self.intake["RBDS009"]["injuries"][0]["site"],
                                              self.intake["RBDS009"]["injuries"][0]["side"]))
        self.assertEqual("iliotibial band", self.intake["RBDS005"]["injuries"][0]["site"])

    def test_nothing_else_is_claimed(self):
        for intake in self.intake.values():
            self.assertEqual({"schema", "schema_version", "runner", "history", "training", "injuries"}, set(intake))

    def test_another_table_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            wrong = pathlib.Path(folder) / "wrong.txt"
            wrong.write_text("Subject\tAge\n1\t22\n", encoding="ascii")
            done = subprocess.run([sys.executable, SCRIPT, wrong, "-o", folder], capture_output=True, text=True, timeout=60)
            self.assertEqual(65, done.returncode)
            self.assertIn("no column FileName", done.stderr)


class Rbds001(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        here = pathlib.Path(cls.folder.name)
        rbds.write_25(here / "rbds001.h5", hg.DATA)
        make(here)
        hg.hipgait("analyze", here / "rbds001.h5", "-o", here / "out", check=0)
        cls.result = hg.result_of(here / "out", "RBDS001", "S01", "run25")
        cls.html = (here / "out/RBDS001/RBDS001_S01.html").read_text(encoding="utf-8")
        cls.explained = hg.hipgait("explain", here / "out/RBDS001/RBDS001_S01_run25.json", check=0).stdout
        cls.row = rows()["RBDS001"]

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def rule(self, name, condition, side):
        return next(r for c in self.result["conditions"] if (c["id"], c["side"]) == (condition, side)
                    for r in c["rules"] if r["id"] == name)

    def test_who(self):
        who = self.result["runner"]
        self.assertEqual((self.row["Gender"], float(self.row["Age"]), float(self.row["Mass"])),
                         (who["sex"], who["age_years"], who["mass_kg"]))
        self.assertAlmostEqual(float(self.row["Height"]) / 100, who["height_m"], 6)

    def test_training(self):
        training = self.result["intake"]["training"]
        self.assertEqual("26-35 km", self.row["Volume"])
        self.assertTrue(26 <= training["km_per_week"] <= 35)
        self.assertEqual(float(self.row["SessionsPerWk"]), training["sessions_per_week"])
        self.assertTrue(training["novice"])            # four months
        self.assertEqual("road", training["surface"])

    def test_the_knee_injury_is_no_hip_injury(self):
        self.assertEqual("Right knee", self.row["InjuryLoc"])
        [injury] = self.result["intake"]["injuries"]
        self.assertEqual(("knee", "right"), (injury["site"], {"R": "right", "L": "left"}.get(injury["side"], injury["side"])))
        for condition in ("hamstring_strain", "groin_strain", "trochanteric_bursitis", "hip_flexor_tendonitis"):
            for side in ("left", "right"):
                self.assertIs(False, self.rule("R1", condition, side)["fired"])
                self.assertIs(True, self.rule("R1_other", condition, side)["fired"])

    def test_what_was_not_asked_stays_open(self):
        self.assertEqual("not_asked", self.result["red_flags"]["status"])
        for c in self.result["conditions"]:
            self.assertEqual("insufficient", c["band"], c["id"])
        self.assertIsNone(self.rule("P1", "hamstring_strain", "left")["fired"])
        self.assertIsNone(self.rule("R2a", "hamstring_strain", "left")["fired"])   # there is no training log
        self.assertIs(False, self.rule("R6", "trochanteric_bursitis", "left")["fired"])
        ids = {a["id"] for a in self.result["advice"]}
        self.assertLessEqual({"ask_red_flags", "ask_symptoms"}, ids)
        self.assertFalse(ids & {"first_days_rice", "reduce_load", "warm_up", "shorten_longest_run"})

    def test_only_what_the_table_says_has_fired(self):
        fired = {r["id"] for c in self.result["conditions"] for r in c["rules"]
                 if r["fired"] and r["domain"] in ("refer", "symptoms", "risk")}
        # leg lengths are not in the table: those are of the markers of the standing trial
        self.assertEqual({"R1_other"}, {i for i in fired if not i.startswith("R5")})
        self.assertNotIn("No earlier running injury elsewhere", self.explained)
        self.assertIn("An earlier running injury elsewhere.", " ".join(self.explained.split()))

    def test_the_report_names_the_same_runner(self):
        plain = " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", self.html, flags=re.S).split())
        for words in ("RBDS001", "22 years", "1.81 m", "62.0 kg"):
            self.assertIn(words, plain)


if __name__ == "__main__":
    unittest.main()
