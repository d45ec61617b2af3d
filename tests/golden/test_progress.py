# SPDX-License-Identifier: GPL-3.0-or-later
"""Real recordings: running and walking told apart, belt or ground, and the speed of the belt."""
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402
import rbds  # noqa: E402

hg.need_data()

CGM, RIC = ("--convention", "cgm"), ("--convention", "ric")
# file, options, task, treadmill, belt speed as published (None: not known). None of the files says running or walking.
FILES = [
    ("rbds/RBDS001runT35.c3d", (), "run", True, 3.5),
    ("hamner/subject02_running.trc", (), "run", True, 3.96),
    ("rajagopal/motion_capture_run.trc", (), "run", True, None),
    ("bmc-opensim/motion_capture_run.trc", (), "run", False, None),
    ("ric/20140515T133244_run.c3d", RIC, "run", True, None),
    ("pig/PiG_Motion3_FF.c3d", CGM, "walk", False, None),
    ("pig/PiG_Motion-FlatFoot-Full.c3d", CGM, "walk", False, None),
    ("biomechzoo/HC030A05.c3d", CGM, "walk", False, None),
    ("gaitalytics/treadmill_events.c3d", CGM, "walk", True, None),
    ("functional-hip/FunctionalWalk.c3d", (), "walk", False, None),
]
LEFT_OUT = {"direction_unsure", "direction_single", "unsteady", "never_steady", "passes_turned", "path_curved", "gait_mixed",
            "gait_grounded", "runner_stands"}


class Progress(unittest.TestCase):
    def analyse(self, path, *options):
        with tempfile.TemporaryDirectory() as folder:
            hg.hipgait("analyze", path, "-o", folder, *options)
            return json.loads(next(pathlib.Path(folder).glob("*/*.json")).read_text(encoding="utf-8"))

    def check(self, name, result, task, treadmill, belt):
        trial = result["trial"]
        flags = {f["code"] for f in result["quality"]["flags"]}
        print(f"{name:36s} {trial['task']:5s} {'belt' if trial['treadmill'] else 'ground':7s} {trial['speed_m_s']:.3f} m/s"
              + (f", set to {belt}: {100 * (trial['speed_m_s'] / belt - 1):+.1f} percent" if belt else ""))
        self.assertEqual((trial["task"], trial["treadmill"]), (task, treadmill), name)
        # all of these recordings are of a person who goes on evenly and straight ahead
        self.assertFalse(flags & LEFT_OUT, name)
        if belt:
            # 1.5 %: what belts slip and what speed is printed against what was set
            self.assertAlmostEqual(trial["speed_m_s"], belt, delta=0.015 * belt)

    def test_files(self):
        for name, options, task, treadmill, belt in FILES:
            self.check(name, self.analyse(hg.DATA / name, *options), task, treadmill, belt)

    def test_slow_run(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "r.h5"
            rbds.write_25(path, hg.DATA)
            self.check("RBDS001 at 2.5 m/s", self.analyse(path), "run", True, 2.5)

    def test_standing(self):
        """A standing trial that is offered as a run is labelled for what it is."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "s.h5"
            hg.hipgait("import", "-o", path, "--runner", "S", "--run", f"run={hg.DATA / 'rbds/RBDS001static.c3d'}", check=0)
            result = self.analyse(path)
        codes = {f["code"]: f["severity"] for f in result["quality"]["flags"]}
        print("standing:", result["trial"]["task"], sorted(codes))
        self.assertEqual(result["trial"]["task"], "static")
        self.assertEqual(codes.get("runner_stands"), "blocker")
        self.assertEqual(result["quality"]["status"], "insufficient")
        self.assertEqual(result["events"]["left"]["foot_strike_s"], [])


if __name__ == "__main__":
    unittest.main()
