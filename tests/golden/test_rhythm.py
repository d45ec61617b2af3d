# SPDX-License-Identifier: GPL-3.0-or-later
"""Spectra and variability of real runners: against their own step rate, and within what the literature reports."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402
import rbds  # noqa: E402

hg.need_data()


def by_id(rows):
    return {row["id"]: row for row in rows}


class Rhythm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            rbds.write_25(folder / "25.h5", hg.DATA)
            for name, static, run in [
                    ("35", "rbds/RBDS001static.c3d", "rbds/RBDS001runT35.c3d"),
                    ("ric", "ric/20140515T133244_static.c3d", "ric/20140515T133244_run.c3d")]:
                hg.hipgait("import", "-o", folder / f"{name}.h5", "--runner", name, "--static", hg.DATA / static,
                           "--run", f"run={hg.DATA / run}", check=0)
            cls.result = {}
            for name, options in [("25", ()), ("35", ()), ("ric", ("--convention", "ric"))]:
                hg.hipgait("analyze", folder / f"{name}.h5", "-o", folder / f"o{name}", *options)
                path = next((folder / f"o{name}").glob("*/*.json"))
                cls.result[name] = hg.result_of(folder / f"o{name}", *path.stem.split("_", 2))

    def test_step_and_stride(self):
        for name, r in self.result.items():
            rate = by_id(r["metrics"])["step_rate"]["both"]["mean"] / 60
            spectra = by_id(r["spectra"])
            up, hip = spectra["pelvis_acceleration_up"]["both"], spectra["hip_flexion"]
            print(f"{name:4s} step {up['step']['hz']:.3f} Hz, by the steps {rate:.3f}; vertical "
                  f"{up['power'] ** 0.5:.1f} m/s^2, {100 * up['step']['power'] / up['power']:.0f} % at the step, active "
                  f"{up['active_percent']:.1f} %, impact {up['impact_percent']:.1f} %, mean {up['mean_hz']:.2f} Hz; hips "
                  f"{hip['coherence']['phase_deg']:.1f} deg apart")
            # a tenth of a bin: the strides of a runner differ by 1 %
            self.assertAlmostEqual(up["step"]["hz"], rate, delta=0.025)
            for side in ("left", "right"):
                self.assertAlmostEqual(hip[side]["stride"]["hz"], rate / 2, delta=0.025)
            # half sines of force over 90 to 50 % of the time make 0.6 to 1.2 g, root mean square: g^2 (pi^2 / 8 d - 1);
            # markers on the skin of the pelvis make some more
            self.assertTrue(6 < up["power"] ** 0.5 < 15)
            self.assertGreater(up["step"]["power"], 0.6 * up["power"])
            # legs alternate: half a stride apart but for a few degrees
            self.assertAlmostEqual(hip["coherence"]["phase_deg"], 180, delta=10)
            self.assertGreater(hip["coherence"]["coherence"], 0.98)

    def test_impact_grows_with_speed(self):
        """Power of the impact's band at 3.5 m/s above that at 2.5 (Shorten & Winslow 1992: it rises with speed)."""
        impact = [self.impact(name) for name in ("25", "35")]
        print(f"impact band {impact[0]:.2f} and {impact[1]:.2f} (m/s^2)^2 at 2.5 and 3.5 m/s")
        self.assertGreater(impact[1], 1.2 * impact[0])

    def impact(self, name):
        up = by_id(self.result[name]["spectra"])["pelvis_acceleration_up"]["both"]
        return up["power"] * up["impact_percent"] / 100

    def test_variability(self):
        for name in ("25", "35"):
            v = by_id(self.result[name]["variability"])
            for row in ("stride_time_cv", "contact_time_cv", "hip_flexion_curve_sd", "hip_flexion_arc_length"):
                print(name, row, v[row]["left"]["value"], v[row]["right"]["value"])
            for row in ("harmonic_ratio_up", "harmonic_share_up", "harmonic_ratio_forward", "harmonic_share_forward",
                        "harmonic_ratio_right", "harmonic_share_right", "step_regularity_up", "stride_regularity_up",
                        "step_symmetry_up"):
                print(name, row, v[row]["both"]["value"])
            for side in ("left", "right"):
                # trained runners on a treadmill: 0.5 to 2 % (Meardon 2011, doi:10.1016/j.gaitpost.2010.09.020)
                self.assertTrue(0.4 < v["stride_time_cv"][side]["value"] < 2.5)
                # a single smooth stroke (minimum jerk) has -1.40 whatever its length; a stroke in two parts -2.0 to -2.3
                self.assertTrue(-1.7 < v["hip_flexion_arc_length"][side]["value"] < -1.38)
                self.assertTrue(0.3 < v["hip_flexion_curve_sd"][side]["value"] < 3)
            # even steps are the rule: more than half of the power repeats with each step, by definition of the share
            for axis, least in (("up", 95), ("forward", 80), ("right", 60)):
                self.assertTrue(least < v[f"harmonic_share_{axis}"]["both"]["value"] <= 100)
            self.assertTrue(0.9 < v["step_regularity_up"]["both"]["value"] <= 1.02)
            self.assertTrue(0.9 < v["step_symmetry_up"]["both"]["value"] < 1.1)
            self.assertLess(v["step_regularity_right"]["both"]["value"], 0)

    def test_too_short_for_patterns(self):
        """30 s hold some 40 strides: neither entropy nor divergence nor a fluctuation exponent."""
        for r in self.result.values():
            for id_, row in by_id(r["variability"]).items():
                if not id_.startswith(("sample_entropy", "divergence", "stride_time_fluctuation")):
                    continue
                for side in {"left", "right", "both"} & row.keys():
                    self.assertIsNone(row[side]["value"], id_)
                    self.assertRegex(row[side]["note"], r"^\d+ strides in a row.*(50|64) are needed$")


if __name__ == "__main__":
    unittest.main()
