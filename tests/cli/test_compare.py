# SPDX-License-Identifier: GPL-3.0-or-later
"""Two visits compared: verdicts end to end, warnings, exit codes, hostile texts, the page against its JSON."""
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import h5py

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

HOSTILE = ("<script>alert(1)</script>", '" onload="alert(1)', "a\u202eb</h2>", "\U0001f45f &amp;")


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.rows, self.row, self.words = [], [], None, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.row = []
            self.rows.append(self.row)
        if tag in ("td", "th") and self.row is not None:
            self.row.append("")

    def handle_endtag(self, tag):
        if tag == "tr":
            self.row = None

    def handle_data(self, data):
        self.words.append(data)
        if self.row:
            self.row[-1] += data


class Compare(unittest.TestCase):
    base = None

    @classmethod
    def setUpClass(cls):
        if Compare.base:
            return
        Compare.keep = tempfile.TemporaryDirectory()
        Compare.base = base = pathlib.Path(Compare.keep.name)
        # 10 degrees of asymmetry before, none now; speed and step rate stay
        for visit, asymmetry in ((1, 10), (2, 0)):
            path = base / f"v{visit}.h5"
            hg.hipgait("synth", "-o", path, "--runner", "R1", "--asymmetry", asymmetry, "--seed", visit, "--seconds",
                       20, check=0)
            with h5py.File(path, "r+") as f:
                f["session"].attrs["id"] = f"S0{visit}"
                f["session"].attrs["visit"] = visit
                f["session"].attrs["start_time"] = f"2026-0{2 + visit}-02T10:00:00+01:00"
            hg.hipgait("analyze", path, "-o", base / "out", check=0)
        Compare.earlier = base / "out/R1/R1_S01_run01.json"
        Compare.later = base / "out/R1/R1_S02_run01.json"
        Compare.done = hg.hipgait("compare", cls.earlier, cls.later, "-o", base / "fu", "--pdf", "--text", check=0)
        Compare.stem = base / "fu/R1/R1_S01_run01_to_S02_run01.follow-up"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)

    def changed(self, name, change, source=None):
        result = json.loads((source or self.later).read_text(encoding="utf-8"))
        change(result)
        path = self.here / name
        path.write_text(json.dumps(result), encoding="utf-8")
        return path

    def follow_up(self, earlier, later, *options):
        hg.hipgait("compare", earlier, later, "-o", self.here / "fu", "--force", *options, check=0)
        page = next((self.here / "fu").glob("*/*.json"))
        return json.loads(page.read_text(encoding="utf-8"))


class Verdicts(Compare):
    def test_a_change_that_was_made_is_found(self):
        f = json.loads(self.stem.with_suffix(".follow-up.json").read_text(encoding="utf-8"))
        self.assertEqual((f["schema"], f["runner"]), ("hipgait-follow-up", "R1"))
        a = next(x for x in f["asymmetry"] if x["metric"] == "hip_adduction_peak")["difference"]
        self.assertEqual(a["verdict"], "real_change")
        self.assertAlmostEqual(a["change"], -10, delta=1.5)
        self.assertAlmostEqual(a["change"], a["later"] - a["earlier"], 6)
        self.assertGreater(abs(a["change"]), a["minimal_detectable_change"])
        contact = next(m for m in f["metrics"] if m["id"] == "hip_flexion_range")["left"]
        self.assertEqual(contact["verdict"], "within_error")
        s = f["summary"]
        self.assertAlmostEqual(s["expected_by_chance"], 0.05 * s["tests"])
        verdicts = [m[k]["verdict"] for m in f["metrics"] for k in ("left", "right", "both") if k in m]
        for name in ("real_change", "within_error", "cannot_tell"):
            self.assertEqual(s[name], verdicts.count(name))

    def test_the_page_has_the_numbers_of_the_json(self):
        f = json.loads(self.stem.with_suffix(".follow-up.json").read_text(encoding="utf-8"))
        page = Page(self.stem.with_suffix(".follow-up.html").read_text(encoding="utf-8"))
        m = next(m for m in f["metrics"] if m["id"] == "hip_adduction_peak")
        rows = [r for r in page.rows if r and r[0].startswith("Peak hip adduction (") and len(r) == 8]
        self.assertEqual([r[1] for r in rows], ["left", "right"])
        for row, side in zip(rows, ("left", "right")):
            numbers = [float(x.replace("\u2212", "-").replace("+", "")) for x in (row[3], row[4], row[5], row[7])]
            want = [m[side][k] for k in ("earlier", "later", "change", "minimal_detectable_change")]
            for got, number in zip(numbers, want):
                self.assertAlmostEqual(got, number, delta=0.0501)

    def test_what_differs_leaves_changes_open(self):
        def other(result):
            result["trial"]["footwear"] = "spikes"
            result["provenance"]["parameters"]["clean.cutoff_hz"] = 8

        f = self.follow_up(self.earlier, self.changed("later.json", other))
        self.assertEqual(f["summary"]["tests"], 0)
        states = {a["id"]: a["state"] for a in f["aspects"]}
        self.assertEqual(states["settings"], "differs")
        self.assertIn("clean.cutoff_hz=8", next(a for a in f["aspects"] if a["id"] == "settings")["later"])
        left = next(m for m in f["metrics"] if m["id"] == "hip_adduction_peak")["left"]
        self.assertEqual((left["verdict"], left["open"]), ("cannot_tell", "conditions"))
        self.assertIn("settings", left["open_aspects"])

    def test_settings(self):
        def faster(result):
            result["trial"]["speed_m_s"] *= 1.04

        later = self.changed("later.json", faster)
        speed = {}
        for limit in ("5", "3"):
            f = self.follow_up(self.earlier, later, "--set", f"follow_up.speed_percent={limit}")
            speed[limit] = next(a for a in f["aspects"] if a["id"] == "speed")["state"]
            self.assertEqual(f["settings"]["follow_up.speed_percent"], float(limit))
        self.assertEqual(speed, {"5": "same", "3": "differs"})


class Command(Compare):
    def test_files(self):
        self.assertEqual(self.done.stdout.strip(), str(self.stem.with_suffix(".follow-up.html")))
        made = sorted(p.name for p in self.stem.parent.iterdir())
        self.assertEqual(made, [f"{self.stem.name}.{e}" for e in ("html", "json", "pdf", "txt")])
        again = hg.hipgait("compare", self.earlier, self.later, "-o", self.here, "--pdf", "--text", check=0)
        self.assertEqual(again.stderr, self.done.stderr)
        for path in self.stem.parent.iterdir():
            self.assertEqual((self.here / "R1" / path.name).read_bytes(), path.read_bytes(), path.name)
        text = subprocess.run(["pdftotext", "-layout", f"{self.stem}.pdf", "-"], capture_output=True, text=True, check=True)
        self.assertIn("Follow-up: what changed", text.stdout)

    def test_warnings(self):
        done = hg.hipgait("compare", self.later, self.earlier, "-o", self.here / "a", check=0)
        self.assertIn("not the later one", done.stderr)
        page = next((self.here / "a/R1").glob("*.html")).read_text(encoding="utf-8")
        self.assertIn("may not be the later one", page)
        done = hg.hipgait("compare", self.later, self.later, "-o", self.here / "b", check=0)
        self.assertIn("same trial of the same recording", done.stderr)
        page = next((self.here / "b/R1").glob("*.html")).read_text(encoding="utf-8")
        self.assertIn("same trial of the same recording", page)

    def test_what_is_asked_wrongly(self):
        other = self.changed("other.json", lambda r: r["runner"].update(id="R2"))
        damaged = self.here / "damaged.json"
        damaged.write_text(self.later.read_text(encoding="utf-8")[:500], encoding="utf-8")
        for arguments, code, word in (
                ((self.earlier, other, "-o", self.here / "o"), 64, "two runners"),
                ((self.earlier, "-o", self.here / "o"), 64, "two results"),
                ((self.earlier, self.later), 64, "--output"),
                ((self.earlier, self.later, "-o", self.here / "o", "--set", "follow_up.level=2"), 64, "follow_up.level"),
                ((self.earlier, self.later, "-o", self.here / "o", "--dates", "x"), 64, "--dates"),
                ((self.earlier, self.here / "nix.json", "-o", self.here / "o"), 66, "nix.json"),
                ((self.earlier, damaged, "-o", self.here / "o"), 65, "damaged.json")):
            done = hg.hipgait("compare", *arguments)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertIn(word, done.stderr)
        self.assertFalse((self.here / "o").exists())

    def test_existing_files_are_kept(self):
        out = self.here / "R1" / f"{self.stem.name}.html"
        out.parent.mkdir()
        out.write_text("mine")
        done = hg.hipgait("compare", self.earlier, self.later, "-o", self.here)
        self.assertEqual(done.returncode, 73)
        self.assertEqual(out.read_text(), "mine")
        hg.hipgait("compare", self.earlier, self.later, "-o", self.here, "--force", check=0)
        self.assertIn("<!DOCTYPE html>", out.read_text(encoding="utf-8"))

    def test_dates(self):
        for style, there in (("relative", ()), ("year", ("2026",)), ("full", ("2026-03-02", "2026-04-02"))):
            hg.hipgait("compare", self.earlier, self.later, "-o", self.here / style, "--dates", style, check=0)
            page = next((self.here / style / "R1").glob("*.html")).read_text(encoding="utf-8")
            self.assertEqual(set(re.findall(r"2026(?:-\d\d-\d\d)?", page)), set(there))
            self.assertIn("31 days", page)

    def test_hostile_texts(self):
        for i, text in enumerate(HOSTILE):
            def change(result, text=text):
                result["runner"]["id"] = result["session"]["id"] = result["trial"]["name"] = text
                result["trial"]["footwear"] = text
                result["provenance"]["markerset"]["id"] = text
            a = self.changed(f"a{i}.json", change, self.earlier)
            b = self.changed(f"b{i}.json", change)
            out = self.here / f"out{i}"
            hg.hipgait("compare", a, b, "-o", out, check=0)
            page = Page(next(out.glob("*/*.html")).read_text(encoding="utf-8"))
            self.assertEqual([t for t, _ in page.tags].count("script"), 1)
            for tag, attrs in page.tags:
                self.assertFalse([x for x in attrs if x.startswith("on")], (tag, attrs))
            self.assertIn(text.replace("\u202e", ""), page.words)
            f = json.loads(next(out.glob("*/*.json")).read_text(encoding="utf-8"))
            self.assertEqual((f["runner"], f["later"]["trial"]), (text, text))

    def test_no_key_of_the_catalogue_is_missing(self):
        page = Page(self.stem.with_suffix(".follow-up.html").read_text(encoding="utf-8"))
        self.assertEqual([w for w in page.words if re.search(r"\b(follow|cohort|stat|who)\.[a-z_]+", w)
                          and "follow_up." not in w], [])
        self.assertEqual([w for w in page.words if re.search(r"\{[a-z_]+\}", w)], [])


if __name__ == "__main__":
    unittest.main()
