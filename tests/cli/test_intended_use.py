# SPDX-License-Identifier: GPL-3.0-or-later
"""The statement of intended use stands, word for word, wherever hipgait says something of a runner (docs/adr/0005-intended-use.md)."""
import html
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

STATEMENT = (
    "This report describes movement measurements and answers to a questionnaire. It does not diagnose, and it does not "
    "estimate the chance that you have or will get an injury. Left/right differences are common in healthy runners. It is "
    "meant to support a conversation with a physical therapist or physician, who should make all decisions. If you have "
    "severe, night, rest or worsening hip or groin pain, cannot bear weight, or feel unwell, stop running and seek medical "
    "care now. Not a medical device; not cleared or certified for diagnosis or treatment.")


def plain(page):
    page = re.sub(r"<(style|script)\b.*?</\1>", " ", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


class IntendedUse(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        here = pathlib.Path(cls.folder.name)
        hg.hipgait("synth", "-o", here / "R1.h5", "--runner", "R1", "--seconds", "12", check=0)
        (here / "R1.intake.json").write_text((hg.SOURCE / "datasets/worked/red-flag.intake.json").read_text(encoding="utf-8")
                                             .replace('"id": "red-flag"', '"id": "R1"'), encoding="utf-8")
        hg.hipgait("analyze", here / "R1.h5", "-o", here / "out", check=0)
        cls.out = here / "out/R1"

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_version(self):
        self.assertEqual(STATEMENT, hg.hipgait("--version", check=0).stdout.splitlines()[1])

    def test_result(self):
        self.assertEqual(STATEMENT, hg.result_of(self.out.parent, "R1", "S01", "run01")["intended_use"])

    def test_report(self):
        self.assertIn(STATEMENT, plain((self.out / "R1_S01.html").read_text(encoding="utf-8")))

    def test_derivation(self):
        text = hg.hipgait("explain", self.out / "R1_S01_run01.json", check=0).stdout
        self.assertIn(STATEMENT, " ".join(text.split()))

    def test_pages(self):
        for page in ("README.md", "docs/evidence.md"):
            text = (hg.SOURCE / page).read_text(encoding="utf-8")
            self.assertIn(STATEMENT, " ".join(re.sub(r"^> ?", "", text, flags=re.M).split()), page)

    def test_whoever_is_referred_reads_what_to_do(self):
        text = " ".join(hg.hipgait("explain", self.out / "R1_S01_run01.json", check=0).stdout.split())
        self.assertIn("Stop running, keep weight off the leg and see a physician at once.", text)
        ids = [a["id"] for a in hg.result_of(self.out.parent, "R1", "S01", "run01")["advice"]]
        self.assertEqual("see_physician_now", ids[0])


if __name__ == "__main__":
    unittest.main()
