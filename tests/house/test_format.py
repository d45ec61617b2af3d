# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the house style that a machine can see without clang-format."""
import re
import unittest
from pathlib import Path

import house

SPDX = "SPDX-License-Identifier: GPL-3.0-or-later"
CODE = (".c", ".h", ".py", ".cmake", "CMakeLists.txt")
# .clang-format wraps at 100; a table row or an address may need more, a table of cases in Python more still
WIDTH = {".c": 120, ".h": 120, ".py": 160}
LINES = 800       # above this a file is hardly one subject
UNTOUCHED = {"LICENSE"}
BINARY = (".h5", ".mat", ".c3d", ".png", ".gz", ".pdf", ".wav", ".otf")

# Written apart, so that this file does not hold the words itself.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK|not impl" r"emented)\b")
# A path that exists on one machine only.
OF_A_MACHINE = re.compile(r"(?<![\w.$}])/(wo" r"rk|ro" r"ot|ho" r"me|fa" r"rm|t" r"mp)/")


def faults(path, content):
    """What is wrong with one text file, as sentences."""
    said = []
    lines = content.split("\n")
    name = Path(path).name
    code = name.endswith(CODE) or content.startswith("#!")
    if code and SPDX not in lines[0] and not (lines[0].startswith("#!") and SPDX in "".join(lines[1:2])):
        said.append(f"{path}:1: the SPDX line comes first")
    if content and not content.endswith("\n"):
        said.append(f"{path}: no line break at the end")
    if path.startswith(("src/", "include/")) and len(lines) - 1 > LINES:
        said.append(f"{path}: {len(lines) - 1} lines, more than {LINES}")
    formatted = True
    width = WIDTH.get(Path(name).suffix, len(content) + 1)
    for number, line in enumerate(lines, 1):
        here = f"{path}:{number}: "
        if "clang-format off" in line:
            formatted = False
        if formatted and len(line) > width:
            said.append(f"{here}{len(line)} columns, more than {width}")
        if "clang-format on" in line:
            formatted = True
        if "\t" in line and code:
            said.append(here + "a tab")
        if line != line.rstrip():
            said.append(here + "blanks at the end of the line")
        if "\r" in line:
            said.append(here + "a carriage return")
        if UNFINISHED.search(line):
            said.append(f"{here}unfinished by its own words: {UNFINISHED.search(line).group(0)}")
        if OF_A_MACHINE.search(line):
            said.append(here + "a path of one machine")
    return said


class Format(unittest.TestCase):
    def test_tree(self):
        paths = [path for path in house.files() if path not in UNTOUCHED and not path.endswith(BINARY)]
        self.assertGreater(len(paths), 50)
        said = [fault for path in paths for fault in faults(path, house.text(path))]
        self.assertEqual([], said, "\n" + "\n".join(said))

    def test_scripts_can_be_run(self):
        for path in house.files(under="scripts") + [".ci/run"]:
            if house.text(path).startswith("#!"):
                self.assertTrue((house.ROOT / path).stat().st_mode & 0o100, f"{path} is not executable")


class ChecksBite(unittest.TestCase):
    def test_examples(self):
        good = f"/* {SPDX} */\nint x;\n"
        self.assertEqual([], faults("src/base/x.c", good))
        self.assertEqual([], faults("scripts/x", f"#!/bin/sh\n# {SPDX}\n"))
        for bad in ["int x;\n", good.rstrip("\n"), good + "\tint y;\n", good + "int y; \n", good + "x" * 121 + "\n",
                    good + "/* TO" + "DO: more */\n", good + '"/ho' + 'me/me"\n', good + "int y;\r\n",
                    good + "\n" * 800]:
            self.assertNotEqual([], faults("src/base/x.c", bad), bad[-40:])
        wide = good + "/* clang-format off */\n" + "x" * 300 + "\n/* clang-format on */\n"
        self.assertEqual([], faults("src/base/x.c", wide))


if __name__ == "__main__":
    unittest.main()
