# SPDX-License-Identifier: GPL-3.0-or-later
"""RBDS001 at 2.5 m/s with the thigh clusters exchanged for half a second, from file to result: it is said, and every
number is that of the recording as it was."""
import pathlib
import sys
import tempfile
import unittest

import h5py

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402
import rbds  # noqa: E402

hg.need_data()

PLACES = ("Thigh.Top.Lateral", "Thigh.Bottom.Lateral", "Thigh.Top.Medial", "Thigh.Bottom.Medial")
FRAMES = slice(1500, 1575)  # 10.0 to 10.5 s


def analyse(folder, name, exchange, *options):
    path = folder / f"{name}.h5"
    rbds.write_25(path, hg.DATA)
    if exchange:
        with h5py.File(path, "r+") as f:
            data = f["trials/run25/streams/markers/data"]
            labels = [x.decode() if isinstance(x, bytes) else str(x) for x in data.attrs["labels"]]
            values = data[:]
            for place in PLACES:
                left, right = labels.index("L." + place), labels.index("R." + place)
                values[FRAMES, left], values[FRAMES, right] = values[FRAMES, right].copy(), values[FRAMES, left].copy()
            data[:] = values
    hg.hipgait("analyze", path, "-o", folder / name, *options, check=0)
    return hg.result_of(folder / name, "RBDS001", "S01", "run25")


class Exchanged(unittest.TestCase):
    def test_result_is_that_of_the_recording(self):
        with tempfile.TemporaryDirectory() as here:
            folder = pathlib.Path(here)
            well = analyse(folder, "well", False)
            mended = analyse(folder, "mended", True)
            left_alone = analyse(folder, "left", True, "--set", "clean.mend=off")
        flags = {f["code"]: f for f in mended["quality"]["flags"]}
        print(flags["markers_swapped"]["text"])
        self.assertIn("from 10.00 to 10.49 s (mended)", flags["markers_swapped"]["text"])
        self.assertNotIn("markers_swapped", [f["code"] for f in well["quality"]["flags"]])
        for part in ("events", "strides", "metrics", "curves", "asymmetry"):
            self.assertEqual(mended[part], well[part])
        self.assertNotEqual(left_alone["metrics"], well["metrics"])  # it would have mattered


if __name__ == "__main__":
    unittest.main()
