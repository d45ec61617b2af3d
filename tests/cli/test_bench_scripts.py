# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripts around the benchmarks do their work: the gate of instruction counts, the run beside scipy."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

BUILD = pathlib.Path(os.environ["HIPGAIT_BUILD"])
SANITIZED = "HG_SANITIZE:STRING=\n" not in (BUILD / "CMakeCache.txt").read_text(encoding="utf-8")


def run(*command, check):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=300)
    if done.returncode != check:
        raise AssertionError(f"{command}: exit {done.returncode}, expected {check}\n{done.stdout}{done.stderr}")
    return done.stdout


@unittest.skipIf(SANITIZED, "neither valgrind nor python takes a program with sanitizers")
class Scripts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_instruction_gate(self):
        """Equal counts pass, 1.5 % more do not, and another compiler makes it information."""
        if not shutil.which("valgrind"):
            self.skipTest("valgrind is not installed (scripts/packages.txt)")
        path = self.folder / "counts.json"
        command = [hg.SOURCE / "scripts/bench-instructions", BUILD, "--baseline", path, "--filter", "^kern/(dot|window)/128$"]
        self.assertIn("2 counts accepted", run(*command, "--accept", check=0))
        counted = json.loads(path.read_text(encoding="utf-8"))
        self.assertEqual(set(counted["counts"]), {"kern/dot/128", "kern/window/128"})
        run(*command, check=0)
        counted["counts"]["kern/dot/128"] /= 1.015
        path.write_text(json.dumps(counted), encoding="utf-8")
        self.assertRegex(run(*command, check=1), r"! kern/dot/128 ")
        counted["key"]["compiler"] = "another"
        path.write_text(json.dumps(counted), encoding="utf-8")
        self.assertIn("for information", run(*command, check=0))
        del counted["counts"]["kern/window/128"], counted["key"]["compiler"]
        path.write_text(json.dumps(counted), encoding="utf-8")
        self.assertIn("+ kern/window/128", run(*command, check=0))

    def test_side_by_side(self):
        """Every row runs and both ways give the same numbers; what the times are is no matter here."""
        for level in ("", "c"):
            text = run(hg.SOURCE / "benchmarks/side_by_side.py", BUILD, "--rounds", "1", "--markdown", "--level", level, check=0)
            rows = [line.split("|")[1:-1] for line in text.splitlines()]
            self.assertEqual(len(rows), 2 + 9, text)
            self.assertEqual({len(row) for row in rows}, {7}, text)

    def test_committed_counts_are_of_known_benchmarks(self):
        """A benchmark that was renamed or added needs its count accepted."""
        committed = json.loads((hg.SOURCE / "benchmarks/instructions.json").read_text(encoding="utf-8"))
        script = (hg.SOURCE / "scripts/bench-instructions").read_text(encoding="utf-8")
        chosen = script.split('FILTER = "')[1].split('"')[0]
        listed = hg.hipgait("bench", "--list", "--filter", chosen, check=0).stdout.split()
        self.assertEqual(set(committed["counts"]), set(listed))


if __name__ == "__main__":
    unittest.main()
