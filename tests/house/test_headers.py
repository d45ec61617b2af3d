# SPDX-License-Identifier: GPL-3.0-or-later
"""Every header compiles alone, and twice: the public ones as strict C11 with nothing but libc."""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import house

CC = os.environ.get("HIPGAIT_CC", "cc")
STRICT = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wundef", "-Wstrict-prototypes", "-Werror"]


def compile_twice(header, flags):
    """The compiler's complaint about a file that includes `header` twice and nothing else; "" is none."""
    source = f"#include {header}\n#include {header}\nextern int hg_test_empty;\n"
    done = subprocess.run([CC, *STRICT, "-fsyntax-only", "-x", "c", *flags, "-"], input=source,
                          capture_output=True, text=True, cwd=house.ROOT)
    return done.stderr if done.returncode else ""


def library_flags(path):
    """Flags of the library whose home the header's folder may be."""
    if not path.startswith("src/io/h5"):
        return []
    return subprocess.run(["pkg-config", "--cflags", "hdf5-serial"], capture_output=True, text=True,
                          check=True).stdout.split()


class Headers(unittest.TestCase):
    def test_public(self):
        headers = house.files(".h", under="include")
        self.assertGreater(len(headers), 10)
        for path in headers:
            with self.subTest(path=path):
                self.assertEqual("", compile_twice(f"<{path[len('include/'):]}>", ["-Iinclude"]))

    def test_internal(self):
        for path in house.files(".h", under="src"):
            with self.subTest(path=path):
                flags = ["-Iinclude", "-Isrc", "-D_POSIX_C_SOURCE=200809L", *library_flags(path)]
                self.assertEqual("", compile_twice(f'"{path[len("src/"):]}"', flags))

    def test_umbrella_has_them_all(self):
        umbrella = house.text("include/hipgait/hipgait.h")
        for path in house.files(".h", under="include"):
            name = Path(path).name
            if name not in ("hipgait.h", "export.h"):
                self.assertIn(f"#include <hipgait/{name}>", umbrella)


class ChecksBite(unittest.TestCase):
    def test_bad_headers(self):
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        for name, content in [("needs.h", "size_t hg_needs_stddef(void);\n"),
                              ("twice.h", "typedef struct { int x; } hg_twice;\n"),
                              ("old.h", "int hg_old();\n")]:
            (folder / name).write_text(content)
            self.assertNotEqual("", compile_twice(f"<{name}>", [f"-I{folder}"]), name)
        (folder / "good.h").write_text("#ifndef G\n#define G\nint hg_good(void);\n#endif\n")
        self.assertEqual("", compile_twice("<good.h>", [f"-I{folder}"]))


if __name__ == "__main__":
    unittest.main()
