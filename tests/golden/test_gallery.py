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


NUMBER = re.compile(r"[-\u2212]?(?:\d+\.?\d*|\.\d+)")


def near(old, new):
    """The same page but for last digits: another processor's FFT may round a number the other way."""
    if re.sub(r"\s", "", NUMBER.sub("#", old)) != re.sub(r"\s", "", NUMBER.sub("#", new)):
        return False
    for a, b in zip(NUMBER.findall(old), NUMBER.findall(new)):
        decimals = len(a.partition(".")[2])
        if abs(float(a.replace("\u2212", "-")) - float(b.replace("\u2212", "-"))) > 1.5 * 10 ** -decimals:
            return False
    return True


class Gallery(unittest.TestCase):
    def test_near(self):
        self.assertTrue(near("left 3.14 deg M1.2-3.4", "left 3.15 deg M1.2 -3.5"))
        self.assertFalse(near("left 3.14 deg", "left 3.16 deg"))
        self.assertFalse(near("left 3.14 deg", "right 3.14 deg"))
        self.assertFalse(near("<b>\u22122.0</b>", "<b>2.0</b>"))

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
                    if near(old, new):
                        continue
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
