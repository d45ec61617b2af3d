# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports in headless Chromium: quiet, complete, accessible, narrow, by keyboard, without scripts and on paper.

Screenshots at three widths and the pages of the native PDF are left in pages/ of the build folder.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import h5py

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import browser  # noqa: E402
import hipgait_test as hg  # noqa: E402
import pages  # noqa: E402


def demo(folder):
    """The first runner of scripts/demo."""
    script = (hg.SOURCE / "scripts/demo").read_text(encoding="utf-8")
    arguments = re.search(r'synth (--cohort .*?) -o', script).group(1).split()
    hg.hipgait("synth", *arguments, "-o", folder / "demo", check=0)
    return [folder / "demo/R001_S01.h5"], "R001_S01"


def recorded(folder):
    """RBDS001 at 3.5 m/s; None without the test recordings."""
    if not (hg.DATA / "README.md").exists():
        return None
    hg.hipgait("import", "-o", folder / "rbds.h5", "--runner", "RBDS001", "--session", "S01", "--static",
               hg.DATA / "rbds/RBDS001static.c3d", "--run", f"run35={hg.DATA / 'rbds/RBDS001runT35.c3d'}", check=0)
    return [folder / "rbds.h5"], "RBDS001_S01"


def session(folder):
    """Three trials of a session: two speeds, and one too short to say much."""
    whole = folder / "session.h5"
    for i, more in enumerate((["--speed", "2.8"], ["--speed", "3.6", "--asymmetry", "6"], ["--seconds", "4"])):
        part = folder / f"part{i}.h5"
        hg.hipgait("synth", "-o", part, "--runner", "SESSION", "--seconds", 20, "--seed", 5, *more, check=0)
        if i == 0:
            shutil.copy(part, whole)
            continue
        with h5py.File(whole, "r+") as f, h5py.File(part) as g:
            g.copy("trials/run01", f["trials"], name=f"run{i + 1:02d}")
    return [whole], "SESSION_S01"


def insufficient(folder):
    """Two seconds: not enough strides to compare the sides."""
    hg.hipgait("synth", "-o", folder / "short.h5", "--runner", "SHORT", "--seconds", 2, check=0)
    return [folder / "short.h5"], "SHORT_S01"


def worked(runner):
    def make(folder):
        if not (folder / "worked").exists():
            subprocess.run([hg.SOURCE / "scripts/worked-runners", "-o", folder / "worked", "--hipgait", hg.COMMAND],
                           check=True, capture_output=True, timeout=300)
        return [folder / f"worked/{runner}.h5"], f"{runner}_S01"
    return make


# name of the pictures: how its recordings are made, language
REPORTS = {"demo": (demo, "en"), "recorded": (recorded, "en"), "session": (session, "en"),
           "insufficient": (insufficient, "en"), "red-flag": (worked("red-flag"), "en"),
           "german": (worked("trochanteric-bursitis"), "de")}


class Reports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.began = time.monotonic()
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hipgait-pages-"))
        cls.html, cls.pdf = {}, {}
        for name, (make, language) in REPORTS.items():
            made = make(cls.folder)
            if not made:
                print(f"{name}: left out, the test recordings are not there (HIPGAIT_TEST_DATA)")
                continue
            inputs, stem = made
            hg.hipgait("analyze", *inputs, "-o", cls.folder / "out" / name, "--pdf", "--language", language, check=0)
            cls.html[name] = cls.folder / "out" / name / stem.rsplit("_", 1)[0] / f"{stem}.html"
            cls.pdf[name] = cls.html[name].with_suffix(".pdf")
        cls.window = browser.Browser(cls.folder)
        cls.b = cls.window.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.window.__exit__()
        shutil.rmtree(cls.folder)
        print(f"pictures of {len(cls.html)} reports are in {pages.picture_folder()}; {time.monotonic() - cls.began:.0f} s")

    def check(self, look, *names):
        """look(name, path) gives faults of a report that was just opened; of these reports, or of all."""
        for name, path in self.html.items():
            if names and name not in names:
                continue
            with self.subTest(report=name):
                self.b.resize(1280)
                self.b.open(path)
                self.assertEqual([], look(name, path))

    @staticmethod
    def few(name, figures):
        """Where nothing can be told there is nothing to draw."""
        return [] if (figures == 0 if name == "insufficient" else figures > 8) else [f"{figures} figures"]

    def test_kinds(self):
        """They are what they are meant to be, and no larger than 400 kB."""
        text = {name: path.read_text(encoding="utf-8") for name, path in self.html.items()}
        self.assertTrue('<html lang="de">' in text["german"])
        self.assertTrue('class="notice refer"' in text["red-flag"])
        for trial in ("run01", "run02", "run03"):
            self.assertTrue(trial in text["session"])
        result = hg.result_of(self.folder / "out/insufficient", "SHORT", "S01", "run01")
        self.assertEqual("insufficient", result["quality"]["status"])
        for name, path in self.html.items():
            print(f"{name}: {path.stat().st_size / 1000:.0f} kB of HTML, {self.pdf[name].stat().st_size / 1000:.0f} kB of PDF")
            if name != "session":       # the limit is for a trial
                self.assertLess(path.stat().st_size, 400_000)

    def test_quiet(self):
        self.check(lambda _, path: pages.silence(self.b, path))

    def test_figures_and_structure(self):
        def look(name, _):
            wrong = pages.structure(self.b)
            pages.unfold(self.b)
            return wrong + pages.figures(self.b) + self.few(name, self.b.run(
                "return document.querySelectorAll('svg[role]').length"))
        self.check(look)

    def test_accessibility(self):
        # all that can be unfolded is long, and mostly the same in all reports
        self.check(lambda name, _: pages.accessibility(self.b, 1280, unfolded=name == "red-flag"))

    def test_accessibility_of_a_phone(self):
        self.check(lambda name, _: pages.accessibility(self.b, 360), "demo", "session", "red-flag")

    def test_narrow(self):
        def look(*_):
            pages.unfold(self.b)
            return [wrong for pixels in pages.WIDTHS for wrong in pages.width(self.b, pixels)]
        self.check(look)

    def test_keyboard(self):
        self.check(lambda *_: pages.skip_link(self.b) + pages.folding(self.b, pages.ENTER) + pages.folding(self.b, " "))

    def test_links_into_folded_parts_open_them(self):
        self.b.open(self.html["demo"])
        target = self.b.run("return document.querySelector('details:not([open]) [id], details:not([open])[id]').id")
        self.b.run("location.hash = arguments[0]", target)
        self.assertTrue(self.b.run("return !!document.getElementById(arguments[0]).closest('details').open", target))

    def test_without_scripts(self):
        def look(*_):
            ran = ["a script has run"] if self.b.run("return document.querySelector('nav button')") else []
            return ran + pages.folding(self.b, pages.ENTER) + pages.hidden_text(self.b) + pages.figures(self.b)
        self.b.scripts(False)
        try:
            self.check(look)
        finally:
            self.b.scripts(True)

    def print_all(self, paper, unfolded, *names):
        def look(name, _):
            if unfolded:
                pages.unfold(self.b)
            wrong, n, figures = pages.printed(self.b, self.folder / "printed.pdf", paper)
            print(f"{name} on {paper}{', unfolded' if unfolded else ''}: {n} pages, {figures} figures")
            return wrong + self.few(name, figures)
        self.check(look, *names)

    def test_printed_a4(self):
        self.print_all("A4", False)

    def test_printed_letter(self):
        self.print_all("Letter", False)

    def test_printed_unfolded(self):
        self.print_all("A4", True, "session", "german")

    def test_pictures(self):
        def look(name, path):
            pages.pictures(self.b, path, name)
            pages.paper_pictures(self.pdf[name], name)
            left = {p.name for p in pages.picture_folder().glob(f"{name}-*.png")}
            return [] if len(left) > 4 and {f"{name}-{w}.png" for w in pages.WIDTHS} < left else ["pictures are missing"]
        self.check(look)


if __name__ == "__main__":
    browser.need_browser(axe=True)
    unittest.main()
