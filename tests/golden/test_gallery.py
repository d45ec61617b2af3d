# SPDX-License-Identifier: GPL-3.0-or-later
"""The gallery in the tree is what the program renders now: the pages of docs/gallery/ against pages made again.

After a change that was meant: scripts/gallery --hipgait PROGRAM, look at the pages, commit them. PDFs and the picture depend
on the versions of cairo and poppler too, so that only their presence and size are looked at.
"""
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

GALLERY = hg.SOURCE / "docs/gallery"
PAGES = sorted(p.name for p in GALLERY.glob("*.html"))


def lasting(text):
    """Without what changes with each release or with a comma of the rules: version and hashes."""
    text = re.sub(r"\b[0-9a-f]{64}\b", "(hash)", text)
    text = re.sub(r"sha256-[A-Za-z0-9+/=]+", "(hash)", text)
    return re.sub(r"hipgait (<span>|\" \")?\d+\.\d+\.\d+[\w.+-]*", "hipgait (version)", text)


class Gallery(unittest.TestCase):
    def test_pages_are_current(self):
        with tempfile.TemporaryDirectory() as here:
            done = subprocess.run([hg.SOURCE / "scripts/gallery", "-o", here, "--pages-only", "--hipgait", hg.COMMAND],
                                  capture_output=True, text=True, timeout=500)
            self.assertEqual(0, done.returncode, done.stderr)
            self.assertEqual(6, len(PAGES))
            self.assertEqual(PAGES, sorted(os.listdir(here)))
            for name in PAGES:
                with self.subTest(page=name):
                    old = lasting((GALLERY / name).read_text(encoding="utf-8"))
                    new = lasting((pathlib.Path(here) / name).read_text(encoding="utf-8"))
                    change = [line[:160] for line in difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)]
                    self.assertEqual([], change[:12], f"{name} in docs/gallery is not what is rendered now: run scripts/gallery")

    def test_the_rest_is_there(self):
        index = (GALLERY / "README.md").read_text(encoding="utf-8")
        for name in PAGES:
            for file, most in ((name, 400_000), (name.replace(".html", ".pdf"), 200_000)):
                self.assertIn(f"({file})", index)
                self.assertLess((GALLERY / file).stat().st_size, most)
                self.assertGreater((GALLERY / file).stat().st_size, 50_000)
        self.assertIn("(page-one.png)", index)
        self.assertEqual(b"\x89PNG", (GALLERY / "page-one.png").read_bytes()[:4])
        self.assertLess((GALLERY / "page-one.png").stat().st_size, 250_000)


if __name__ == "__main__":
    unittest.main()
