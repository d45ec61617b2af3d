# SPDX-License-Identifier: GPL-3.0-or-later
"""What the built libraries define, export and call."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import house

STATIC = os.environ["HIPGAIT_STATIC_LIB"]
SHARED = os.environ["HIPGAIT_SHARED_LIB"]
CC = os.environ.get("HIPGAIT_CC", "cc")

# A library that labs link neither prints nor exits, never reaches for the network or a shell, and
# lets no clock, host, user, locale or unseeded chance into its results.
NEVER_CALLED = {
    "prints": "printf vprintf puts putchar putc perror stdout stderr __printf_chk __vprintf_chk",
    "ends the process": "exit _exit quick_exit abort",
    "starts processes": "system popen fork vfork execl execv execve execvp posix_spawn",
    "uses the network": "socket connect bind listen getaddrinfo gethostbyname",
    "leaks the clock": "time gettimeofday localtime localtime_r gmtime gmtime_r ctime clock_gettime",
    "leaks host, user or locale": "gethostname uname getpwuid getlogin getenv secure_getenv setlocale",
    "is not seeded": "rand srand random srandom drand48 getrandom",
    "is not safe": "gets strtok sprintf vsprintf tmpnam",
}


def nm(*arguments):
    done = subprocess.run(["nm", "-P", *arguments], capture_output=True, text=True, check=True,
                          env={**os.environ, "LC_ALL": "C"})
    return {line.split()[0].split("@")[0] for line in done.stdout.splitlines()
            if len(line.split()) >= 2 and not line.endswith(":")}


def defined(library):
    # the sanitizers add one mark of their own per object, named after it
    return {name for name in nm("-g", "--defined-only", library) if not name.startswith("__odr_asan")}


def called(library):
    return nm("-u", library)


def unprefixed(names):
    return sorted(name for name in names if not name.startswith("hg_"))


def forbidden(names):
    return sorted(f"{name} ({why})" for why, calls in NEVER_CALLED.items() for name in calls.split() if name in names)


def declared():
    """Names that the public headers mark with HG_API."""
    names = set()
    for path in house.files(".h", under="include"):
        code = re.sub(r"^[ \t]*#.*(?:\\\n.*)*", "", house.without_comments(house.text(path)), flags=re.M)
        for statement in re.findall(r"\bHG_API\b([^;{]*)", code):
            names.update(re.findall(r"\b(hg_\w+)\s*[(\[]", statement)[:1])
    return names


class Libraries(unittest.TestCase):
    def test_static_names_are_ours(self):
        names = defined(STATIC)
        self.assertGreater(len(names), 50)
        self.assertEqual([], unprefixed(names))

    def test_shared_exports_only_what_the_headers_declare(self):
        exported = {name for name in nm("-D", "--defined-only", SHARED) if not name.startswith("__odr_asan")}
        self.assertEqual([], unprefixed(exported))
        self.assertEqual([], sorted(name for name in exported if name.startswith("hg__")))
        self.assertEqual([], sorted(exported - declared()), "exported, but in no public header")
        self.assertEqual([], sorted(declared() - exported), "in a public header, but not exported")

    def test_nothing_forbidden_is_called(self):
        self.assertEqual([], forbidden(called(STATIC)))


class ChecksBite(unittest.TestCase):
    """A library that breaks each rule is found out."""

    def test_bad_library(self):
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        (folder / "bad.c").write_text("#include <stdio.h>\nvoid helper(void);\nvoid hg_fine(void);\n"
                                      "static void quiet(void) { puts(\"talk\"); }\n"
                                      "void helper(void) { quiet(); }\nvoid hg_fine(void) { helper(); }\n")
        subprocess.run([CC, "-c", "bad.c", "-o", "bad.o"], cwd=folder, check=True)
        subprocess.run(["ar", "rcs", "libbad.a", "bad.o"], cwd=folder, check=True)
        names = defined(str(folder / "libbad.a"))
        self.assertEqual({"helper", "hg_fine"}, names)
        self.assertEqual(["helper"], unprefixed(names))
        self.assertEqual(["puts (prints)"], forbidden(called(str(folder / "libbad.a"))))

    def test_declarations_are_read(self):
        self.assertIn("hg_recording_read", declared())
        self.assertIn("hg_metrics", declared())


if __name__ == "__main__":
    unittest.main()
