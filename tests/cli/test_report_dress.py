# SPDX-License-Identifier: GPL-3.0-or-later
"""How reports look by option: language, dates, the laboratory's file, names of runners."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

HIPGAIT = os.environ["HIPGAIT"]
PRINT = os.path.join(os.environ["HIPGAIT_BUILD"], "tests", "test_report_json")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


class Dress(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.here = pathlib.Path(self.folder.name)
        self.result = self.here / "r.json"
        self.result.write_bytes(subprocess.run([PRINT, "--print", "full"], check=True, stdout=subprocess.PIPE).stdout)

    def report(self, *options, code=0):
        """The page, or with a code the message."""
        done = subprocess.run([HIPGAIT, "report", self.result, "-o", self.here / "out", "--force", "-q", *options],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stderr if code else pathlib.Path(done.stdout.strip()).read_text(encoding="utf-8")

    def file(self, name, content):
        path = self.here / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    def test_language(self):
        self.assertIn('<html lang="de">', self.report("--language", "de"))
        self.assertIn('<html lang="en">', self.report())
        self.assertIn("de, en", self.report("--language", "tlh", code=64))

    def test_dates(self):
        self.assertNotIn("2026", self.report().replace("2026-1", ""))  # the version of a reference set
        self.assertNotIn("2026-05", self.report("--dates", "year"))
        self.assertIn("S02</bdi> (visit 2), <bdi>2026-05-17", self.report("--dates", "full"))
        self.assertIn("relative, year or full", self.report("--dates", "long", code=64))

    def test_lab(self):
        (self.here / "logo.png").write_bytes(PNG)
        lab = {"name": "Lab & Sons", "contact": "x@example.org", "logo": "logo.png", "left_color": "#123456"}
        page = self.report("--lab", self.file("lab.json", lab))
        self.assertIn("Lab &amp; Sons", page)
        self.assertIn('src="data:image/png;base64,iVBORw0KGgo', page)
        self.assertIn("--left:#123456;--right:#0072b2", page)

    def test_wrong_lab(self):
        (self.here / "no.png").write_bytes(b"GIF89a and more bytes")
        (self.here / "big.png").write_bytes(PNG + bytes(200_000))
        for lab, says in ((["name"], "object"), ({"nane": "x"}, "nane"), ({"name": 3}, "text"),
                          ({"left_color": "red"}, "#RRGGBB"), ({"left_color": "#12345g"}, "#RRGGBB"),
                          ({"left_color": "#111111", "right_color": "#111111"}, "same color"),
                          ({"logo": "no.png"}, "PNG nor a JPEG")):
            with self.subTest(lab):
                message = self.report("--lab", self.file("lab.json", lab), code=64)
                self.assertIn(says, message)
                self.assertNotIn(str(self.here), message)
        self.report("--lab", self.file("lab.json", {"logo": "absent.png"}), code=66)
        self.report("--lab", self.here / "absent.json", code=66)
        self.report("--lab", self.file("lab.json", {"logo": "big.png"}), code=64)

    def test_identities(self):
        names = self.file("who.json", {"R017": {"name": "Jo Doe", "born": "1990-02-03"}, "R018": {"name": "Al Roe"}})
        page = self.report("--identity-file", names)
        self.assertIn("Jo Doe", page)
        self.assertNotIn("Al Roe", page)
        self.assertNotIn("Jo Doe", self.report())
        for wrong, says in (({"R017": "Jo"}, "R017"), ({"R017": {"ssn": "1"}}, "ssn"), ([], "object")):
            self.assertIn(says, self.report("--identity-file", self.file("who.json", wrong), code=64))

    def test_names_are_in_reports_alone(self):
        """Of all that analyze writes, only what a person reads knows the name."""
        h5 = self.here / "a.h5"
        subprocess.run([HIPGAIT, "synth", "-o", h5, "--seconds", "6", "--runner", "R017"], check=True)
        names = self.file("who.json", {"R017": {"name": "Jo Doe"}})
        out = self.here / "analyzed"
        subprocess.run([HIPGAIT, "analyze", h5, "-o", out, "-q", "--identity-file", names, "--csv"], check=True,
                       stdout=subprocess.DEVNULL)
        knows = sorted(p.suffix for p in out.rglob("*") if p.is_file() and b"Jo Doe" in p.read_bytes())
        self.assertEqual(knows, [".html"])


if __name__ == "__main__":
    unittest.main()
