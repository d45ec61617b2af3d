# SPDX-License-Identifier: GPL-3.0-or-later
"""PDF, plain text and tables as other programs read them: their texts, their fonts, their numbers against the result."""
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

TESTS = os.path.join(os.environ["HIPGAIT_BUILD"], "tests")
KINDS = ("good", "warned", "insufficient", "hostile", "bare")
HIDDEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\x00-\x08\x0b\x0e-\x1f]")


def face(name, *results):
    """The bytes of one face of results made by hand."""
    return subprocess.run([os.path.join(TESTS, "test_report_faces"), "--print", name, *results], check=True,
                          stdout=subprocess.PIPE).stdout


def result(name):
    made = subprocess.run([os.path.join(TESTS, "test_report_json"), "--print", name], check=True,
                          stdout=subprocess.PIPE).stdout
    return json.loads(made)


def on_file(data, *command):
    """What a program says about data in a file."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as f:
        f.write(data)
        f.flush()
        done = subprocess.run([part if part != "FILE" else f.name for part in command], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert not done.stderr, done.stderr
        return done.stdout.decode("utf-8")


def words(text):
    """Text in a row: line ends and the furniture of pages in between do not matter."""
    return " ".join(text.split())


def pdf_text(data):
    return on_file(data, "pdftotext", "-enc", "UTF-8", "FILE", "-")


def shown(value, decimals):
    text = f"{abs(value):.{decimals}f}"
    return ("\u2212" if value < 0 and float(text) else "") + text


class Pdf(unittest.TestCase):
    def test_fonts_are_inside(self):
        for kind in KINDS:
            rows = on_file(face("pdf", kind), "pdffonts", "FILE").splitlines()[2:]
            self.assertTrue(rows)
            for row in rows:
                self.assertIn("Inter", row)
                # embedded, subset, with a table back to Unicode
                self.assertEqual(row.split()[-5:-2], ["yes", "yes", "yes"], row)

    def test_neither_clock_nor_zone_nor_settings_of_libraries_show(self):
        here = face("pdf", "good")
        before = dict(os.environ)
        try:
            os.environ.update(TZ="Asia/Tokyo", FREETYPE_PROPERTIES="cff:no-stem-darkening=0", FONTCONFIG_FILE="/dev/null")
            self.assertEqual(face("pdf", "good"), here)
        finally:
            os.environ.clear()
            os.environ.update(before)

    def test_findings_are_text(self):
        for kind in ("good", "warned"):
            pdf, plain = words(pdf_text(face("pdf", kind))), words(face("text", kind).decode())
            findings = re.search(r"Findings (- .*?) What this report", plain).group(1)
            found = 0
            for sentence in re.findall(r"\] ([^\[]*?\.) ", findings):
                # plain text writes plain signs
                self.assertIn(sentence[:40], pdf.replace("\u2212", "-").replace("\u00a0", " "))
                found += 1
            self.assertGreater(found, 0)

    def test_order_of_reading(self):
        pdf = words(pdf_text(face("pdf", "good")))
        places = [pdf.index(text) for text in ("Hip and pelvis report", "In one minute", "Findings", "What this report",
                                               "Trial run01", "Times and lengths")]
        self.assertEqual(places, sorted(places))

    def test_numbers_are_those_of_the_result(self):
        pdf = pdf_text(face("pdf", "good"))
        told = 0
        for metric in result("good")["metrics"]:
            decimals = {"deg": 1, "s": 3, "m": 3, "1/min": 1, "%": 1, "m/s": 2, "deg/s": 0}[metric["unit"]]
            for part in ("left", "right", "both"):
                if metric.get(part) and metric[part]["mean"] is not None:
                    self.assertIn(shown(metric[part]["mean"], decimals), pdf, metric["id"])
                    told += 1
        self.assertGreater(told, 50)

    def test_pages_and_furniture(self):
        data = face("pdf", "good")
        info = dict(line.split(":", 1) for line in on_file(data, "pdfinfo", "FILE").splitlines())
        pages = int(info["Pages"])
        self.assertGreater(pages, 3)
        self.assertIn("595.28 x 841.89", info["Page size"])
        self.assertIn("2000", info["CreationDate"])
        self.assertEqual(info["JavaScript"].strip(), "no")
        self.assertIn("612 x 792", on_file(face("pdf-letter", "good"), "pdfinfo", "FILE"))
        texts = pdf_text(data).split("\f")[:pages]
        for number, text in enumerate(texts, 1):
            self.assertIn(f"Page {number} of {pages}", text)
            self.assertIn("Not a medical device", text)
            self.assertIn("R017", text)
            self.assertIn("hipgait", text)

    def test_outline_and_links(self):
        data = face("pdf-full", "good")
        outline = re.findall(rb"/Title \(([^)]*)\)", data)
        for entry in (b"In one minute", b"Findings", b"Trial run01", b"Times and lengths"):
            self.assertIn(entry, outline)
        # every link and every entry leads to a place of this file
        places = {row.split('"')[1] for row in on_file(data, "pdfinfo", "-dests", "FILE").splitlines()[1:]}
        links = re.findall(rb"/Subtype /Link\b.*?/Dest \((\w+)\)", data, re.S)
        self.assertGreater(len(links), 1)
        self.assertEqual(len(links), data.count(b"/Subtype /Link"))
        self.assertLessEqual({link.decode() for link in links}, places)
        self.assertEqual(len(re.findall(rb"/Title \([^)]*\)\s*/Parent[^>]*?/Dest \[\d+ 0 R", data)), len(outline) - 1)

    def test_what_is_folded_is_left_out_unless_asked_for(self):
        short, full = (words(pdf_text(face(name, "good"))) for name in ("pdf", "pdf-full"))
        self.assertIn("made with --full", short)
        self.assertNotIn("made with --full", full)
        self.assertNotIn("What the measures mean", short)
        self.assertIn("What the measures mean", full)
        self.assertLess(len(short), len(full))

    def test_a_wide_table_repeats_its_head(self):
        texts = pdf_text(face("sample", "r-0042")).split("\f")
        for text in texts:
            if "Measure number" in text:
                self.assertIn("What it says", text)
        self.assertGreaterEqual(sum("What it says" in text for text in texts), 3)
        whole = words("".join(texts))
        for row in range(90):
            self.assertIn(f"Measure number {row} ", whole)

    def test_nothing_leaves_the_page(self):
        """Every word of text lies on the paper, also those of endless names."""
        for data in (face("pdf", "hostile"), face("sample", "W" * 10240), face("pdf", "good")):
            boxes = on_file(data, "pdftotext", "-bbox", "FILE", "-")
            page = re.search(r'<page width="([\d.]+)" height="([\d.]+)"', boxes)
            width, height = float(page.group(1)), float(page.group(2))
            found = re.findall(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"', boxes)
            self.assertGreater(len(found), 100)
            for box in found:
                x0, y0, x1, y1 = map(float, box)
                self.assertTrue(20 < x0 and x1 < width - 20 and 10 < y0 and y1 < height - 5, box)

    def test_hostile_texts_stay_texts(self):
        data = face("pdf", "hostile")
        text = pdf_text(data)
        self.assertIn("<script>alert(1)</script>", words(text))
        self.assertIsNone(HIDDEN.search(text.replace("\f", "")))
        for key in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/OpenAction", b"/EmbeddedFile"):
            self.assertNotIn(key, data)

    def test_missing_glyphs_are_still_text(self):
        text = pdf_text(face("sample", "runner \u4e2d\u6587 \u03b1\u03b2 \u0141\u00f3d\u017a"))
        self.assertIn("\u0141\u00f3d\u017a", text)
        self.assertIn("\u03b1\u03b2", text)
        self.assertIn("\u4e2d\u6587", text)

    def test_other_languages(self):
        folder = pathlib.Path(os.environ["HIPGAIT_SOURCE"]) / "datasets/texts"
        others = sorted(p.stem for p in folder.glob("*.json") if p.stem != "en")
        if not others:
            self.skipTest("the only language is English")
        english = json.loads((folder / "en.json").read_text(encoding="utf-8"))
        for language in others:
            texts = json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))
            text = words(pdf_text(face(f"pdf:{language}", "good")))
            for key in ("title", "page_one", "who.runner"):
                self.assertIn(texts[key], text)
                if texts[key] != english[key]:
                    self.assertNotIn(english[key], text)
            self.assertIn(texts["paper.page"].replace("{page}", "1").split("{")[0], text)


class Plain(unittest.TestCase):
    def test_width_and_signs(self):
        for kind in KINDS:
            text = face("text", kind).decode("utf-8")
            for line in text.splitlines():
                self.assertLessEqual(len(line), 76)
                self.assertEqual(line, line.rstrip())
            self.assertIsNone(HIDDEN.search(text.replace("\n", "")))
            if kind != "hostile":
                self.assertEqual(set(re.findall(r"[^\x00-\x7f]", text)) - set("\u00b0\u00b1"), set())

    def test_numbers(self):
        text = face("text", "good").decode("utf-8")
        for metric in result("good")["metrics"]:
            if metric["unit"] == "deg" and metric.get("left"):
                self.assertIn(shown(metric["left"]["mean"], 1).replace("\u2212", "-") + "\u00b1", text)


class Tables(unittest.TestCase):
    def rows(self, name, *results):
        rows = list(csv.DictReader(io.StringIO(face(name, *results).decode("utf-8"))))
        for row in rows:
            self.assertNotIn(None, row)
            self.assertNotIn(None, row.values())
        return rows

    def check(self, text, value):
        if value is None:
            self.assertEqual(text, "n/a")
        else:
            self.assertEqual(float(text), value)

    def test_long_is_the_result(self):
        for kind in ("good", "warned"):
            of = {(row["metric"], row["side"]): row for row in self.rows("long", kind)}
            data = result(kind)
            seen = 0
            for metric in data["metrics"]:
                for side in ("left", "right", "both"):
                    if not metric.get(side) or not metric[side]["n"]:
                        continue
                    row, stat = of[metric["id"], side], metric[side]
                    self.assertEqual(row["unit"], metric["unit"])
                    for column, value in (("mean", stat["mean"]), ("sd", stat["sd"]), ("n", stat["n"]),
                                          ("ci95_low", stat["ci95"] and stat["ci95"][0]),
                                          ("ci95_high", stat["ci95"] and stat["ci95"][1])):
                        self.check(row[column], value)
                    seen += 1
            for entry in data["asymmetry"]:
                row = of[entry["metric"], "difference"]
                self.check(row["mean"], entry["difference"])
                self.assertEqual(row["rating"], entry["class"])
                seen += 1
            self.assertEqual(seen, len(of))

    def test_wide_and_curves(self):
        wide = self.rows("wide", "good", "warned")
        self.assertEqual([row["status"] for row in wide], ["ok", "warned"])
        curves = self.rows("curves", "good")
        self.assertEqual([int(row["stride_percent"]) for row in curves], list(range(101)))
        for curve in result("good")["curves"]:
            for side in ("left", "right"):
                for part in ("mean", "sd"):
                    for row, value in zip(curves, curve[side][part]):
                        self.check(row[f"{curve['id']}_{side}_{part}_deg"], value)

    def test_insufficient_data_give_no_angles(self):
        families = {row["family"] for row in self.rows("long", "insufficient")}
        self.assertLessEqual(families, {"spatiotemporal"})
        for row in self.rows("curves", "insufficient"):
            self.assertEqual({v for k, v in row.items() if k.endswith("_deg")}, {"n/a"})

    def test_dictionary_knows_every_column(self):
        known = json.loads(face("dictionary", "good"))
        for name in ("long", "wide", "curves"):
            self.assertEqual(list(self.rows(name, "good")[0]), list(known[name]))
            for column in known[name].values():
                self.assertTrue(column["Description"])
        self.assertLessEqual({row["metric"] for row in self.rows("long", "good")}, set(known["metrics"]))

    def test_formulas_are_guarded(self):
        for name in ("long", "wide", "curves"):
            for row in self.rows(name, "formula"):
                self.assertEqual(row["runner"], "'=cmd()")
                self.assertEqual(row["session"], "'@SUM(1)")
                self.assertEqual(row["trial"], "'+1")


if __name__ == "__main__":
    unittest.main()
