# SPDX-License-Identifier: GPL-3.0-or-later
"""The report page as a browser would take it apart: structure, safety, and its numbers against the result."""
import base64
import hashlib
import html.parser
import json
import os
import re
import subprocess
import tempfile
import unittest

TESTS = os.path.join(os.environ["HIPGAIT_BUILD"], "tests")
TEXTS = os.path.join(os.environ["HIPGAIT_SOURCE"], "datasets/texts")
NAMES = ("good", "full", "warned", "insufficient", "hostile", "bare")
VOID = {"meta", "br", "col", "img", "path", "rect", "circle"}  # of SVG those that are self-closed
DECIMALS = {"deg": 1, "s": 3, "m": 3, "1/min": 1, "%": 1, "m/s": 2, "deg/s": 0}
CURVE_FROM, CURVE_STEP = 36, 2.5  # where 0 % lies, and how far 1 % is, in units of the picture


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

    def inside(self, outer):
        """The elements in another one, at any depth."""
        found = []
        for e in self.elements:
            up = e["up"]
            while up and up[0] is not outer:
                up = up[0]["up"]
            if up:
                found.append(e)
        return found

    def by_id(self, name):
        return next(e for e in self.elements if e["attrs"].get("id") == name)


def number(shown):
    return float(shown.replace("\u2212", "-").replace("+", ""))


def points(path):
    """The points of a path of M and l commands, in picture units."""
    x = y = 0.0
    found = []
    for command, numbers in re.findall(r"([Mlz])([^Mlz]*)", path):
        values = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        for dx, dy in zip(values[::2], values[1::2]):
            x, y = (dx, dy) if command == "M" else (x + dx, y + dy)
            found.append((x, y))
    return found


class Report(unittest.TestCase):
    def pages(self):
        for name in NAMES:
            yield name, Page(printed("test_report_html", name))
        yield "all", Page(printed("test_report_html", "good", "warned", "insufficient"))
        yield "dressed", Page(printed("test_report_html", "hostile", "--dressed", "--dates", "full"))
        yield "de", Page(printed("test_report_html", "full", "--language", "de"))

    def test_one_file_without_network(self):
        for name, page in self.pages():
            with self.subTest(name):
                tags = {e["tag"] for e in page.elements}
                self.assertLessEqual(tags, set(
                    "html head meta title style body header main section div nav p h1 h2 h3 h4 dl dt dd ul ol li "
                    "a span strong bdi code table caption colgroup col thead tbody tr th td br figure figcaption "
                    "details summary svg desc path rect circle text script".split()))
                self.assertEqual(page.comments, 0)
                for e in page.elements:
                    for key, value in e["attrs"].items():
                        self.assertFalse(key.startswith("on"), e)
                        self.assertNotIn(key, ("src", "srcset", "xlink:href"))
                        if key == "style":  # widths of columns, strokes of drawings: made of numbers
                            self.assertRegex(value, r"^[a-z-]+:[\d. %a-z;:-]*$")
                        if key == "href":
                            self.assertRegex(value, r"^#[a-z0-9-]+$")
                style = page.all("style")[0]["text"]
                self.assertNotRegex(style, r"url\s*\(|@import|expression|</")

    def test_head(self):
        for name, page in self.pages():
            with self.subTest(name):
                self.assertEqual(page.all("html")[0]["attrs"]["lang"], "de" if name == "de" else "en")
                metas = [e for e in page.elements if e["tag"] in ("meta", "title", "style")]
                self.assertEqual(metas[0]["attrs"], {"charset": "utf-8"})
                self.assertEqual(metas[1]["attrs"]["http-equiv"], "Content-Security-Policy")
                # one script, and the policy allows its bytes and no others
                scripts = page.all("script")
                self.assertEqual([s["attrs"] for s in scripts], [{}])
                digest = base64.b64encode(hashlib.sha256(scripts[0]["text"].encode()).digest()).decode()
                self.assertEqual(metas[1]["attrs"]["content"],
                                 "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
                                 f"form-action 'none'; script-src 'sha256-{digest}'")
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
                    if svg["attrs"].get("aria-hidden") == "true":
                        continue
                    self.assertEqual(svg["attrs"]["role"], "img")
                    labels = svg["attrs"]["aria-labelledby"].split()
                    self.assertGreaterEqual(len(labels), 1)
                    for label in labels:
                        self.assertTrue(page.by_id(label)["text"].strip())
                levels = [int(e["tag"][1]) for e in page.elements if re.fullmatch("h[1-6]", e["tag"])]
                for before, after in zip(levels, levels[1:]):
                    self.assertLessEqual(after, before + 1)
                for details in page.all("details"):
                    self.assertEqual(page.inside(details)[0]["tag"], "summary")
                # what is said by colour is said by a sign and a word, too
                for badge in (e for e in page.all("span") if e["attrs"].get("class", "").startswith("badge")):
                    sign = page.inside(badge)[0]
                    self.assertEqual(sign["attrs"].get("aria-hidden"), "true")
                    self.assertRegex(badge["text"], r"^\S+ .*\w")

    def test_no_nan_no_claims_no_missing_text(self):
        keys = Texts.catalogue("en")
        for name, page in self.pages():
            with self.subTest(name):
                body = "".join(e["text"] for e in page.all("main"))
                for script in page.all("script"):
                    body = body.replace(script["text"], "")
                if name != "de":  # where null is a number
                    self.assertIsNone(re.search(r"(?i)\b-?(nan|inf|infinity|null)\b", body))
                self.assertIsNone(re.search(r"(?i)\b(significant\w*|abnormal\w*|predict\w*|normal)\b", body))
                # a sentence that the catalogue lacks shows its key, an argument that is lacking its braces
                for e in page.elements:
                    self.assertNotIn(e["text"].strip(), set(keys) - {"absent", "foot", "expand"})
                if name not in ("hostile", "dressed"):
                    self.assertIsNone(re.search(r"\{[a-z_]+\}", body))

    def test_intended_use_stands_on_every_page(self):
        use = json.loads(printed("test_report_json", "good"))["intended_use"]
        for name, page in self.pages():
            with self.subTest(name):
                self.assertIn(use, page.by_id("intended-use")["text"])

    def test_hostile_texts_are_text(self):
        page = Page(printed("test_report_html", "hostile"))
        names = [e["text"] for e in page.all("bdi")]
        self.assertIn("<script>alert(1)</script>", names)
        self.assertIn("\" onload=alert(1) x='\\", names)
        self.assertIn("run10</h2>", names)  # the reordering marks are gone
        self.assertIn("</style><img src=//x.example/y onerror=z>", names)
        self.assertTrue(any(n.startswith("\U0001f45f \ufffd") and "\x1b" not in n for n in names))
        self.assertTrue(any(e["text"] == "<i>\"&'" + "x" * 10234 for e in page.all("th")))
        self.assertTrue(any("one two three &lt; <svg/onload=a()>" in e["text"] for e in page.all("td")))
        self.assertEqual(page.all("meta", name="generator")[0]["attrs"]["content"], "hipgait 0\"}</style><b>")
        self.assertIn("<a href='javascript:a()'>", page.by_id("trial-1-strides")["text"])

    def test_hostile_dress_is_text(self):
        page = Page(printed("test_report_html", "hostile", "--dressed"))
        names = [e["text"] for e in page.all("bdi")]
        self.assertIn("<b>Lab</b> \"x\"", names)
        self.assertIn("=cmd() ", names)
        self.assertIn("<img src=x onerror=y>", names)
        self.assertIn("'\"><script>", names)

    def test_hostile_evidence_is_text(self):
        """Every free text of the evidence, replaced in the result file, comes out as text or not at all."""
        free = {"label", "text", "why", "note", "suspected", "action", "reading", "because", "caution", "when", "name",
                "word", "grade"}
        lists, words = {"sources", "trace", "limits"}, {"none", "watch"}
        put = []

        def evil(what):
            put.append(f"<script>{len(put)}</script>\"'onload=x {what}\u202e</style>{{x}}*b*")
            return put[-1]

        def poison(value):
            if isinstance(value, list):
                return [poison(v) for v in value]
            if not isinstance(value, dict):
                return value
            out = {}
            for key, v in value.items():
                if key in lists and isinstance(v, list) and all(isinstance(x, str) for x in v):
                    out[key] = [evil(key) for _ in v]
                elif key in free and isinstance(v, str) and v and v not in words:
                    out[key] = evil(key)
                else:
                    out[key] = poison(v)
            return out

        result = json.loads(printed("test_report_json", "full"))
        for part in ("evidence", "red_flags", "derived", "conditions", "ties", "advice"):
            result[part] = poison(result[part])
        self.assertGreater(len(put), 60)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "r.json")
            with open(path, "w", encoding="utf-8") as f:
                json.dump(result, f)
            done = subprocess.run([os.environ["HIPGAIT"], "report", path, "-o", folder, "-q"], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            with open(done.stdout.strip(), encoding="utf-8") as f:
                page = Page(f.read())
        self.assertEqual(len(page.all("script")), 1)
        for e in page.elements:
            self.assertFalse(any(key.startswith("on") for key in e["attrs"]), e["attrs"])
        body = page.all("main")[0]["text"]
        self.assertNotIn("\u202e", body)
        shown = sum(text.replace("\u202e", "") in body for text in put)
        self.assertGreater(shown, 0.7 * len(put))  # the rest are conditions of rules, and repeated sources

    def test_numbers_are_those_of_the_result(self):
        for name in ("good", "warned", "insufficient"):
            page, result = Page(printed("test_report_html", name)), json.loads(printed("test_report_json", name))
            metrics = {m["id"]: m for m in result["metrics"]}
            differences = {a["metric"]: a["difference"] for a in result["asymmetry"]}
            rows = []
            for part in ("trial-1-times", "trial-1-angles"):
                if any(e["attrs"].get("id") == part for e in page.elements):
                    rows += [e for e in page.inside(page.by_id(part)) if "data-key" in e["attrs"]]
            self.assertGreaterEqual(len(rows), 10)
            for row in rows:
                metric = row["attrs"]["data-key"]
                with self.subTest(f"{name} {metric}"):
                    cells = [e for e in page.elements if e["tag"] == "td" and e["up"] == [row]]
                    m = metrics.get(metric)
                    sides = [m["both"]] if m and "both" in m else [m["left"], m["right"]] if m else []
                    for cell, side in zip(cells, sides):
                        self.check_mean(cell["text"], side, DECIMALS[m["unit"]])
                    if not m or "both" in m:
                        continue
                    shown, truth = cells[2]["text"].split(" (")[0], differences.get(metric)
                    if truth is None:
                        self.assertEqual(shown, "not measured")
                    else:
                        self.assertAlmostEqual(number(shown), truth, delta=self.half(DECIMALS[m["unit"]]))
                        self.assertEqual(shown[0] == "+", number(shown) > 0)

    def test_comparisons_are_those_of_the_result(self):
        page, result = Page(printed("test_report_html", "good")), json.loads(printed("test_report_json", "good"))
        truth = {a["metric"]: a for a in result["asymmetry"]}
        units = {m["id"]: m["unit"] for m in result["metrics"]}
        rows = [e for e in page.inside(page.by_id("trial-1-asymmetry")) if "data-key" in e["attrs"]]
        self.assertEqual({r["attrs"]["data-key"] for r in rows},
                         {m for m, a in truth.items() if a["difference"] is not None})
        words = {"usual": "Within error", "notable": "Notable", "beyond": "Beyond usual",
                 "insufficient": "Not judged"}
        for row in rows:
            metric = row["attrs"]["data-key"]
            with self.subTest(metric):
                a, cells = truth[metric], [e for e in page.elements if e["tag"] == "td" and e["up"] == [row]]
                half = self.half(DECIMALS[units[metric]])
                self.assertAlmostEqual(number(cells[0]["text"]), a["difference"], delta=half)
                for cell, key in ((cells[1], "ci95"), (cells[2], "ci95_total")):
                    if a[key] is None or a[key][0] is None:
                        continue
                    for shown, value in zip(cell["text"].split(" to "), a[key]):
                        self.assertAlmostEqual(number(shown), value, delta=half)
                self.assertIn(words[a["class"]], cells[5]["text"])

    def test_findings_say_what_the_result_says(self):
        page, result = Page(printed("test_report_html", "good")), json.loads(printed("test_report_json", "good"))
        metrics = {m["label"]: m for m in result["metrics"]}
        truth = {a["metric"]: a for a in result["asymmetry"]}
        items = [e["text"] for e in page.inside(page.by_id("findings")) if e["tag"] == "li"]
        self.assertTrue(3 <= len(items) <= 6, items)
        told = [re.search(r"(Notable|Beyond usual)\s+(.*?): (\S+?)(?:\u00b0|\u00a0\S+) larger on the (left|right)", i)
                for i in items]
        told = [t for t in told if t]
        self.assertGreaterEqual(len(told), 1)
        for t in told:
            word, label, size, side = t.groups()
            a = truth[metrics[label]["id"]]
            self.assertEqual({"Notable": "notable", "Beyond usual": "beyond"}[word], a["class"])
            self.assertAlmostEqual(number(size), abs(a["difference"]), delta=self.half(DECIMALS[metrics[label]["unit"]]))
            self.assertEqual(side == "right", a["difference"] > 0)

    @staticmethod
    def half(decimals):
        """Half a unit of the last decimal, and a little for the 9 digits of the result file."""
        return 0.5 * 10 ** -decimals + 1e-6

    def check_mean(self, shown, side, decimals):
        if side["mean"] is None:
            self.assertEqual(shown, "not measured")
            return
        mean, sd = re.fullmatch(r"(\S+)\s\u00b1\s(\S+)", shown).groups()
        self.assertEqual(len(mean.partition(".")[2]), decimals)
        self.assertAlmostEqual(number(mean), side["mean"], delta=self.half(decimals))
        self.assertAlmostEqual(number(sd), side["sd"], delta=self.half(decimals))

    def test_lines_follow_the_result(self):
        """The drawn points, read back through the axis, are the means of the result."""
        page, result = Page(printed("test_report_html", "good")), json.loads(printed("test_report_json", "good"))
        for curve in result["curves"]:
            svg = next(e for e in page.all("svg", class_="fig")
                       if e["attrs"]["aria-labelledby"].startswith(f"trial-1-curve-{curve['id']}-t"))
            inside = page.inside(svg)
            ticks = [(number(e["text"][:-1]), float(e["attrs"]["y"]) - 4) for e in inside
                     if e["tag"] == "text" and e["text"].endswith("\u00b0")]
            (v0, y0), (v1, y1) = ticks[0], ticks[-1]
            for side in ("left", "right"):
                path = [e for e in inside if e["attrs"].get("class") == f"l-{side}" and "d" in e["attrs"]][-1]
                drawn = points(path["attrs"]["d"])
                self.assertGreater(len(drawn), 90)
                for x, y in drawn:
                    percent = round((x - CURVE_FROM) / CURVE_STEP)
                    with self.subTest(f"{curve['id']} {side} {percent} %"):
                        self.assertAlmostEqual(x, CURVE_FROM + CURVE_STEP * percent, delta=0.051)  # rounded to a tenth
                        # a tenth of a picture unit at both ticks and at the point
                        self.assertAlmostEqual(v0 + (y - y0) * (v1 - v0) / (y1 - y0), curve[side]["mean"][percent],
                                               delta=0.11 * abs((v1 - v0) / (y1 - y0)))


class Texts(unittest.TestCase):
    """The catalogues: English is whole, another language says what English says."""

    @staticmethod
    def catalogue(language):
        with open(os.path.join(TEXTS, language + ".json"), encoding="utf-8") as f:
            return json.load(f)

    def test_translations(self):
        english = self.catalogue("en")
        for name in sorted(os.listdir(TEXTS)):
            language = name.partition(".")[0]
            with self.subTest(language):
                texts = self.catalogue(language)
                missing = sorted(set(english) - set(texts))
                print(f"{language}: {len(texts)} texts, missing: {', '.join(missing) or 'none'}")
                self.assertEqual(missing, [])
                for key, text in texts.items():
                    self.assertEqual(text.count("*") % 2, 0, key)
                    if key in english:
                        self.assertEqual(sorted(set(re.findall(r"\{(\w+)\}", text))),
                                         sorted(set(re.findall(r"\{(\w+)\}", english[key]))), key)

    def test_every_key_of_the_sources_is_there(self):
        """Literal keys in the builders and the faces; those that are put together are not seen here."""
        english, source = self.catalogue("en"), os.path.join(os.environ["HIPGAIT_SOURCE"], "src/report")
        prefixes = {key.partition(".")[0] for key in english}
        used = set()
        for folder, _, files in os.walk(source):
            for name in (f for f in files if f.endswith(".c")):
                with open(os.path.join(folder, name), encoding="utf-8") as f:
                    used |= set(re.findall(r'"([a-z_]+\.[a-z_0-9.]+)"', f.read()))
        used = {key for key in used if key.partition(".")[0] in prefixes}
        self.assertGreater(len(used), 200)
        self.assertEqual(sorted(used - set(english)), [])


if __name__ == "__main__":
    unittest.main()
