# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of hipgait intake --form in headless Chromium: filled in, saved, opened again."""
import csv
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import browser
import hgfiles
from hgfiles import run

TAB, RIGHT, SPACE = "\ue004", "\ue014", " "


def radio(key, word):
    return f'input[name="{key}"][value="{word}"]'


def control(key):
    return f'[data-key="{key}"]'


def questions():
    return list(csv.DictReader(run("intake", "--questions").stdout.splitlines(), delimiter="\t",
                               quoting=csv.QUOTE_NONE))


class Form(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hipgait-form-"))
        cls.page = cls.folder / "intake.html"
        assert run("intake", "--form", "-o", cls.page).returncode == 0
        cls.window = browser.Browser(cls.folder)
        cls.b = cls.window.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.window.__exit__()
        shutil.rmtree(cls.folder)

    def setUp(self):
        self.b.open(self.page)

    def tearDown(self):
        # no error of the script, nothing that the policy blocked; that a test leaves in haste is no matter
        self.assertEqual([], [line for line in self.b.log() if "'beforeunload'" not in line])

    def text(self):
        return json.loads(self.b.run("return document.getElementById('json').value"))

    def status(self):
        return self.b.run("const s = document.getElementById('status'); return [s.textContent, s.className]")

    def saved(self, name):
        path = self.folder / name
        path.unlink(missing_ok=True)
        self.b.click("#save")
        for _ in range(200):
            if path.exists() and path.stat().st_size:
                return path
            time.sleep(0.05)
        self.fail(f"{name} was not saved; the page says {self.status()}")

    def open_file(self, path):
        self.b.type("#open", str(path))
        for _ in range(200):
            if path.name in self.status()[0]:
                return self.status()
            time.sleep(0.05)
        self.fail(f"{path.name} was not opened; the page says {self.status()}")

    def read(self, path):
        """What the reader makes of the file."""
        done = run("intake", "--from", path)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def test_untouched_page_asks_nothing(self):
        empty = json.loads(run("intake", "--template").stdout)
        self.assertEqual({**empty, "injuries": None, "training_log": None}, self.text())
        states = self.b.run("return [...document.querySelectorAll('input[type=radio]:checked')].map(r => r.value)")
        self.assertGreater(len(states), 60)
        self.assertEqual({""}, set(states))

    def test_fill_in_save_and_read(self):
        b = self.b
        for key, text in (("runner.id", "R017"), ("runner.age_years", "34"), ("runner.height_m", "171.3"),
                          ("runner.leg_length_left_m", "90.1"), ("symptoms.pain_now_nprs", "3"),
                          ("strength.adductor_n.right", "212.5"), ("scores.visa_g", "88")):
            b.type(control(key), text)
        for key, word in (("symptoms.any_complaint", "yes"), ("symptoms.site_groin.left", "no"),
                          ("symptoms.site_groin.right", "yes"), ("red_flags.limp", "no"),
                          ("red_flags.night_rest_pain", "yes"), ("training.novice", "no")):
            b.click(radio(key, word))
        for key, word in (("runner.sex", "F"), ("runner.dominant_leg", "R"), ("training.warm_up", "never"),
                          ("symptoms.pain_behaviour", "after_only"), ("scores.ostrc_version", "2013")):
            b.click(f'{control(key)} option[value="{word}"]')
        b.type(control("date"), "11202026")
        b.click("#injuries [data-add]")
        b.type("#injuries tbody " + control("site"), 'groin "old"')
        b.click("#injuries tbody " + control("side") + ' option[value="R"]')
        b.type("#injuries tbody " + control("weeks_ago"), "30")
        b.click("#injuries tbody " + control("surgery") + ' option[value="no"]')
        b.click("#injuries [data-add]")         # a row that stays empty does not count
        b.click("#training_log [data-add]")
        b.type("#training_log tbody " + control("date"), "11182026")
        b.type("#training_log tbody " + control("distance_m"), "8.2")
        b.type("#training_log tbody " + control("duration_s"), "46.5")
        b.click("#training_log tbody " + control("surface") + ' option[value="trail"]')

        path = self.saved("R017.intake.json")
        self.assertEqual(path.read_text(encoding="utf-8"), self.b.run("return document.getElementById('json').value"))
        content = self.read(path)
        want = json.loads(run("intake", "--template").stdout)
        want["runner"].update(id="R017", sex="F", age_years=34, height_m=1.713, leg_length_left_m=0.901, dominant_leg="R")
        want["date"] = "2026-11-20"
        want["symptoms"].update(any_complaint=True, site_groin={"left": False, "right": True}, pain_now_nprs=3,
                                pain_behaviour="after_only")
        want["red_flags"].update(limp=False, night_rest_pain=True)
        want["training"].update(novice=False, warm_up="never")
        want["strength"]["adductor_n"]["right"] = 212.5
        want["scores"].update(visa_g=88, ostrc_version="2013")
        want["injuries"] = [{"site": 'groin "old"', "side": "R", "diagnosis": None, "weeks_ago": 30, "days_lost": None,
                             "status": None, "surgery": False}]
        want["training_log"] = [{"date": "2026-11-18", "distance_m": 8200, "duration_s": 2790, "rpe": None,
                                 "surface": "trail"}]
        self.assertEqual(want, content)

        self.b.open(self.page)                  # a fresh page takes it up where it was left
        self.assertEqual([f"Opened {path.name}.", ""], self.open_file(path))
        self.assertEqual(json.loads(path.read_text()), self.text())
        self.b.click("#injuries [data-remove]")
        self.assertIsNone(self.text()["injuries"])

    def test_every_question_comes_back(self):
        """A file with an answer to each question is opened and saved: the same answers."""
        content = json.loads(run("intake", "--template").stdout)
        content["injuries"] = content["training_log"] = None
        content["runner"]["id"] = "R018"
        for i, row in enumerate(questions()):
            value = {"answer": i % 2 == 0, "choice": row["unit"].split("|")[-1],
                     "number": round(float(row["least"] or 0) + 0.37 * (float(row["most"] or 0) - float(row["least"] or 0)), 3)}
            one = value[row["kind"]]
            content[row["group"]][row["name"]] = {"left": one, "right": None} if row["sided"] == "1" else one
        path = self.folder / "all.json"
        path.write_text(json.dumps(content))
        self.assertEqual(["Opened all.json.", ""], self.open_file(path))
        self.assertEqual(content, self.text())
        self.assertEqual(self.read(path), self.read(self.saved("R018.intake.json")))

    def test_what_cannot_be_right_is_not_saved(self):
        self.b.type(control("runner.id"), "R019")
        self.b.type(control("symptoms.pain_now_nprs"), "11")
        self.b.click("#save")
        self.assertEqual("bad", self.status()[1])
        self.b.type(control("symptoms.pain_now_nprs"), "\ue003\ue003" + "4")
        self.b.click("#training_log [data-add]")
        self.b.type("#training_log tbody " + control("distance_m"), "5")
        self.b.click("#save")                   # a run needs its day
        self.assertEqual("bad", self.status()[1])
        self.assertFalse((self.folder / "R019.intake.json").exists())
        self.b.type("#training_log tbody " + control("date"), "11182026")
        self.assertEqual(4, self.read(self.saved("R019.intake.json"))["symptoms"]["pain_now_nprs"])

    def test_files_that_do_not_fit(self):
        path = self.folder / "odd.json"
        path.write_text("{")
        self.assertEqual("bad", self.open_file(path)[1])
        path.write_text('{"schema": "hipgait-result"}')
        self.b.open(self.page)
        self.assertIn("it is not an intake file", self.open_file(path)[0])
        path.write_text(json.dumps({"schema": "hipgait-intake", "schema_version": "1.0",
                                    "symptoms": {"pain_now_nprs": 3, "limping": True, "any_complaint": "yes"},
                                    "injuries": [{"when": 3}]}))
        self.b.open(self.page)
        text, kind = self.open_file(path)
        self.assertEqual("bad", kind)
        for lost in ("symptoms.limping", "symptoms.any_complaint", "injuries[0].when"):
            self.assertIn(lost, text)
        self.assertEqual(3, self.text()["symptoms"]["pain_now_nprs"])

    def test_keyboard(self):
        """Tab reaches the question, arrows choose, space adds a row."""
        self.b.run("document.querySelector('[data-key=\"date\"]').focus()")
        self.b.keys(TAB * 12)                   # past the parts of the date
        focused = self.b.run("return document.activeElement.name || document.activeElement.dataset.key")
        self.assertRegex(focused, r"^symptoms\.")
        self.b.run("document.querySelector('input[name=\"red_flags.limp\"]:checked').focus()")
        self.b.keys(RIGHT)
        self.assertIs(False, self.text()["red_flags"]["limp"])
        self.b.keys(RIGHT)
        self.assertIs(True, self.text()["red_flags"]["limp"])
        self.b.keys(RIGHT)
        self.assertIsNone(self.text()["red_flags"]["limp"])
        self.b.run("document.querySelector('#injuries [data-add]').focus()")
        self.b.keys(SPACE)
        self.assertEqual("site", self.b.run("return document.activeElement.dataset.key"))

    def chosen(self, group):
        return self.b.run(f"return [...document.querySelectorAll('#{group} [role=radiogroup]')].map(r => "
                          "[r.dataset.key, r.querySelector('input:checked').value])")

    def told(self, group):
        return self.b.run(f"return document.querySelector('#{group} .together').textContent")

    def test_no_complaint_answers_the_symptoms(self):
        """What was open becomes "no" where it can be seen; an answer of one's own stays; it can be taken back."""
        knee = [["symptoms.site_knee.left", ""], ["symptoms.site_knee.right", ""]]
        self.b.click(radio("symptoms.stiffness.left", "yes"))
        before = self.chosen("symptoms")
        self.assertEqual("", self.told("symptoms"))
        self.b.click(radio("symptoms.any_complaint", "no"))
        now = self.chosen("symptoms")
        self.assertEqual(knee, [row for row in now if row[1] == ""])        # not of hip, groin or thigh
        self.assertEqual([["symptoms.stiffness.left", "yes"]], [row for row in now if row[1] == "yes"])
        count = len(now) - 4                    # any_complaint, stiffness.left, knees
        self.assertIn(f'{count} answers that were open are now "no"', self.told("symptoms"))
        self.assertIs(False, self.text()["symptoms"]["site_groin"]["left"])
        self.assertIsNone(self.text()["symptoms"]["pain_now_nprs"])
        self.assertIsNone(self.text()["red_flags"]["limp"])
        self.b.click(radio("symptoms.pinch.right", "yes"))
        self.assertIn(f"{count - 1} answers", self.told("symptoms"))
        self.b.click("#symptoms [data-undo]")
        want = [[key, {"symptoms.any_complaint": "no", "symptoms.pinch.right": "yes"}.get(key, word)] for key, word in before]
        self.assertEqual(want, self.chosen("symptoms"))
        self.assertEqual("", self.told("symptoms"))
        self.b.click(radio("symptoms.any_complaint", "yes"))
        self.b.click(radio("symptoms.any_complaint", "no"))
        self.assertNotEqual(want, self.chosen("symptoms"))
        self.b.click(radio("symptoms.any_complaint", "yes"))                # as by arrow keys: taken back by itself
        want = [[key, "yes" if key == "symptoms.any_complaint" else word] for key, word in want]
        self.assertEqual(want, self.chosen("symptoms"))

    def test_red_flags_all_no(self):
        self.b.click(radio("red_flags.limp", "yes"))
        self.b.click("#red_flags [data-rest]")
        flags = self.text()["red_flags"]
        self.assertEqual({"limp": True}, {key: value for key, value in flags.items() if value is not False})
        self.assertIn(f'{len(flags) - 1} answers that were open are now "no"', self.told("red_flags"))
        self.assertEqual({""}, {word for _, word in self.chosen("symptoms")})
        self.b.click("#red_flags [data-undo]")
        self.assertEqual({"limp": True}, {key: value for key, value in self.text()["red_flags"].items() if value is not None})
        self.b.click("#red_flags [data-rest]")
        path = self.folder / "open.json"        # a file that is opened has its own answers
        path.write_text(json.dumps({"schema": "hipgait-intake", "schema_version": "1.0", "red_flags": {"limp": False}}))
        self.open_file(path)
        self.assertEqual("", self.told("red_flags"))
        self.assertEqual({"limp": False}, {key: value for key, value in self.text()["red_flags"].items() if value is not None})

    def test_sites_are_offered(self):
        """The words that rules look for, as docs/evidence.md lists them; another word can be written."""
        self.b.click("#injuries [data-add]")
        offered = self.b.run("return [...document.querySelector('#injuries tbody [data-key=site]').list.options].map(o => o.value)")
        page = (pathlib.Path(__file__).resolve().parents[2] / "docs/evidence.md").read_text(encoding="utf-8")
        listed = re.findall(r"^\| `([^`]+)` \|", page.partition("## Words for the site")[2].partition("## Parameters")[0], re.MULTILINE)
        self.assertEqual(sorted(listed), sorted(offered))
        self.assertIn("outer hip", offered)

    def test_accessibility(self):
        self.b.click(radio("symptoms.any_complaint", "no"))
        self.b.run("for (const add of document.querySelectorAll('[data-add]')) add.click()")
        found = self.b.accessibility()
        if found is None:
            self.assertNotEqual("true", os.environ.get("CI"), "axe-core is not installed")
            self.skipTest("axe-core is not installed")
        self.assertEqual([], found)

    def test_every_control_has_a_name(self):
        nameless = self.b.run("""
            for (const add of document.querySelectorAll('[data-add]')) add.click();
            return [...document.querySelectorAll('input:not([type=radio]), select, textarea, [role=radiogroup]')]
              .filter(c => !c.getAttribute('aria-label') && !c.getAttribute('aria-labelledby')
                           && !(c.labels && c.labels.length && c.labels[0].textContent.trim()))
              .map(c => c.outerHTML)""")
        self.assertEqual([], nameless)


class Narrow(unittest.TestCase):
    def test_nothing_overflows(self):
        with tempfile.TemporaryDirectory(prefix="hipgait-form-") as folder:
            page = pathlib.Path(folder) / "intake.html"
            self.assertEqual(0, run("intake", "--form", "-o", page).returncode)
            for width in (360, 700, 900, 1000, 1280):
                with browser.Browser(folder, width, 900) as b:
                    b.open(page)
                    b.run("for (const add of document.querySelectorAll('[data-add]')) add.click()")
                    wide, cut = b.run("""
                        const cut = [...document.querySelectorAll('button, label > span, legend, td, select')]
                          .filter(e => e.offsetParent && e.closest('section') && e.getBoundingClientRect().right >
                                       e.closest('section').getBoundingClientRect().right - 10);
                        return [document.documentElement.scrollWidth, cut.map(e => e.outerHTML)]""")
                    self.assertEqual(width, wide)
                    self.assertEqual([], cut)


if __name__ == "__main__":
    browser.need_browser()
    hgfiles.main()
