# SPDX-License-Identifier: GPL-3.0-or-later
"""What the built-in evidence file must hold, whatever the engine makes of it."""
import json
import re
import unittest

import house

CONDITIONS = ("hamstring_strain", "groin_strain", "trochanteric_bursitis", "hip_flexor_tendonitis", "gluteal_tendonitis")
NEIGHBOURS = ("femoroacetabular_impingement", "hip_osteoarthritis", "iliotibial_band", "bone_stress")
# rules of the scheme; one that stands in several bands has a letter behind it
RULES = "X1 X2 P1 P2 P3 P4 R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 G1 G2 G3 G4 G5 G6 G7 G8 G9".split()
GRADES = {"A", "B", "B-", "C", "N", "A/C", "B/C"}


def entries(file):
    for section in ("red_flags", "rules", "ties", "advice"):
        for entry in file[section]:
            yield entry.get("id") or f"{entry['metric']} to {entry['condition'] or 'none'}", entry
            for variant in entry.get("variants", []):
                yield f"{entry['id']}, variant of {', '.join(variant['conditions'])}", variant


def texts(value):
    """All texts that a person may read."""
    keys = ("label", "note", "text", "otherwise", "unknown", "suspected", "action", "because", "why")
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str) and key in keys:
                yield inner
            else:
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


class EvidenceFile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = house.text("datasets/evidence/hip.json")
        cls.file = json.loads(cls.text)

    def test_conditions(self):
        found = {c["id"]: c["neighbour"] for c in self.file["conditions"]}
        self.assertEqual({**dict.fromkeys(CONDITIONS, False), **dict.fromkeys(NEIGHBOURS, True)}, found)
        for c in self.file["conditions"]:
            self.assertEqual(c["id"] not in NEIGHBOURS or c["id"] == "femoroacetabular_impingement", "pattern" in c, c["id"])
            self.assertTrue("pattern" not in c or c["pattern"] in c["rules"], c["id"])

    def test_every_rule_of_the_scheme(self):
        ids = [r["id"] for r in self.file["rules"]]
        self.assertEqual(len(ids), len(set(ids)))
        for name in RULES:
            self.assertTrue(any(re.fullmatch(name + "([a-z]|_other)?", i) for i in ids), name)
        used = {r for c in self.file["conditions"] for r in c["rules"]}
        self.assertEqual(set(ids), used, "a rule that no condition uses, or the other way round")

    def test_what_must_not_move_a_band(self):
        weight = {r["id"]: r["weight"] for r in self.file["rules"]}
        self.assertEqual({"R4", "R5b", "R5c", "G7", "G9"}, {i for i, w in weight.items() if w == "none"})
        self.assertEqual({"R6", "R7b"}, {i for i, w in weight.items() if w == "context"})

    def test_grades_and_sources(self):
        known, used = set(self.file["sources"]), set()
        for name, entry in entries(self.file):
            if "conditions" not in entry:
                self.assertIn("grade", entry, name)
                self.assertTrue(entry["sources"], name)
            self.assertIn(entry.get("grade", "A"), GRADES, name)
            self.assertLessEqual(set(entry.get("sources", [])), known, name)
            used.update(entry.get("sources", []))
        for p in self.file["parameters"].values():
            used.update(p["sources"])
        cited = " ".join(self.file["limits"])
        self.assertEqual(set(), {s for s in known - used if self.file["sources"][s].split(",")[0] not in cited})

    def test_no_addresses(self):
        self.assertNotRegex(self.text, r"https?://|www\.")

    def test_each_side_difference_has_a_tie(self):
        """Every measure with two sides says what a difference of it is tied to, or that it is tied to nothing."""
        rows = re.findall(r'^    X\((\w+), "[^"]*", "[^"]*", \w+, \w+, (\w+),', house.text("include/hipgait/metrics.h"), re.M)
        sided = {name for name, form in rows if form != "BOTH"}
        self.assertGreater(len(sided), 30)
        self.assertEqual(sided, {t["metric"] for t in self.file["ties"]})
        for t in self.file["ties"]:
            self.assertTrue(t["condition"] or not t["tied"], t["metric"])

    def test_every_red_flag_question_is_judged(self):
        asked = set(re.findall(r"X\(red_flags, (\w+),", house.text("include/hipgait/intake.h")))
        self.assertGreater(len(asked), 15)
        judged = {a.removeprefix("red_flags.") for f in self.file["red_flags"] for a in f["asks"] if a.startswith("red_flags.")}
        self.assertEqual(asked, judged)
        for f in self.file["red_flags"]:
            for a in f["asks"]:
                self.assertIn(a, f["when"], f["id"])

    def test_no_step_rate_advice_with_front_hip_pain(self):
        advice = {a["id"]: a for a in self.file["advice"]}
        self.assertIn("not (known(symptoms.site_anterior.either) and symptoms.site_anterior.either)", advice["step_rate"]["when"])

    def test_sentences(self):
        for text in texts(self.file):
            self.assertNotRegex(text, r"  |\s$|^\s|\.\.|[“”’]", text)
            plain = re.sub(r"\{[^}]*\}|e\.g\.|\d\.\d", "", text)
            self.assertLessEqual(len(re.findall(r"[.!?](?= |$)", plain)), 4, text)
            self.assertLessEqual(len(plain), 420, text)
        for name, entry in entries(self.file):
            for key in ("text", "otherwise", "unknown", "action"):
                self.assertTrue(entry.get(key, "x.").endswith((".", "}")), f"{name}: {entry.get(key)}")


if __name__ == "__main__":
    unittest.main()
