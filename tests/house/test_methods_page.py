# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/methods.md is what the registry of metrics says, with a drawing for each of them."""
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import house

SCRIPT = "scripts/methods-page"
PARTS = (SCRIPT, "docs/methods.md", "docs/figures/methods", "include/hipgait/metrics.h", "include/hipgait/angles.h")


def check(root):
    return subprocess.run([sys.executable, str(root / SCRIPT), "--check"], capture_output=True, text=True, timeout=60)


class MethodsPage(unittest.TestCase):
    def test_up_to_date(self):
        done = check(house.ROOT)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)

    def test_every_metric_is_there(self):
        ids = re.findall(r"^    X\((\w+), ", house.text("include/hipgait/metrics.h"), re.M)
        self.assertGreater(len(ids), 40)
        page = house.text("docs/methods.md")
        for name in ids:
            self.assertIn(f"\n### {name}\n", page)
            self.assertIn(f"(figures/methods/{name}.svg)", page)

    def test_drawings(self):
        for path in house.files(".svg", under="docs/figures/methods"):
            root = ElementTree.parse(house.ROOT / path).getroot()
            ns = "{http://www.w3.org/2000/svg}"
            self.assertTrue(root.findtext(f"{ns}title"), path)
            self.assertNotIn("nan", house.text(path), path)
            marked = [e for e in root.iter() if "#b3261e" in (e.get("fill"), e.get("stroke"))]
            self.assertGreater(len(marked), 0, f"{path}: nothing is marked")


class CheckBites(unittest.TestCase):
    def test_changes_are_seen(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for part in PARTS:
                (root / part).parent.mkdir(parents=True, exist_ok=True)
                copy = shutil.copytree if (house.ROOT / part).is_dir() else shutil.copy
                copy(house.ROOT / part, root / part)
            self.assertEqual(0, check(root).returncode)
            header = root / "include/hipgait/metrics.h"
            header.write_text(header.read_text().replace("Mean anterior tilt", "Mean tilt"))
            self.assertIn("run scripts/methods-page", check(root).stdout)
            (root / "docs/figures/methods/speed.svg").unlink()
            self.assertIn("speed.svg is missing", check(root).stdout)


if __name__ == "__main__":
    unittest.main()
