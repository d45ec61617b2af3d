# SPDX-License-Identifier: GPL-3.0-or-later
"""Every value of the reference vectors that has a tolerance is met by one of the programs test_vectors_*: what they say
they compared is held against what the files hold. Prints, per file, how many data sets, and those that are met by a rule of
the test's own (tests/support/vectors.h: vectors_met) with that rule."""
import os
import pathlib
import re
import subprocess
import sys
import unittest

import h5py
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

hg.need_data()
VECTORS = hg.DATA.parent / "vectors"
if not VECTORS.exists():
    sys.exit(1 if os.environ.get("CI") == "true" else 77)
BUILD = pathlib.Path(os.environ.get("HIPGAIT_BUILD", hg.SOURCE / "build/dev"))

# file: the programs that read it
PROGRAMS = {"filters": ("filters", "sections"), "spectra": ("spectra",), "nonlinear": ("nonlinear",),
            "spm": ("spm", "flips", "curves"), "statistics": ("statistics", "comparisons"), "rotations": ("rotations",)}
COMPARED = re.compile(r"^ +(\S+) +\S+ of the tolerance, (\d+) \+ (\d+) of (\d+)$", re.M)
MET = re.compile(r"^ +(\S+) +met: (.+)$", re.M)


def said(program):
    """What a program compared: path and elements; and what it met in another way."""
    done = subprocess.run([BUILD / "tests" / f"test_vectors_{program}"], capture_output=True, text=True,
                          env={**os.environ, "HIPGAIT_TEST_DATA": str(hg.DATA)})
    text = done.stdout + done.stderr
    if done.returncode:
        raise AssertionError(f"test_vectors_{program} ends with {done.returncode}\n{text}")
    return COMPARED.findall(text), MET.findall(text)


class Complete(unittest.TestCase):
    def test_every_value(self):
        for name, programs in PROGRAMS.items():
            with self.subTest(file=name), h5py.File(VECTORS / f"{name}.h5") as f:
                sizes = {}
                f.visititems(lambda path, o: sizes.update({path: o.size})  # noqa: B023
                             if isinstance(o, h5py.Dataset) and "rtol" in o.attrs else None)
                open_ones = {path: np.ones(size, bool) for path, size in sizes.items()}
                rules = {}
                for program in programs:
                    compared, met = said(program)
                    for path, first, count, size in compared:
                        if path in open_ones:
                            self.assertEqual(int(size), sizes[path], path)
                            open_ones[path][int(first):int(first) + int(count)] = False
                    for path, rule in met:
                        self.assertIn(path, sizes)
                        open_ones[path][:] = False
                        rules[path] = rule
                missed = [f"{path}: {missing.sum()} of {missing.size}" for path, missing in open_ones.items() if missing.any()]
                print(f"{name}.h5: {len(sizes)} data sets with a tolerance, {sum(sizes.values())} values; "
                      f"{len(sizes) - len(rules) - len(missed)} data sets within it, {len(rules)} by a rule of the test, "
                      f"{len(missed)} not")
                for path, rule in sorted(rules.items()):
                    print(f"    {path}: {rule}")
                self.assertEqual(missed, [])


if __name__ == "__main__":
    unittest.main()
