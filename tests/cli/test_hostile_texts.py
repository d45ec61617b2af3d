# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile texts from every file a person may hand in, through analyze, report, compare and cohort: text in every output, read
back by parsing, and nothing that a page, a table program or a terminal would act on."""
import csv
import html.parser
import io
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

ACTIVE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
VOID = {"meta", "br", "hr", "img", "input", "link", "col", "path", "rect", "circle", "line", "polyline", "polygon", "base"}


def evil(what):
    """A text that names its place, and would break out of an element, an attribute, a style, a cell and a terminal."""
    return f"=cmd()|<script>a('{what}')</script>\" onload=a() x='\u202e</style>\x1b[31m*b*"


def short(what):
    """The same where at most 63 bytes are taken; no slash, which parts names in HDF5."""
    return f"=cmd()|<script>a('{what}')<script>\" onload=a() \u202e"


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("script", "style"):
            self.words.append(data)


class HostileTexts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        here = cls.here = pathlib.Path(cls.folder.name)
        hg.hipgait("synth", "-o", here / "r.h5", "--runner", "R1", "--seconds", 12, check=0)
        with h5py.File(here / "r.h5", "r+") as f:
            f["session"].attrs["id"] = cls.session = short("ses")
            f["trials/run01"].attrs["footwear"] = short("shoe")
            f.move("trials/run01", "trials/" + short("run"))
        answers = json.loads((hg.SOURCE / "datasets/worked/groin-strain.intake.json").read_text(encoding="utf-8"))
        answers["runner"]["id"] = "R1"
        answers["injuries"] = [{"site": short("site"), "side": "L", "diagnosis": short("diagnosis"), "weeks_ago": 30,
                                "status": "resolved"}]
        (here / "R1.intake.json").write_text(json.dumps(answers), encoding="utf-8")
        (here / "participants.tsv").write_text(
            f"participant_id\tage_years\t{evil('column')}\nR1\t30\t{evil('cell')}\n".replace("\x1b", ""), encoding="utf-8")
        lab = {"name": evil("lab"), "contact": evil("contact")}
        (here / "lab.json").write_text(json.dumps(lab), encoding="utf-8")
        (here / "who.json").write_text(json.dumps({"R1": {"name": evil("name"), "born": evil("born")}}), encoding="utf-8")
        built_in = json.loads((hg.SOURCE / "datasets/evidence/hip.json").read_text(encoding="utf-8"))
        rules = {"format": built_in["format"], "format_version": built_in["format_version"], "name": "lab",
                 "version": "1", "extends": built_in["name"], "sources": {"E1": evil("source")},
                 "limits": [evil("limit")],
                 "conditions": [{"id": "evil", "label": evil("condition"), "note": evil("note"), "neighbour": True,
                                 "sides": "none", "rules": ["E1"], "task": "any"}],
                 "rules": [{"id": "E1", "label": evil("rule"), "domain": "risk", "weight": "counts",
                            "when": "runner.age_years > 1 years", "text": evil("told"), "grade": "B",
                            "sources": ["E1"]}],
                 "advice": [{"id": "E2", "kind": "care", "when": "runner.age_years > 1 years",
                             "text": evil("advice"), "because": evil("because"),
                             "grade": "C", "sources": ["E1"]}]}
        (here / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
        cls.dress = ("--lab", here / "lab.json", "--identity-file", here / "who.json", "--pdf", "--full", "--text")
        cls.done = hg.hipgait("analyze", here / "r.h5", "-o", here / "out", "--roster", here / "participants.tsv",
                              "--evidence", here / "rules.json", "--csv", "--frames", *cls.dress)
        cls.out = here / "out/R1"

    def one(self, pattern, folder=None):
        found = sorted((folder or self.out).glob(pattern))
        self.assertEqual(1, len(found), f"{pattern}: {found}")
        return found[0]

    def check_page(self, path, scripts, *places):
        text = path.read_text(encoding="utf-8")
        self.assertIsNone(ACTIVE.search(text), path.name)
        page = Page(text)
        self.assertEqual(scripts, [t for t, _ in page.tags].count("script"))
        self.assertEqual([], [t for t, _ in page.tags if t in ("img", "iframe", "object", "base", "link", "form")
                              and path.name != "cohort.html"])
        for tag, attrs in page.tags:
            self.assertFalse([a for a in attrs if a.startswith("on")], (tag, attrs))
        words = " ".join(page.words)
        for place in places:
            self.assertIn(f"<script>a('{place}')", words, f"{path.name}: {place}")

    def test_taken(self):
        self.assertEqual(0, self.done.returncode, self.done.stderr)
        self.assertIsNone(ACTIVE.search(self.done.stderr), "what a terminal would act on")

    def test_page(self):
        self.check_page(self.one("*.html"), 1, "ses", "shoe", "run", "lab", "contact", "name", "born", "source",
                        "limit", "condition", "note", "rule", "told", "advice", "because")

    def test_text(self):
        text = self.one("*.txt").read_text(encoding="utf-8")
        self.assertIsNone(ACTIVE.search(text))
        for place in ("ses", "name", "condition", "advice"):
            self.assertIn(f"a('{place}')", re.sub(r"\s+", " ", text))

    def test_paper(self):
        if not shutil.which("pdftotext"):
            self.skipTest("pdftotext is not installed")
        path = self.one("*.pdf")
        for key in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/OpenAction", b"/EmbeddedFile"):
            self.assertNotIn(key, path.read_bytes())
        text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
        for place in ("name", "condition", "advice"):
            self.assertIn(f"a('{place}')", re.sub(r"\s+", "", text))

    def check_table(self, path):
        with self.subTest(path.name):
            text = path.read_text(encoding="utf-8")
            # ids stand in tables as they were given, marks that reorder among them: other tables are joined by them
            self.assertIsNone(ACTIVE.search(text.replace("\u202e", "")))
            rows = list(csv.reader(io.StringIO(text)))
            self.assertEqual(1, len({len(row) for row in rows}), "rows of one length")
            for row in rows:
                for cell in row:
                    if cell[:1] in ("=", "+", "@", "\t", "\r"):
                        float(cell)     # a number may begin with a sign
                    elif cell[:1] == "-":
                        float(cell)

    def test_tables(self):
        tables = sorted(self.out.glob("*.csv")) + sorted((self.here / "out").glob("*.csv"))
        self.assertGreaterEqual(len(tables), 5)
        for path in tables:
            self.check_table(path)

    def test_result_keeps_what_was_given(self):
        result = json.loads(self.one("*.json").read_text(encoding="utf-8"))
        self.assertEqual(self.session, result["session"]["id"])
        self.assertNotIn(evil("name")[:20], self.one("*.json").read_text(encoding="utf-8"))
        self.assertIn(evil("condition"), [c["label"] for c in result["conditions"]])

    def test_follow_up(self):
        result = self.one("*.json")
        hg.hipgait("compare", result, result, "-o", self.here / "follow", *self.dress, check=0)
        folder = self.here / "follow/R1"
        self.check_page(self.one("*.html", folder), 1, "ses", "run", "lab", "contact", "name", "born")
        self.assertIsNone(ACTIVE.search(self.one("*.txt", folder).read_text(encoding="utf-8")))

    def test_cohort(self):
        hg.hipgait("cohort", self.here / "out", "-o", self.here / "all", "--title", evil("title"), check=0)
        for folder in ("out", "all"):
            self.check_page(self.here / folder / "cohort.html", 2, "ses", "run")
        self.check_page(self.here / "all/cohort.html", 2, "title")
        self.check_table(self.here / "all/cohort.csv")
        for name in json.loads((self.here / "all/hipgait_mqc.json").read_text(encoding="utf-8"))["data"]:
            self.assertRegex(name, r"^[A-Za-z0-9._-]+$")
        with h5py.File(self.here / "all/cohort.h5") as f:
            self.assertEqual([self.session], [c.decode() for c in f["session"][:]])


if __name__ == "__main__":
    unittest.main()
