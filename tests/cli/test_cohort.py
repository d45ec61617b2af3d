# SPDX-License-Identifier: GPL-3.0-or-later
"""Results of folders merged: one table, one page, HDF5 and MultiQC; duplicates, failures, hostile ids."""
import csv
import html.parser
import json
import math
import pathlib
import shutil
import sys
import tempfile
import unittest
import urllib.parse

import h5py

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

RUNNERS = 12     # ten and more are needed for outliers
FILES = ("cohort.csv", "cohort.html", "cohort.h5", "hipgait_mqc.json")
HOSTILE = ("<script>alert(1)</script>", '" onload="alert(1)', "=cmd|' /C calc'!A0", "a\u202eb", "\U0001f3c3 run\u00e9",
           "&lt;b&gt;", "javascript:alert(1)", "x" * 63)


class Page(html.parser.HTMLParser):
    """What a page consists of: tags with attributes, and the rows of a table with their texts."""
    VOID = {"meta", "br", "input", "path", "rect", "circle", "line"}

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.rows, self.row, self.table = [], [], {}, None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "table":
            self.table = dict(attrs).get("id")
        if tag == "tr":
            self.row = {"attrs": dict(attrs), "cells": [], "links": []}
            self.rows.setdefault(self.table, []).append(self.row)
        if tag in ("td", "th") and self.row is not None:
            self.row["cells"].append("")
        if tag == "a" and self.row is not None:
            self.row["links"].append(dict(attrs)["href"])

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()
        if tag == "tr":
            self.row = None

    def handle_data(self, data):
        if self.row is not None and self.row["cells"] and "tr" in self.open:
            self.row["cells"][-1] += data

    def trials(self):
        return [r for r in self.rows["trials-table"] if "data-quality" in r["attrs"]]


def table(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


class Cohort(unittest.TestCase):
    base = None

    @classmethod
    def setUpClass(cls):
        if Cohort.base:         # made once, read by all
            return
        Cohort.keep = tempfile.TemporaryDirectory()
        Cohort.base = base = pathlib.Path(Cohort.keep.name)
        hg.hipgait("synth", "--cohort", RUNNERS, "--seconds", 12, "--seed", 4, "-o", base / "rec", check=0)
        files = sorted((base / "rec").glob("*.h5"))
        whole = files[3].read_bytes()
        (base / "rec/cut.h5").write_bytes(whole[:len(whole) // 2])
        for name, chosen in (("shard1", files[:5] + [base / "rec/cut.h5"]), ("shard2", files[5:])):
            hg.hipgait("analyze", *chosen, "-o", base / name)
        hg.hipgait("analyze", base / "rec", "-o", base / "all", check=1)
        hg.hipgait("cohort", base / "shard1", base / "shard2", "-o", base / "merged", check=0)
        Cohort.page = Page((base / "merged/cohort.html").read_text(encoding="utf-8"))

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)

    def renamed(self, into, runner, change=None, source="R001"):
        """A copy of a result under another runner's id."""
        result = json.loads((self.base / f"all/{source}/{source}_S01_run01.json").read_text(encoding="utf-8"))
        result["runner"]["id"] = runner
        if change:
            change(result)
        into.mkdir(parents=True, exist_ok=True)
        path = into / f"r{len(list(into.iterdir()))}.json"
        path.write_text(json.dumps(result), encoding="utf-8")
        return path

    def refused(self, done, code, *words):
        self.assertEqual(done.returncode, code, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)


class Merge(Cohort):
    def test_shards_are_one_run(self):
        for name in ("cohort.csv", "hipgait_mqc.json", "failures.csv"):
            self.assertEqual((self.base / "merged" / name).read_bytes(), (self.base / "all" / name).read_bytes(), name)
        done = hg.hipgait("cohort", self.base / "all", "-o", self.here, check=0)
        self.assertEqual(done.stdout.strip(), str(self.here / "cohort.html"))
        for name in ("cohort.csv", "cohort.h5", "hipgait_mqc.json"):
            self.assertEqual((self.here / name).read_bytes(), (self.base / "merged" / name).read_bytes(), name)

    def test_page_of_analyze_is_that_of_cohort(self):
        copy = self.here / "copy"
        shutil.copytree(self.base / "all", copy)
        before = {n: (copy / n).read_bytes() for n in ("cohort.html", "cohort.csv", "hipgait_mqc.json", "failures.csv")}
        hg.hipgait("cohort", copy, "-o", copy, check=0)
        for name, data in before.items():
            self.assertEqual((copy / name).read_bytes(), data, name)

    def test_language(self):
        hg.hipgait("analyze", *sorted((self.base / "rec").glob("R*.h5"))[:2], "-o", self.here / "out", "--language", "de",
                   check=0)
        hg.hipgait("cohort", self.here / "out", "-o", self.here / "again", "--language", "de", check=0)
        texts = json.loads((hg.SOURCE / "datasets/texts/de.json").read_text(encoding="utf-8"))
        for folder in ("out", "again"):
            page = (self.here / folder / "cohort.html").read_text(encoding="utf-8")
            self.assertIn('<html lang="de">', page)
            for key in ("cohort.title", "cohort.runners", "cohort.band", "metric.contact_time"):
                self.assertIn(texts[key], page)

    def test_earlier_runs_stay_on_the_page(self):
        out, rec = self.here / "out", self.base / "rec"
        hg.hipgait("analyze", rec / "R001_S01.h5", rec / "cut.h5", "-o", out, check=1)
        hg.hipgait("analyze", rec / "R002_S01.h5", "-o", out, check=0)
        page = Page((out / "cohort.html").read_text(encoding="utf-8"))
        self.assertEqual([r["cells"][0] for r in page.trials()], ["R001", "R002"])
        self.assertEqual(table(out / "failures.csv")[0]["file"], "cut.h5")
        self.assertIn("failures-table", page.rows)
        shutil.copy(rec / "R003_S01.h5", self.here / "cut.h5")      # it was mended
        hg.hipgait("analyze", self.here / "cut.h5", "-o", out, check=0)
        page = Page((out / "cohort.html").read_text(encoding="utf-8"))
        self.assertEqual([r["cells"][0] for r in page.trials()], ["R001", "R002", "R003"])
        self.assertEqual(table(out / "failures.csv"), [])
        self.assertNotIn("failures-table", page.rows)

    def test_same_input_same_bytes(self):
        hg.hipgait("cohort", self.base / "shard2", self.base / "shard1", "-o", self.here / "b", check=0)
        for name in ("cohort.csv", "cohort.h5", "hipgait_mqc.json"):
            self.assertEqual((self.here / "b" / name).read_bytes(), (self.base / "merged" / name).read_bytes(), name)

    def test_the_same_trial_twice(self):
        a = self.renamed(self.here / "a", "P1")
        self.renamed(self.here / "b", "P1")
        hg.hipgait("cohort", self.here / "a", self.here / "b", "-o", self.here / "out", check=0)
        self.assertEqual(len(table(self.here / "out/cohort.csv")), 1)
        a.write_text(a.read_text(encoding="utf-8").replace('"P1"', '"P1" '), encoding="utf-8")  # other bytes
        done = hg.hipgait("cohort", self.here / "a", self.here / "b", "-o", self.here / "two")
        self.refused(done, 65, str(self.here / "a"), str(self.here / "b"), "P1")
        self.assertFalse((self.here / "two/cohort.csv").exists())

    def test_results_that_cannot_be_read(self):
        self.renamed(self.here / "in", "P1")
        bad = self.renamed(self.here / "in", "P2")
        bad.write_text(bad.read_text(encoding="utf-8")[:9000], encoding="utf-8")
        (self.here / "in/other.json").write_text('{"schema": "something else"}', encoding="utf-8")
        done = hg.hipgait("cohort", self.here / "in", "-o", self.here / "out")
        self.refused(done, 1, bad.name)
        self.assertEqual([r["file"] for r in table(self.here / "out/failures.csv")], [bad.name])
        self.assertEqual(len(table(self.here / "out/cohort.csv")), 1)
        bad.unlink()
        hg.hipgait("cohort", self.here / "in", "-o", self.here / "out", check=0)
        (self.here / "in/r0.json").write_text('{"schema": "hipgait-result"', encoding="utf-8")
        self.refused(hg.hipgait("cohort", self.here / "in", "-o", self.here / "none"), 65, "r0.json")

    def test_what_is_asked_wrongly(self):
        self.refused(hg.hipgait("cohort", self.base / "all"), 64, "--output")
        self.refused(hg.hipgait("cohort", "-o", self.here), 64, "no folder")
        self.refused(hg.hipgait("cohort", self.here / "nowhere", "-o", self.here / "o"), 66, "nowhere")
        (self.here / "empty").mkdir()
        self.refused(hg.hipgait("cohort", self.here / "empty", "-o", self.here / "o"), 66, "no folder holds")
        for bad in ("cohort.outlier_z=1", "cohort.outlier_z=", "outlier_z=3", "cohort.outlier_z"):
            self.refused(hg.hipgait("cohort", self.base / "all", "-o", self.here / "o", "--set", bad), 64, "--set")
        self.refused(hg.hipgait("cohort", self.base / "all", "-o", self.here / "o", "--language", "xx"), 65, "xx")

    def test_foreign_files_are_kept(self):
        for name in FILES:
            out = self.here / name.replace(".", "")
            out.mkdir()
            (out / name).write_text("mine")
            self.refused(hg.hipgait("cohort", self.base / "all", "-o", out), 73, name)
            self.assertEqual((out / name).read_text(), "mine")
            hg.hipgait("cohort", self.base / "all", "-o", out, "--force", check=0)
            self.assertNotEqual((out / name).read_bytes(), b"mine")


class Outputs(Cohort):
    def test_failures_reach_the_page(self):
        rows = self.page.rows["failures-table"][1:]
        self.assertEqual(len(rows), 1)
        self.assertEqual(rows[0]["cells"][0], "cut.h5")
        self.assertIn("cut off", rows[0]["cells"][2])

    def test_links_lead_to_reports(self):
        links = [link for row in self.page.trials() for link in row["links"]]
        self.assertEqual(len(links), RUNNERS)
        for link in links:
            self.assertTrue((self.base / "merged" / urllib.parse.unquote(link)).is_file(), link)

    def test_numbers_of_the_page_are_those_of_the_table(self):
        rows = {r["runner"]: r for r in table(self.base / "merged/cohort.csv")}
        for row in self.page.trials():
            want = rows[row["cells"][0]]
            self.assertEqual(row["cells"][7], f"{float(want['trial_speed_m_s']):.2f}")
            left, right = (float(want[f"hip_adduction_excursion_{s}_deg"]) for s in ("left", "right"))
            shown = row["cells"][12].replace("\u25b3", "").replace("\u2212", "-")
            self.assertEqual(shown, f"{left:.1f} \u00b7 {right:.1f}")

    def test_policy_and_structure(self):
        tags = [t for t, _ in self.page.tags]
        policy = next(a["content"] for t, a in self.page.tags if a.get("http-equiv") == "Content-Security-Policy")
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("script-src 'unsafe", policy)
        self.assertEqual(policy.count("'sha256-"), tags.count("script"))
        for tag, attrs in self.page.tags:
            self.assertFalse([a for a in attrs if a.startswith("on")], (tag, attrs))
            for name in ("src", "action", "data"):
                self.assertNotIn(name, attrs)
        ids = [a["id"] for _, a in self.page.tags if "id" in a]
        self.assertEqual(len(ids), len(set(ids)))
        for name in ("trials", "failures", "spreads", "trials-table", "trials-filter", "trials-shown"):
            self.assertIn(name, ids)

    def test_hdf5_is_the_table(self):
        rows = table(self.base / "merged/cohort.csv")
        with h5py.File(self.base / "merged/cohort.h5") as f:
            self.assertEqual(f.attrs["schema"].decode(), "hipgait-cohort")
            self.assertEqual(sorted(f), sorted(rows[0]))
            order = sorted(f, key=lambda n: f[n].attrs["column"])
            self.assertEqual(order, list(rows[0]))
            for name, data in f.items():
                self.assertTrue(data.attrs["description"].decode(), name)
                self.assertIn("unit", data.attrs)
                for cell, want in zip(data[:], (r[name] for r in rows)):
                    if data.dtype.kind == "S":
                        self.assertEqual(cell.decode() or "n/a", want)
                    elif want == "n/a":
                        self.assertTrue(math.isnan(cell), name)
                    else:
                        self.assertAlmostEqual(cell, float(want), delta=1e-8 * max(1, abs(float(want))))
            self.assertEqual(f["hip_adduction_peak_left_deg"].attrs["unit"].decode(), "deg")

    def test_multiqc(self):
        mqc = json.loads((self.base / "merged/hipgait_mqc.json").read_text(encoding="utf-8"))
        self.assertEqual((mqc["id"], mqc["plot_type"]), ("hipgait", "table"))
        self.assertEqual(len(mqc["data"]), RUNNERS)
        rows = {f"{r['runner']}_{r['session']}_{r['trial']}": r for r in table(self.base / "merged/cohort.csv")}
        for name, sample in mqc["data"].items():
            self.assertLessEqual(set(sample), set(mqc["headers"]))
            self.assertAlmostEqual(sample["contact_time_left_s"], float(rows[name]["contact_time_left_s"]), 8)

    def test_outliers(self):
        def odd(result):
            next(m for m in result["metrics"] if m["id"] == "hip_adduction_peak")["left"]["mean"] = 99

        for i in range(1, RUNNERS + 1):
            self.renamed(self.here / "in", f"P{i:02}", source=f"R{i:03}")
        self.renamed(self.here / "in", "ODD", odd)
        hg.hipgait("cohort", self.here / "in", "-o", self.here / "out", check=0)
        page = Page((self.here / "out/cohort.html").read_text(encoding="utf-8"))
        far = [r["cells"][0] for r in page.trials() if r["attrs"]["data-outlier"] == "1"]
        self.assertIn("ODD", far)
        spread = [r for r in page.rows[None] if r["attrs"].get("data-metric") == "hip_adduction_peak"]
        self.assertIn("ODD", spread[0]["cells"][-1])
        self.assertIn("99.0", spread[0]["cells"][-1])
        self.assertNotIn("ODD", spread[1]["cells"][-1])
        hg.hipgait("cohort", self.here / "in", "-o", self.here / "few", "--set", "cohort.outlier_trials_min=14", check=0)
        page = Page((self.here / "few/cohort.html").read_text(encoding="utf-8"))
        self.assertEqual([r for r in page.trials() if r["attrs"]["data-outlier"] == "1"], [])

    def test_worst_data_first(self):
        def worse(status):
            return lambda result: result["quality"].update(status=status)

        for runner, status in (("A", "ok"), ("B", "warned"), ("C", "insufficient"), ("D", "ok")):
            self.renamed(self.here / "in", runner, worse(status))
        hg.hipgait("cohort", self.here / "in", "-o", self.here / "out", check=0)
        page = Page((self.here / "out/cohort.html").read_text(encoding="utf-8"))
        self.assertEqual([r["cells"][0] for r in page.trials()], ["C", "B", "A", "D"])
        self.assertEqual([r["runner"] for r in table(self.here / "out/cohort.csv")], ["A", "B", "C", "D"])


    def test_then_red_flags_then_bands(self):
        def banded(**bands):
            def change(result):
                for condition in result["conditions"]:
                    condition["band"] = bands.get(condition["id"], bands.get("all", "low"))
            return change

        def raised(result):
            banded(all="refer")(result)
            result["red_flags"]["status"] = "raised"
            result["red_flags"]["items"][0]["raised"] = True

        def worst(result):
            result["quality"]["status"] = "warned"

        for runner, change in (("A", banded()), ("B", banded(hamstring_strain="moderate", bone_stress="watch")),
                               ("C", raised), ("D", worst), ("E", banded(groin_strain="elevated"))):
            self.renamed(self.here / "in", runner, change)
        hg.hipgait("cohort", self.here / "in", "-o", self.here / "out", check=0)
        rows = Page((self.here / "out/cohort.html").read_text(encoding="utf-8")).trials()
        self.assertEqual([r["cells"][0] for r in rows], ["D", "C", "E", "B", "A"])
        bands = {r["cells"][0]: r["cells"][5].replace("\u00a0", " ") for r in rows}
        self.assertEqual(bands["C"], "\u25a0 Refer: all conditions")
        self.assertEqual(bands["B"], "\u25b2 Moderate: Hamstring strain L + R\u25c6 Low, gait note: Bone stress injury")
        self.assertEqual(bands["A"], "\u25cf Low")


class Hostile(Cohort):
    def test_ids_in_every_output(self):
        for i, text in enumerate(HOSTILE):
            def change(result, text=text):
                result["session"]["id"] = text
                result["trial"]["name"] = text
                result["trial"]["footwear"] = text
                result["quality"]["flags"].append({"code": "strides_rejected", "severity": "warning", "text": text,
                                                   "value": 1})
                result["quality"]["status"] = "warned"
            self.renamed(self.here / "in", text, change)
        (self.here / "in/failures.csv").write_text(
            "file,trial,status,reason\n" + "".join(f'"{t.replace(chr(34), chr(34) * 2)}",n/a,format,'
                                                   f'"{t.replace(chr(34), chr(34) * 2)}"\n' for t in HOSTILE),
            encoding="utf-8")
        hg.hipgait("cohort", self.here / "in", "-o", self.here / "out", "--title", HOSTILE[0], check=0)
        page = Page((self.here / "out/cohort.html").read_text(encoding="utf-8"))
        shown = {t.replace("\u202e", "") for t in HOSTILE}      # what reorders text is not shown
        self.assertEqual({r["cells"][0] for r in page.trials()}, shown)
        self.assertEqual({r["cells"][1] for r in page.trials()}, shown)
        self.assertLessEqual(shown - {HOSTILE[2]}, {r["cells"][2] for r in page.rows["failures-table"][1:]})
        self.assertEqual([t for t, _ in page.tags].count("script"), 2)
        for tag, attrs in page.tags:
            self.assertFalse([a for a in attrs if a.startswith("on")], (tag, attrs))
            if tag == "a" and not attrs["href"].startswith("#"):
                self.assertRegex(attrs["href"], r"^(\./|\.\./)[A-Za-z0-9._~/%-]+$")
        rows = table(self.here / "out/cohort.csv")
        self.assertEqual({r["runner"].lstrip("'") for r in rows}, set(HOSTILE))
        self.assertFalse([r for r in rows if r["runner"][0] in "=+-@"])
        with h5py.File(self.here / "out/cohort.h5") as f:
            self.assertEqual({c.decode() for c in f["runner"][:]}, set(HOSTILE))
            self.assertEqual({c.decode() for c in f["trial"][:]}, set(HOSTILE))
        mqc = json.loads((self.here / "out/hipgait_mqc.json").read_text(encoding="utf-8"))
        self.assertEqual(len(mqc["data"]), len(HOSTILE))
        for name in mqc["data"]:
            self.assertRegex(name, r"^[A-Za-z0-9._-]+$")


if __name__ == "__main__":
    unittest.main()
