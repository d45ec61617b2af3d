# SPDX-License-Identifier: GPL-3.0-or-later
"""RBDS001, 2.5 and 3.5 m/s: where left and right differ, against the published mean curves."""
import pathlib
import sys
import tempfile
import unittest

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402
import rbds  # noqa: E402

hg.need_data()

# Twice what docs/curves.md states. What is constant in the difference to the published curves is the
# calibration of hip and knee axes, another one than the publisher's, and is taken out first.
LIMITS = {"hip_flexion": 0.6, "hip_adduction": 0.6, "hip_rotation": 1.0}


class Curves(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        here = pathlib.Path(cls.folder.name)
        rbds.write_25(here / "slow.h5", hg.DATA)
        hg.hipgait("analyze", here / "slow.h5", "-o", here / "25", check=0)
        hg.hipgait("import", "-o", here / "fast.h5", "--runner", "RBDS001", "--session", "S01", "--static",
                   hg.DATA / "rbds/RBDS001static.c3d", "--run", f"run35={hg.DATA / 'rbds/RBDS001runT35.c3d'}", check=0)
        hg.hipgait("analyze", here / "fast.h5", "-o", here / "35", check=0)
        hg.hipgait("analyze", here / "fast.h5", "-o", here / "seed", "--seed", "7", check=0)
        cls.result = {"25": hg.result_of(here / "25", "RBDS001", "S01", "run25"),
                      "35": hg.result_of(here / "35", "RBDS001", "S01", "run35"),
                      "seed": hg.result_of(here / "seed", "RBDS001", "S01", "run35")}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def comparison(self, speed):
        return {c["id"]: c["difference_test"] for c in self.result[speed]["curves"]}

    def test_against_published(self):
        for speed in ("25", "35"):
            for curve, limit in LIMITS.items():
                ours = np.array(self.comparison(speed)[curve]["difference"])
                left, right = (rbds.published_curve(hg.DATA, curve, side, speed) for side in ("left", "right"))
                theirs = right - left
                off = ours - theirs
                rms = off.std()
                r = np.corrcoef(ours, theirs)[0, 1]
                print(f"{speed} {curve:14s} right - left: ours {ours.min():+.1f} to {ours.max():+.1f}, published "
                      f"{theirs.min():+.1f} to {theirs.max():+.1f} deg; offset {off.mean():+.2f}, rest {rms:.2f} deg, r {r:.2f}")
                self.assertLess(rms, limit)

    def test_clusters(self):
        for speed in ("25", "35"):
            for curve, test in self.comparison(speed).items():
                self.assertIsNone(test["reason"])
                self.assertGreaterEqual(test["pairs"], 37)
                print(f"{speed} {curve}: {test['pairs']} pairs worth {test['pairs_effective']:.1f}, |t| > "
                      f"{test['threshold']:.2f}, flips p {test['flips']['p']:.4f}")
                for c in test["clusters"]:
                    print(f"    {c['start_percent']:5.1f} to {c['end_percent']:5.1f} %, {c['larger']} larger, p {c['p']:.2g}, flips "
                          f"{c['p_flips']:.2g}, {c['mean_difference']:+.2f} deg, most {c['peak_difference']:+.2f} at "
                          f"{c['peak_percent']:.0f} %; beyond {test['size_deg']:.1f} deg: "
                          f"{c['beyond_start_percent']} to {c['beyond_end_percent']} %")
                    # what the cluster says is what the curve of differences shows
                    part = test["difference"][int(np.ceil(c["start_percent"])):int(c["end_percent"]) + 1]
                    self.assertAlmostEqual(np.mean(part), c["mean_difference"], places=6)
                    self.assertTrue(all((d > 0) == (c["larger"] == "right") for d in part))
                    self.assertEqual(c["beyond_start_percent"] is None, max(map(abs, part)) <= test["size_deg"])
            # the published curves of this runner differ by 5 deg in adduction in mid-stance, the right side less
            adduction = self.comparison(speed)["hip_adduction"]["clusters"]
            widest = max(adduction, key=lambda c: abs(c["peak_difference"]))
            self.assertEqual(widest["larger"], "left")
            self.assertTrue(10 < widest["peak_percent"] < 40)
            self.assertIsNotNone(widest["beyond_start_percent"])

    def test_seed(self):
        """The seed stands in the result and moves nothing but the flips."""
        a, b = self.comparison("35"), self.comparison("seed")
        self.assertEqual(self.result["35"]["provenance"]["seed"], 1)
        self.assertEqual(self.result["seed"]["provenance"]["seed"], 7)
        for curve in a:
            self.assertEqual(a[curve]["t"], b[curve]["t"])
            self.assertNotEqual(a[curve]["flips"]["threshold"], b[curve]["flips"]["threshold"])
        self.assertEqual(hg.hipgait("analyze", "x.h5", "-o", "y", "--seed", "-1").returncode, 64)

    def test_coordination(self):
        for speed in ("25", "35"):
            for m in self.result[speed]["coordination"]:
                print(f"{speed} {m['id']:27s}{m['of'] or '':32s}{m['side'] or '':6s}{m['value']:9.3f} {m['unit']}")
            value = {(m["id"], m["of"], m["side"]): m["value"] for m in self.result[speed]["coordination"]}
            # steps of this runner are a hundredth of a stride from alternating: 100 * 3.6 / 180 %, and as much again varying
            self.assertLess(value["phase_coordination_index", None, None], 5)
            self.assertLess(abs(value["cross_lag", "hip_flexion", None]), 3)
            self.assertGreater(value["cross_correlation", "hip_flexion", None], 0.99)
            self.assertLess(value["trend_symmetry", "hip_flexion", None], 1)


if __name__ == "__main__":
    unittest.main()
