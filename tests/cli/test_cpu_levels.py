# SPDX-License-Identifier: GPL-3.0-or-later
"""--cpu and HIPGAIT_CPU: the same bytes at every level, and clear words about levels that are not there."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

LEVELS = ("c", "avx2", "avx512", "neon")


class CpuLevels(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)
        self.file = self.here / "g.h5"
        hg.hipgait("synth", "-o", self.file, "--runner", "G1", "--seconds", "30", check=0)

    def analyze(self, name, *options, variable=None, check=0):
        """Output files of an analysis: {name: bytes}, and what it said."""
        environment = {k: v for k, v in os.environ.items() if k != "HIPGAIT_CPU"}
        if variable is not None:
            environment["HIPGAIT_CPU"] = variable
        out = self.here / name
        done = subprocess.run([hg.COMMAND, "analyze", *map(str, options), "-o", str(out), "--frames"],
                              capture_output=True, text=True, timeout=120, env=environment)
        self.assertEqual(done.returncode, check, done.stderr)
        return {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()}, done.stderr

    def levels(self):
        """Those of this machine, in the command's own words."""
        said = self.analyze("none", self.file, "--cpu", "none", check=64)[1]
        self.assertIn('there is no CPU level "none"', said)
        return said.split("this machine has ")[1].strip().split(", ")

    def check_same_bytes(self, *inputs):
        levels = self.levels()
        best, _ = self.analyze("best", *inputs)
        kinds = {pathlib.Path(name).suffix for name in best}
        self.assertEqual(kinds, {".html", ".json", ".csv"})
        for level in levels:
            files, _ = self.analyze(level, *inputs, "--cpu", level)
            self.assertEqual(sorted(files), sorted(best))
            for name, content in files.items():
                self.assertEqual(content, best[name], f"{name} with --cpu {level}")
        print(f"{inputs[0]}: the same {len(best)} files with {', '.join(levels)}")

    def test_same_bytes_synthetic(self):
        self.check_same_bytes(self.file)

    def test_same_bytes_recorded(self):
        if not (hg.DATA / "rbds/RBDS001static.c3d").exists():
            self.skipTest("the test recordings are not there")
        self.check_same_bytes(hg.DATA / "rbds/RBDS001runT35.c3d", "--static", hg.DATA / "rbds/RBDS001static.c3d")

    def test_no_level_in_outputs(self):
        for name, content in self.analyze("out", self.file, "--cpu", "c")[0].items():
            for word in (b"avx", b"neon", b"cpu"):
                self.assertNotIn(word, content.lower(), f"{name} holds {word}")

    def test_environment(self):
        """The option comes before the variable; an empty variable is none."""
        self.analyze("a", self.file, variable="c")
        self.analyze("b", self.file, variable="")
        self.analyze("c", self.file, "--cpu", "c", variable="none")
        self.assertIn('"none"', self.analyze("d", self.file, variable="none", check=64)[1])

    def test_levels_elsewhere(self):
        there = self.levels()
        self.assertEqual(there[0], "c")
        for level in set(LEVELS) - set(there):
            files, said = self.analyze("x", self.file, "--cpu", level, check=64)
            self.assertEqual(said.strip(), f'hipgait: this machine lacks the CPU level "{level}"; it has {", ".join(there)}')
            self.assertEqual(files, {})


if __name__ == "__main__":
    unittest.main()
