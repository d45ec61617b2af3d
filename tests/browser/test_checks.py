# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of pages can fail: a sound little page passes each, and one with a fault does not pass the check for it."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import browser  # noqa: E402
import pages  # noqa: E402

SOUND = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Sound</title>
<style>.skip{position:absolute;left:-9999px}.skip:focus{left:0}svg{width:200px;display:block}
@page{margin:13mm}@media print{figure{break-inside:avoid}}</style></head>
<body><a class="skip" href="#page-one">To the content</a><h1>Title</h1><main>
<section id="page-one"><h2>One</h2><p>Text.</p></section><!--between-->
<h2>Two</h2><figure><svg role="img" viewBox="0 0 100 50" aria-labelledby="t d"><title id="t">A</title>
<desc id="d">B</desc><text x="10" y="20" font-size="8">label</text></svg></figure>
<table><thead><tr><th scope="col">X</th><th scope="col">Y</th></tr></thead><tbody><tr><th scope="row">a</th><td>1</td></tr>
</tbody></table><details><summary>More</summary><p>Folded.</p></details></main></body></html>
"""
# a fault: what of the sound page is replaced, by what; the check; a word of what it says
FAULTS = [
    ("Text.", '<img alt="" src="http://127.0.0.1:9/x.png">', "silence", "asked for http://127.0.0.1:9/x.png"),
    ("Text.", '<img alt="" src="missing.png">', "silence", "missing.png"),
    ("Text.", "<script>console.error('oh')</script>", "silence", "oh"),
    ("<title>Sound", "<meta http-equiv='Content-Security-Policy' content=\"script-src 'none'\"><script>1</script><title>Sound",
     "silence", "Content Security Policy"),
    ('<title id="t">A', '<title id="t"> ', "figures", "without title"),
    ('<desc id="d">B</desc>', "", "figures", "without desc"),
    ('role="img" ', "", "figures", "role null"),
    ('x="10"', 'x="95"', "figures", "beyond its figure"),
    ("</text>", '</text><text x="20" y="22" font-size="8">over</text>', "figures", "text over text"),
    ('lang="en"', "", "structure", "lang"),
    ("<h2>Two</h2>", "<h4>Two</h4>", "structure", "h4 below h2"),
    ('<th scope="row">', "<th>", "structure", "without scope"),
    ('href="#page-one"', 'href="#elsewhere"', "structure", "nowhere"),
    ("Text.", '<span id="t"></span>', "structure", "id twice"),
    ("Text.", '<span style="display:block;width:500px">wide</span>', "width", "wide"),
    ("Text.", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">', "accessibility",
     "image-alt"),
    ("Text.", '<span style="color:#ccc">pale</span>', "accessibility", "color-contrast"),
    ("Text.", '<style>@media (prefers-color-scheme:dark){p{color:#222}body{background:#000}}</style>Text.', "accessibility",
     "dark"),
    ('class="skip"', "", "skip_link", "first Tab"),
    (".skip:focus{left:0}", "", "skip_link", "not to be seen"),
    ("<summary>", '<summary tabindex="-1">', "folding", "does not reach"),
    ("<summary>", '<summary onkeydown="event.preventDefault()" onkeyup="event.preventDefault()">', "folding",
     "does not open"),
    ("Text.", '<span style="display:none">gone</span>', "hidden_text", "gone"),
    # paper: a figure higher than a page, one that hangs over the edge, a page one of two pages
    ('viewBox="0 0 100 50"', 'viewBox="0 0 100 900"', "printed", "cut between pages"),
    ("svg{width:200px", "svg{position:relative;left:-15mm;width:9cm", "printed", "not to be found on paper"),
    ("13mm}@media print{", "0}@media print{body,figure{margin:0}", "printed", "beyond the margin"),
    ("<!--between-->", '<div style="height:23cm"></div>', "printed", None),  # moves to the next page: no fault
    ("Text.", '<span style="display:block;height:30cm">long</span>', "printed", "page one is not one page"),
]


class Checks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="hipgait-checks-")
        cls.page = pathlib.Path(cls.folder.name) / "page.html"
        cls.window = browser.Browser(cls.folder.name)
        cls.b = cls.window.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.window.__exit__()
        cls.folder.cleanup()

    def found(self, check, text):
        self.page.write_text(text, encoding="utf-8")
        self.b.resize(1280)
        self.b.open(self.page)
        if check == "silence":
            return pages.silence(self.b, self.page)
        if check == "width":
            return pages.width(self.b, 360)
        if check == "folding":
            return pages.folding(self.b, pages.ENTER)
        if check == "printed":
            return pages.printed(self.b, self.page.with_suffix(".pdf"), "A4")[0]
        return getattr(pages, check)(self.b)

    def test_sound_page_passes(self):
        for check in sorted({fault[2] for fault in FAULTS}):
            with self.subTest(check=check):
                self.assertEqual([], self.found(check, SOUND))

    def test_faults_are_found(self):
        for old, new, check, word in FAULTS:
            with self.subTest(fault=new or f"no {old}", check=check):
                self.assertIn(old, SOUND)
                found = self.found(check, SOUND.replace(old, new, 1))
                if word is None:
                    self.assertEqual([], found)
                else:
                    self.assertIn(word, " ".join(found))


if __name__ == "__main__":
    browser.need_browser(axe=True)
    unittest.main()
