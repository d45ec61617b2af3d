# SPDX-License-Identifier: GPL-3.0-or-later
"""The follow-up of two visits in headless Chromium, in both languages: what is asked of every page."""
import pathlib
import shutil
import sys
import tempfile
import unittest

import h5py

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import browser  # noqa: E402
import hipgait_test as hg  # noqa: E402
import pages  # noqa: E402


class FollowUp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hipgait-follow-up-"))
        # much asymmetry before, little now, and other shoes
        for visit, asymmetry in ((1, 10), (2, 1)):
            path = cls.folder / f"v{visit}.h5"
            hg.hipgait("synth", "-o", path, "--runner", "VISITS", "--asymmetry", asymmetry, "--seed", visit, "--seconds",
                       20, check=0)
            with h5py.File(path, "r+") as f:
                f["session"].attrs.update(id=f"S0{visit}", visit=visit)
                f["subject"].attrs["shoe"] = ("heavy", "light")[visit - 1]
            hg.hipgait("analyze", path, "-o", cls.folder / "out", check=0)
        results = [cls.folder / f"out/VISITS/VISITS_S0{visit}_run01.json" for visit in (1, 2)]
        cls.html, cls.pdf = {}, {}
        for language in ("en", "de"):
            hg.hipgait("compare", *results, "-o", cls.folder / language, "--language", language, "--pdf", check=0)
            cls.html[language], = (cls.folder / language / "VISITS").glob("*.html")
            cls.pdf[language], = (cls.folder / language / "VISITS").glob("*.pdf")
        cls.window = browser.Browser(cls.folder)
        cls.b = cls.window.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.window.__exit__()
        shutil.rmtree(cls.folder)
        print(f"pictures are in {pages.picture_folder()}")

    def check(self, look, *languages):
        for language in languages or self.html:
            with self.subTest(language=language):
                self.b.resize(1280)
                self.b.open(self.html[language])
                self.assertEqual([], look())

    def test_quiet(self):
        for path in self.html.values():
            self.assertEqual([], pages.silence(self.b, path))

    def test_figures_and_structure(self):
        def look():
            wrong = pages.structure(self.b)
            pages.unfold(self.b)
            return wrong + pages.figures(self.b)
        self.check(look)
        self.assertGreater(self.b.run("return document.querySelectorAll('svg[role]').length"), 3)
        for language, path in self.html.items():
            self.assertTrue(f'<html lang="{language}">' in path.read_text(encoding="utf-8"))

    def test_accessibility(self):
        self.check(lambda: pages.accessibility(self.b, 1280) + pages.accessibility(self.b, 360), "en")

    def test_narrow(self):
        def look():
            pages.unfold(self.b)
            return [wrong for pixels in pages.WIDTHS for wrong in pages.width(self.b, pixels)]
        self.check(look)

    def test_keyboard(self):
        self.check(lambda: pages.skip_link(self.b) + pages.folding(self.b, pages.ENTER), "en")

    def test_without_scripts(self):
        self.b.scripts(False)
        try:
            self.check(lambda: pages.hidden_text(self.b), "en")
        finally:
            self.b.scripts(True)

    def test_printed(self):
        for paper in pages.PAPERS_CM:
            self.check(lambda: pages.printed(self.b, self.folder / "printed.pdf", paper)[0])

    def test_pictures(self):
        for language, path in self.html.items():
            pages.pictures(self.b, path, f"follow-up-{language}")
            pages.paper_pictures(self.pdf[language], f"follow-up-{language}")
        self.assertGreater(len(list(pages.picture_folder().glob("follow-up-de-*.png"))), 3)


if __name__ == "__main__":
    browser.need_browser(axe=True)
    unittest.main()
