# SPDX-License-Identifier: GPL-3.0-or-later
"""Processors that are not here, emulated by qemu-user: an instruction outside its guard ends a program
there, and the bits of every kernel are the same as on this machine."""
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

KCHECK = pathlib.Path(os.environ["HIPGAIT_BUILD"], "tests/kcheck")
QEMU_X86, QEMU_ARM = "qemu-x86_64-static", "qemu-aarch64-static"
ARM_CC = "aarch64-linux-gnu-gcc"


def run(*command, check=0):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=300)
    if done.returncode != check:
        raise AssertionError(f"{command}: exit {done.returncode}, expected {check}\n{done.stdout}{done.stderr}")
    return done


def sums(*command):
    """{level: {kernel: hash}} of a kcheck."""
    found = {}
    for line in run(*command, "--sums").stdout.splitlines():
        kernel, level, value = line.rsplit(maxsplit=2)  # of "convert f64le", say, each kind is summed by itself
        found.setdefault(level, {})[kernel] = value
    return found


class Emulated(unittest.TestCase):
    here = sums(KCHECK)

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)

    def same(self, there, levels):
        self.assertEqual(set(there), set(levels))
        self.assertGreater(len(self.here["c"]), 25)
        for level in levels:
            self.assertEqual(there[level], self.here["c"], f"level {level} against c on this machine")


@unittest.skipUnless(platform.machine() == "x86_64", "x86-64 only")
class OldX86(Emulated):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.folder / "g.h5"
        hg.hipgait("synth", "-o", cls.file, "--runner", "G1", "--seconds", "20", check=0)
        out = cls.folder / "here"
        hg.hipgait("analyze", cls.file, "-o", out, "--frames", check=0)
        cls.names = {p.name for p in out.rglob("*") if p.is_file()}

    def analyze(self, cpu, level, check=0):
        out = self.folder / f"{cpu}-{level}"
        option = ("--cpu", level) if level else ()
        done = run(QEMU_X86, "-cpu", cpu, hg.COMMAND, "analyze", self.file, "-o", out, "--frames", *option, check=check)
        return done, {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()}

    def test_nehalem(self):
        """SSE4.2 and no more: the C level alone, by default and on request."""
        self.same(sums(QEMU_X86, "-cpu", "Nehalem", KCHECK), ["c"])
        self.assertGreaterEqual(len(self.names), 3)
        self.assertEqual(set(self.analyze("Nehalem", None)[1]), self.names)
        done, files = self.analyze("Nehalem", "avx2", check=64)
        self.assertIn('this machine lacks the CPU level "avx2"; it has c\n', done.stderr)
        self.assertFalse(files)

    def test_haswell(self):
        """AVX2 and no AVX-512; the analysis gives the same bytes at both levels."""
        self.same(sums(QEMU_X86, "-cpu", "Haswell", KCHECK), ["c", "avx2"])
        best, plain = self.analyze("Haswell", None)[1], self.analyze("Haswell", "c")[1]
        self.assertEqual(set(best), self.names)
        self.assertEqual(best, plain)

    def test_guard_is_needed(self):
        """What a leak would look like: the same kernels without asking the processor."""
        for cpu, level in ("Nehalem", "avx2"), ("Haswell", "avx512"):
            run(QEMU_X86, "-cpu", cpu, KCHECK, "--level", level, "sum_valid", check=77)
            done = subprocess.run([QEMU_X86, "-cpu", cpu, KCHECK, "--unguarded", "--level", level, "sum_valid"],
                                  capture_output=True, timeout=300)
            self.assertNotIn(done.returncode, (0, 77))

    def test_instructions(self):
        """qemu 7.2 lets a Nehalem execute floating-point AVX (not AVX2), so the code itself is read too: no
        vector extension outside the files of its level, no wider one inside, and no fused multiply-add."""
        listing = run("objdump", "-d", "--no-show-raw-insn", os.environ["HIPGAIT_STATIC_LIB"]).stdout
        found, member = {}, None
        for line in listing.splitlines():
            header = re.match(r"(\S+\.o):\s+file format", line)
            code = re.match(r"\s+[0-9a-f]+:\t(?:\w+ )?(\w+)\s*(.*)", line)
            if header:
                member = header.group(1)
                found[member] = set()
            elif code:
                name, arguments = code.groups()
                wide = "zmm" in arguments or re.search(r"%k[0-7]|[xy]mm(1[6-9]|2\d|3[01])", arguments)
                if name.startswith("vf"):
                    found[member].add("fused")
                elif wide:
                    found[member].add("avx512")
                elif name.startswith("v") and "mm" in arguments:
                    found[member].add("avx2")
        self.assertGreater(len(found), 50)
        self.assertEqual({m: kinds for m, kinds in found.items() if kinds},
                         {"avx2.c.o": {"avx2"}, "avx512.c.o": {"avx2", "avx512"}})


class Arm(Emulated):
    """The kernels and kcheck alone, which need only libc, built for 64-bit ARM."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sources = [*sorted((hg.SOURCE / "src/kernels").glob("*.c")), hg.SOURCE / "src/base/cpu.c",
                   *sorted((hg.SOURCE / "tests/kernels").glob("check_*.c")), hg.SOURCE / "tests/kernels/kcheck.c"]
        cls.program = cls.folder / "kcheck"
        flags = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-O2", "-ffp-contract=off", "-fno-math-errno", "-static",
                 "-Wall", "-Wextra", "-Werror"]
        run(ARM_CC, *flags, f"-I{hg.SOURCE}/src", f"-I{hg.SOURCE}/include", f"-I{hg.SOURCE}/tests", *sources, "-lm",
            "-o", cls.program)

    def test_neon(self):
        """NEON against C there, and both against this machine."""
        self.same(sums(QEMU_ARM, self.program), ["c", "neon"])


if __name__ == "__main__":
    for program in (QEMU_X86, QEMU_ARM, ARM_CC):
        if not shutil.which(program):
            print(f"{program} is not installed (scripts/packages.txt)", file=sys.stderr)
            sys.exit(1 if os.environ.get("CI") == "true" else 77)
    unittest.main()
