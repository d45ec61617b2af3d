# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/evidence.md is what the evidence file says, whole and with sources."""
import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import house

SCRIPT = "scripts/evidence-page"
FILE = "datasets/evidence/hip.json"
PARTS = (SCRIPT, FILE, "docs/evidence.md", "src/base/version.c")


def check(root):
    return subprocess.run([sys.executable, str(root / SCRIPT), "--check"], capture_output=True, text=True, timeout=60)


class EvidencePage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.file = json.loads(house.text(FILE))
        cls.page = house.text("docs/evidence.md")

    def test_up_to_date(self):
        done = check(house.ROOT)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)

    def test_all_is_there(self):
        for section in ("conditions", "red_flags", "rules"):
            for entry in self.file[section]:
                self.assertIn(f"\n### {entry['id']}\n", self.page)
        for entry in self.file["advice"]:
            self.assertIn(f"**{entry['id']}.** ", self.page)
        for tie in self.file["ties"]:
            self.assertIn(f"| `{tie['metric']}` | ", self.page)
        for name, citation in self.file["sources"].items():
            self.assertIn(f"\n### {name}\n\n{citation}.\n", self.page)
        for limit in self.file["limits"]:
            self.assertIn(f"* {limit}\n", self.page)

    def test_each_rule_says_when_and_how_sure(self):
        for rule in self.file["rules"]:
            part = self.page.split(f"\n### {rule['id']}\n")[1].split("\n### ")[0]
            said = [rule.get("when"), rule.get("site"), *(v.get("when") for v in rule.get("variants", []))]
            for expression in said:
                self.assertTrue(expression is None or f"`{expression}`" in part or
                                all(v.get("when") for v in rule.get("variants", [])), f"{rule['id']}: {expression}")
            self.assertIn("How sure: ", part)
            self.assertIn("Sources: ", part)


class CheckBites(unittest.TestCase):
    def test_changes_are_seen(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for part in PARTS:
                (root / part).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(house.ROOT / part, root / part)
            self.assertEqual(0, check(root).returncode)
            file = root / FILE
            file.write_text(file.read_text().replace("older label", "old label"))
            done = check(root)
            self.assertEqual(1, done.returncode)
            self.assertIn("run scripts/evidence-page", done.stdout)


if __name__ == "__main__":
    unittest.main()
