# SPDX-License-Identifier: GPL-3.0-or-later
"""Results against docs/result.schema.json, and the schema against results that are wrong."""
import copy
import json
import os
import re
import subprocess
import sys
import unittest

try:
    import jsonschema
except ImportError:
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

SOURCE = os.environ["HIPGAIT_SOURCE"]
PROGRAM = os.path.join(os.environ["HIPGAIT_BUILD"], "tests", "test_report_json")
NAMES = ("good", "warned", "insufficient", "full", "hostile", "bare")


def refuse(constant):
    raise ValueError(f"{constant} is not JSON")


def no_twins(pairs):
    keys = [k for k, _ in pairs]
    assert len(keys) == len(set(keys)), f"a key stands twice: {keys}"
    return dict(pairs)


def text(name):
    return subprocess.run([PROGRAM, "--print", name], check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")


def result(name):
    return json.loads(text(name), parse_constant=refuse, object_pairs_hook=no_twins)


def schema():
    with open(os.path.join(SOURCE, "docs", "result.schema.json"), encoding="utf-8") as f:
        return json.load(f)


class Schema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        jsonschema.Draft202012Validator.check_schema(schema())
        cls.validator = jsonschema.Draft202012Validator(schema())

    def test_results_are_valid(self):
        for name in NAMES:
            with self.subTest(name):
                self.validator.validate(result(name))

    def test_arrays_of_numbers_stand_on_one_line(self):
        for line in text("good").splitlines():
            self.assertNotRegex(line, r"^\s*-?[0-9.]+,?$")

    def test_no_invisible_characters(self):
        for name in NAMES:
            self.assertNotRegex(text(name), "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

    def test_schema_is_strict(self):
        """Each change makes a valid result wrong; the schema must see it."""

        def drop(key):
            return lambda d: d.pop(key)

        def put(value, *path):
            def change(d):
                for key in path[:-1]:
                    d = d[key]
                d[path[-1]] = value
            return change

        wrong = {
            "unknown key": put(1, "extra"),
            "unknown key inside": put(1, "trial", "path"),
            "other schema": put("x", "schema"),
            "later version": put("2.0", "schema_version"),
            "no intended use": drop("intended_use"),
            "text for a number": put("2.5", "trial", "speed_m_s"),
            "unknown status": put("fine", "quality", "status"),
            "unknown severity": put("bad", "quality", "flags", 0, "severity"),
            "short hash": put("abc", "provenance", "input", "sha256"),
            "100 points": lambda d: d["curves"][0]["left"]["mean"].pop(),
            "unknown curve": put("ankle", "curves", 0, "id"),
            "used with a reason": put("why", "strides", "left", 0, "reason"),
            "left out without a reason": put("", "strides", "left", 7, "reason"),
            "a mean of no strides": put(0, "metrics", 2, "left", "n"),
            "no mean of some strides": put(None, "metrics", 2, "left", "mean"),
            "one side only": lambda d: d["metrics"][2].pop("left"),
            "side and both": lambda d: d["metrics"][0].update(left=d["metrics"][0]["both"]),
            "negative deviation": put(-1, "metrics", 2, "left", "sd"),
            "unknown method": put("guess", "quality", "fills", 0, "method"),
            "a stretch that is none": put([], "quality", "fills", 0, "start_s"),
            "no cut-off": put(0, "quality", "cutoffs", 0, "cutoff_hz"),
            "a spectrum of nothing": put(0, "spectra", 0, "both", "averaged"),
            "no spectrum and no reason": put("", "spectra", 2, "right", "note"),
            "coherence above one": put(1.1, "spectra", 1, "coherence", "coherence"),
            "sides of the pelvis": lambda d: d["spectra"][0].update(left=d["spectra"][0]["both"]),
            "a number gone without a reason": put(None, "variability", 0, "left", "value"),
            "unknown unit": put("ms", "variability", 0, "unit"),
            "99 differences": lambda d: d["curves"][0]["difference_test"]["difference"].pop(),
            "a test and why not": put("why", "curves", 0, "difference_test", "reason"),
            "no chance at all": put(0, "curves", 0, "difference_test", "flips", "p"),
            "a cluster of no side": put("both", "curves", 4, "difference_test", "clusters", 0, "larger"),
            "a negative seed": put(-1, "provenance", "seed"),
            "no value and no reason": put(None, "coordination", 0, "value"),
            "a value and a reason": put("why", "coordination", 0, "reason"),
            "an answer that is a list": put([], "intake", "symptoms", "any_complaint"),
            "one side of an answer": lambda d: d["intake"]["symptoms"]["pinch"].pop("left"),
            "a group of questions gone": lambda d: d["intake"].pop("scores"),
            "an unknown band": put("high", "conditions", 0, "band"),
            "a condition of both sides": put("both", "conditions", 0, "side"),
            "a rule that half fired": put("maybe", "conditions", 0, "rules", 0, "fired"),
            "an unknown domain": put("magic", "conditions", 0, "rules", 0, "domain"),
            "a value without its word": lambda d: d["conditions"][1]["rules"][1]["values"][0].pop("word"),
            "a source that is no place": put("Somebody 2020", "advice", 0, "sources", 0),
            "a citation that is no text": put(1, "evidence", "sources", 0),
            "a flag that nobody knows of": put("perhaps", "red_flags", "status"),
            "rules without a hash": put("abc", "evidence", "sha256"),
            "a tie without a metric": put(None, "ties", 0, "metric"),
            "50 points of a stride": lambda d: d["curves"][0]["left"]["strides"][0]["points"].pop(),
            "a stride before the first": put(-1, "curves", 0, "left", "strides", 0, "stride"),
            "share above one": put(1.5, "quality", "segments", 0, "tracked_share"),
        }
        good = result("full")
        for what, change in wrong.items():
            with self.subTest(what):
                bad = copy.deepcopy(good)
                change(bad)
                self.assertFalse(self.validator.is_valid(bad))

    def test_page_explains_every_key(self):
        with open(os.path.join(SOURCE, "docs", "result-format.md"), encoding="utf-8") as f:
            words = set(re.findall(r"[a-z0-9_]+", f.read()))

        def keys(node):
            if isinstance(node, dict):
                for key, value in node.get("properties", {}).items():
                    yield key
                    yield from keys(value)
                for part in ("items", "$defs", "oneOf"):
                    value = node.get(part, [])
                    children = value if isinstance(value, list) else value.values() if part == "$defs" else [value]
                    for child in children:
                        yield from keys(child)

        self.assertEqual(sorted(set(keys(schema())) - words), [])


if __name__ == "__main__":
    unittest.main()
