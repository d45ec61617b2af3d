# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders of C3D files without any native file: trials.tsv, one folder a runner, single files; and what goes wrong."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

RUNNERS, RUNS = 8, 4


class Inputs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.base = pathlib.Path(cls.folder.name)
        cls.flat = cls.base / "flat"
        cls.flat.mkdir()
        rows = ["path\trunner\tsession\ttrial\ttask\tstatic"]
        for runner in range(1, RUNNERS + 1):
            native = cls.base / f"{runner}.h5"
            hg.hipgait("synth", "-o", native, "--runner", f"R{runner}", "--seconds", "6", "--rate", "120", "--seed", runner,
                       check=0)
            hg.hipgait("export", native, "--trial", "static", "-o", cls.flat / f"r{runner}_s.c3d", check=0)
            for run in range(1, RUNS + 1):
                hg.hipgait("export", native, "--trial", "run01", "-o", cls.flat / f"r{runner}_{run}.c3d", check=0)
                rows.append(f"r{runner}_{run}.c3d\tR{runner}\tA\trun{run}\trun\tr{runner}_s.c3d")
        cls.rows = rows
        (cls.flat / "trials.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)

    def reports(self, folder):
        return sorted(p.relative_to(folder).as_posix() for p in pathlib.Path(folder).glob("*/*.html"))

    def link(self, name, target):
        path = self.here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(self.flat / target)
        return path

    def test_forty_files_of_eight_runners(self):
        files = list(self.flat.glob("*.c3d"))
        self.assertEqual(len(files), 40)
        done = hg.hipgait("analyze", self.flat, "-o", self.here / "out", check=0)
        self.assertEqual(self.reports(self.here / "out"), [f"R{r}/R{r}_A.html" for r in range(1, RUNNERS + 1)])
        self.assertEqual(len(list((self.here / "out").glob("*/*.json"))), RUNNERS * RUNS)
        self.assertRegex(done.stderr, "8 recordings: .* 0 insufficient, 0 failed")
        print(f"{len(files)} C3D files, one command: {len(self.reports(self.here / 'out'))} reports")

    def test_a_folder_is_a_runner_and_its_static_file_is_named_in_the_plan(self):
        self.link("lab/anna/trial_1.c3d", "r1_1.c3d")
        self.link("lab/anna/Standing.c3d", "r1_s.c3d")
        self.link("lab/ben/trial_1.c3d", "r2_1.c3d")
        self.link("lab/ben/cal_01.c3d", "r2_s.c3d")
        plan = hg.hipgait("analyze", self.here / "lab", "-o", self.here / "out", "--dry-run", check=0)
        self.assertIn("Standing.c3d\tanna\tS01\tStanding\tstatic", plan.stdout)
        self.assertIn("cal_01.c3d\tben\tS01\tcal_01\tstatic", plan.stdout)
        self.assertFalse((self.here / "out").exists())
        hg.hipgait("analyze", self.here / "lab", "-o", self.here / "out", check=0)
        self.assertEqual(self.reports(self.here / "out"), ["anna/anna_S01.html", "ben/ben_S01.html"])

    def test_single_file_finds_or_is_given_its_static_trial(self):
        run = self.link("x/A12_run.c3d", "r3_1.c3d")
        self.link("x/A12_static.c3d", "r3_s.c3d")
        self.link("x/B40_static.c3d", "r4_s.c3d")
        plan = hg.hipgait("analyze", run, "-o", self.here / "out", "--dry-run", check=0).stdout
        self.assertIn("A12_static.c3d\tA12_run", plan)
        self.assertNotIn("B40", plan)
        plan = hg.hipgait("analyze", run, "--static", self.here / "x/B40_static.c3d", "-o", self.here / "out", "--dry-run",
                          check=0).stdout
        self.assertIn("B40_static.c3d\tA12_run", plan)
        missing = hg.hipgait("analyze", run, "--static", self.here / "x/none.c3d", "-o", self.here / "out", check=66)
        self.assertIn("none.c3d", missing.stderr)

    def test_a_static_trial_of_somebody_else_is_not_taken(self):
        for case, (run, static, taken) in enumerate((("Bob_run.c3d", "Alice_static.c3d", False), ("P01_run.c3d", "P02_static.c3d", False),
                                   ("P01_run.c3d", "P01_static.c3d", True), ("Bob_run.c3d", "standing_2.c3d", True),
                                   ("Pascal_run.c3d", "vertical.c3d", False))):
            with self.subTest(run=run, static=static):
                self.link(f"{case}/{run}", "r3_1.c3d")
                self.link(f"{case}/{static}", "r3_s.c3d")
                plan = hg.hipgait("analyze", self.here / f"{case}/{run}", "-o", self.here / "out", "--dry-run",
                                  check=0).stdout
                self.assertEqual(static in plan, taken, plan)
                self.assertRegex(plan, run + r"\t.*n/a\n")  # the run itself is never static

    def test_each_row_has_its_own_static_trial(self):
        folder = self.here / "t"
        folder.mkdir()
        for name in ("r1_1", "r1_s", "r2_1", "r2_s"):
            (folder / f"{name}.c3d").symlink_to(self.flat / f"{name}.c3d")
        (folder / "trials.tsv").write_text("path\trunner\ttask\tstatic\nr1_1.c3d\tX\trun\tr1_s.c3d\nr2_1.c3d\tX\trun\t"
                                           "r2_s.c3d\n", encoding="utf-8")
        hg.hipgait("analyze", folder, "-o", self.here / "out", check=0)
        for name in ("r1", "r2"):
            result = hg.result_of(self.here / "out", "X", "S01", name + "_1")
            used = {f["code"]: f["text"] for f in result["quality"]["flags"]}
            self.assertIn(name + "_s", used["static_used"])
            self.assertNotIn("static_chosen", used)

    def test_static_option_goes_with_single_files_only(self):
        done = hg.hipgait("analyze", self.flat, "--static", self.flat / "r1_s.c3d", "-o", self.here / "out", check=64)
        self.assertIn("--static goes with single files", done.stderr)

    def test_two_recordings_with_one_output_name(self):
        for lab in ("a", "b"):
            self.link(f"{lab}/R 7/run.c3d", "r1_1.c3d")
            self.link(f"{lab}/R 7/static.c3d", "r1_s.c3d")
        self.link("c/R-7/run2.c3d", "r2_1.c3d")
        self.link("c/R-7/static.c3d", "r2_s.c3d")
        done = hg.hipgait("analyze", self.here / "a", self.here / "b", self.here / "c", "-o", self.here / "out", check=1)
        self.assertEqual(self.reports(self.here / "out"), ["R-7/R-7_S01.html"])
        complaints = [line for line in done.stderr.splitlines() if "would both become R-7_S01" in line]
        self.assertEqual(len(complaints), 2)
        self.assertTrue(any("a/R 7/run.c3d" in line and "b/R 7/run.c3d" in line for line in complaints), complaints)

    def test_faults_of_the_table_are_named_with_their_line(self):
        for rows, says in ((["path\tsession"], "columns path and runner"),
                           (self.rows[:1] + ["r1_1.c3d\t\tA\tx\trun\tn/a"], "line 2: path and runner must be given"),
                           (self.rows[:2] + ["none.c3d\tR1\tA\tx\trun\tn/a"], 'line 3: there is no file "none.c3d"'),
                           (self.rows[:1] + ["r1_1.c3d\tR1\tA\tx\tfly\tn/a"], '"fly" is not a task'),
                           (self.rows[:1] + ["../r1_1.c3d\tR1\tA\tx\trun\tn/a"], "relative to the folder"),
                           ([], "empty")):
            folder = self.here / str(abs(hash(says)))
            folder.mkdir()
            (folder / "r1_1.c3d").symlink_to(self.flat / "r1_1.c3d")
            (folder / "r1_s.c3d").symlink_to(self.flat / "r1_s.c3d")
            (folder / "trials.tsv").write_text("\n".join(rows), encoding="utf-8")
            done = hg.hipgait("analyze", folder, "-o", self.here / "out", check=64)
            self.assertIn(says, done.stderr)
            self.assertIn("trials.tsv", done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1)

    def test_markers_and_forces_of_two_files_join(self):
        native = self.base / "1.h5"
        hg.hipgait("export", native, "--trial", "run01", "-o", self.here / "a.c3d", check=0)
        twice = hg.hipgait("import", "-o", self.here / "x.h5", "--runner", "X", "--run", f"t={self.here}/a.c3d", "--run",
                           f"t={self.flat}/r1_1.c3d")
        self.assertEqual(twice.returncode, 73)  # the same stream twice is no second half
        self.assertIn('"markers"', twice.stderr)
        self.assertFalse((self.here / "x.h5").exists())

    def test_empty_folder_and_other_files(self):
        (self.here / "e").mkdir()
        (self.here / "e/notes.txt").write_text("no recording", encoding="utf-8")
        done = hg.hipgait("analyze", self.here / "e", "-o", self.here / "out", check=66)
        self.assertIn("holds no recording", done.stderr)


if __name__ == "__main__":
    unittest.main()
