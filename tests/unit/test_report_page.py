# SPDX-License-Identifier: GPL-3.0-or-later
"""The report page as a browser would take it apart: structure, safety, and its numbers against the result."""
import html.parser
import json
import os
import re
import subprocess
import unittest

TESTS = os.path.join(os.environ["HIPGAIT_BUILD"], "tests")
NAMES = ("good", "warned", "insufficient", "hostile", "bare")
VOID = {"meta", "br", "path"}  # path stands for the self-closed ones of SVG
DECIMALS = {"deg": 1, "s": 3, "m": 3, "1/min": 1, "%": 1, "m/s": 2, "deg/s": 0}


def printed(program, *names):
    command = [os.path.join(TESTS, program), "--print", *names]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")


class Page(html.parser.HTMLParser):
    """Elements with their attributes and texts; complains about tags that do not match."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.comments = [], [], 0
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        assert len(attrs) == len(dict(attrs)), f"an attribute stands twice in <{tag}>"
        element = {"tag": tag, "attrs": dict(attrs), "text": "", "up": self.open[-1:]}
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open and self.open[-1]["tag"] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data

    def handle_comment(self, data):
        self.comments += 1

    def all(self, tag, **attrs):
        attrs = {k.rstrip("_").replace("_", "-"): v for k, v in attrs.items()}
        return [e for e in self.elements if e["tag"] == tag and all(e["attrs"].get(k) == v for k, v in attrs.items())]


def number(shown):
    return float(shown.replace("\u2212", "-").replace("+", ""))


class Report(unittest.TestCase):
    def pages(self):
        for name in NAMES:
            yield name, Page(printed("test_report_html", name))
        yield "all", Page(printed("test_report_html", "good", "warned", "insufficient"))

    def test_one_file_without_script_or_network(self):
        for name, page in self.pages():
            with self.subTest(name):
                tags = {e["tag"] for e in page.elements}
                self.assertLessEqual(tags, set(
                    "html head meta title style body header main footer section div p h1 h2 h3 dl dt dd ul li "
                    "a span strong em bdi code table caption thead tbody tr th td br figure figcaption "
                    "svg desc g path text".split()))
                self.assertEqual(page.comments, 0)
                for e in page.elements:
                    for key, value in e["attrs"].items():
                        self.assertFalse(key.startswith("on"), e)
                        self.assertNotIn(key, ("src", "srcset", "style", "xlink:href"))
                        if key == "href":
                            self.assertRegex(value, r"^#[a-z0-9-]+$")
                style = page.all("style")[0]["text"]
                self.assertNotRegex(style, r"url\s*\(|@import|expression|</")

    def test_head(self):
        for name, page in self.pages():
            with self.subTest(name):
                self.assertEqual(page.all("html")[0]["attrs"]["lang"], "en")
                metas = [e for e in page.elements if e["tag"] in ("meta", "title", "style")]
                self.assertEqual(metas[0]["attrs"], {"charset": "utf-8"})
                self.assertEqual(metas[1]["attrs"]["http-equiv"], "Content-Security-Policy")
                self.assertEqual(metas[1]["attrs"]["content"],
                                 "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
                self.assertEqual(len(page.all("title")), 1 + len(page.all("svg", class_="curve")))
                self.assertEqual(len(page.all("h1")), 1)

    def test_accessible(self):
        for name, page in self.pages():
            with self.subTest(name):
                ids = [e["attrs"]["id"] for e in page.elements if "id" in e["attrs"]]
                self.assertEqual(len(ids), len(set(ids)))
                for e in page.all("th"):
                    self.assertIn(e["attrs"].get("scope"), ("col", "row", "rowgroup"))
                for e in page.all("a"):
                    self.assertIn(e["attrs"]["href"][1:], ids)
                for svg in page.all("svg"):
                    if svg["attrs"]["class"] != "curve":
                        self.assertEqual(svg["attrs"]["aria-hidden"], "true")
                        continue
                    self.assertEqual(svg["attrs"]["role"], "img")
                    for label in svg["attrs"]["aria-labelledby"].split():
                        self.assertIn(label, ids)
                levels = [int(e["tag"][1]) for e in page.elements if re.fullmatch("h[1-6]", e["tag"])]
                for before, after in zip(levels, levels[1:]):
                    self.assertLessEqual(after, before + 1)

    def test_no_nan_and_no_claims(self):
        for name, page in self.pages():
            with self.subTest(name):
                body = page.all("body")[0]["text"]
                self.assertNotRegex(body, r"(?i)\b-?(nan|inf|infinity|null)\b")
                # no uncertainty and no reference was computed, so nothing may be called by these words
                self.assertNotRegex(body, r"(?i)\b(significant\w*|abnormal\w*|risk\w*|predict\w*|normal)\b")

    def test_intended_use_stands_on_every_page(self):
        use = json.loads(printed("test_report_json", "good"))["intended_use"]
        for name, page in self.pages():
            with self.subTest(name):
                self.assertIn(use, page.all("footer", id="intended-use")[0]["text"])

    def test_hostile_texts_are_text(self):
        page = Page(printed("test_report_html", "hostile"))
        names = [e["text"] for e in page.all("bdi")]
        self.assertIn("<script>alert(1)</script>", names)
        self.assertIn("\" onload=alert(1) x='\\", names)
        self.assertIn("run10</h2>", names)  # the reordering marks are gone
        self.assertIn("</style><img src=//x.example/y onerror=z>", names)
        self.assertTrue(any(n.startswith("\U0001f45f \ufffd") and "\x1b" not in n for n in names))
        self.assertTrue(any(e["text"] == "<i>\"&'" + "x" * 10234 for e in page.all("th")))
        self.assertIn("one two three &lt; <svg/onload=a()>", [e["text"] for e in page.all("td")])
        self.assertEqual(page.all("meta", name="generator")[0]["attrs"]["content"], "hipgait 0\"}</style><b>")

    def test_numbers_are_those_of_the_result(self):
        for name in ("good", "warned", "insufficient"):
            page, result = Page(printed("test_report_html", name)), json.loads(printed("test_report_json", name))
            metrics = {m["id"]: m for m in result["metrics"]}
            differences = {a["metric"]: a["difference"] for a in result["asymmetry"]}
            rows = [e for e in page.all("tr") if "data-metric" in e["attrs"]]
            self.assertGreaterEqual(len(rows), 10)
            for row in rows:
                metric = row["attrs"]["data-metric"]
                with self.subTest(f"{name} {metric}"):
                    cells = [e for e in page.elements if e["tag"] == "td" and e["up"] == [row]]
                    m = metrics.get(metric)
                    sides = [m["both"]] if m and "both" in m else [m["left"], m["right"]] if m else []
                    for cell, side in zip(cells, sides):
                        self.check_mean(cell["text"], side, DECIMALS[m["unit"]])
                    if not m or "both" in m:
                        continue
                    shown, truth = cells[2]["text"], differences.get(metric)
                    if truth is None:
                        self.assertEqual(shown, "not measured")
                    else:
                        self.assertAlmostEqual(number(shown), truth, delta=self.half(DECIMALS[m["unit"]]))
                        self.assertEqual(shown[0] == "+", number(shown) > 0)

    def test_summary_names_the_largest_differences(self):
        page, result = Page(printed("test_report_html", "good")), json.loads(printed("test_report_json", "good"))
        metrics = {m["id"]: m for m in result["metrics"]}
        angles = [a for a in result["asymmetry"] if metrics[a["metric"]]["unit"] == "deg"
                  and not a["metric"].startswith("knee_")]
        summary = page.all("ul", class_="summary")[0]
        items = [e for e in page.all("li") if e["up"][0]["tag"] == "ul" and e["up"][0]["up"] and
                 e["up"][0]["up"][0]["tag"] == "li" and e["up"][0]["up"][0]["up"] == [summary]]
        largest = sorted(angles, key=lambda a: -abs(a["difference"]))[:3]  # stable: the registry's order in ties
        self.assertEqual(len(items), 3)
        self.assertIn(f"Of {len(angles)} hip and pelvis measures", summary["text"])
        for item, a in zip(items, largest):
            m = metrics[a["metric"]]
            label, difference, left, right = re.fullmatch(
                "(.*) (\\S+)\u00b0 \\(left (\\S+)\u00b0, right (\\S+)\u00b0\\)", item["text"]).groups()
            self.assertEqual(label.lower(), m["label"].lower())
            for shown, truth in ((difference, a["difference"]), (left, m["left"]["mean"]), (right, m["right"]["mean"])):
                self.assertAlmostEqual(number(shown), truth, delta=self.half(1))

    @staticmethod
    def half(decimals):
        """Half a unit of the last decimal, and a little for the 9 digits of the result file."""
        return 0.5 * 10 ** -decimals + 1e-6

    def check_mean(self, shown, side, decimals):
        if side["mean"] is None:
            self.assertEqual(shown, "not measured")
            return
        mean, sd = re.fullmatch(r"(\S+) \u00b1\u00a0(\S+)", shown).groups()
        self.assertEqual(len(mean.partition(".")[2]), decimals)
        self.assertAlmostEqual(number(mean), side["mean"], delta=self.half(decimals))
        self.assertAlmostEqual(number(sd), side["sd"], delta=self.half(decimals))

    def test_lines_follow_the_result(self):
        """The drawn points, read back through the axis, are the means of the result."""
        page, result = Page(printed("test_report_html", "good")), json.loads(printed("test_report_json", "good"))
        for curve in result["curves"]:
            svg = next(e for e in page.all("svg", class_="curve")
                       if e["attrs"]["aria-labelledby"].startswith(f"trial-1-{curve['id']}-t"))
            inside = [e for e in page.elements if e["up"] and svg in (e["up"][0], *e["up"][0]["up"])]
            ticks = [(number(e["text"][:-1]), float(e["attrs"]["y"]) - 4) for e in inside
                     if e["tag"] == "text" and e["text"].endswith("\u00b0")]
            (v0, y0), (v1, y1) = ticks[0], ticks[-1]
            for side, letter in (("left", "l"), ("right", "r")):
                path = next(e for e in inside if e["attrs"].get("class") == f"line {letter}")["attrs"]["d"]
                points = [tuple(map(float, p.split())) for p in re.findall(r"[ML]([-0-9.]+ [-0-9.]+)", path)]
                self.assertEqual(len(points), 101)
                for (x, y), i, mean in zip(points, range(101), curve[side]["mean"]):
                    with self.subTest(f"{curve['id']} {side} {i} %"):
                        self.assertAlmostEqual(x, 36 + 2.5 * i, delta=0.051)  # rounded to a tenth
                        # a tenth of a picture unit at both ticks and at the point
                        self.assertAlmostEqual(v0 + (y - y0) * (v1 - v0) / (y1 - y0), mean,
                                               delta=0.11 * abs((v1 - v0) / (y1 - y0)))


if __name__ == "__main__":
    unittest.main()
