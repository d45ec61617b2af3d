# SPDX-License-Identifier: GPL-3.0-or-later
"""Six worked runners, from answers and recording to the derivation, against the stored text (tests/golden/worked/).

The healthy runner's text is stored whole. Those of the others have all of it too, but for rules that did not fire
for a condition that is no part of the runner's story: of these the first line is stored, so that a difference can
be read. That nothing is missing from the text itself is tested apart.

To store it anew after a change that was meant: HIPGAIT_RENEW=1 ctest --preset dev -R worked_runners; then read the
difference before it is committed.
"""
import difflib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
STORED = ROOT / "tests/golden/worked"
# runner: the conditions of its story with their bands; all others have one of the bands behind them
STORIES = {
    # an old injury and one long run are two graded risk factors, whatever hurts: moderate for overuse
    "hamstring-strain": ({("hamstring_strain", "right"): "elevated"}, {"low", "moderate", "insufficient"}),
    "groin-strain": ({("groin_strain", "left"): "moderate"}, {"low", "moderate", "insufficient"}),
    "trochanteric-bursitis": ({("trochanteric_bursitis", "left"): "elevated", ("gluteal_tendonitis", "left"): "elevated"},
                              {"low", "insufficient"}),
    "hip-flexor-tendonitis": ({("hip_flexor_tendonitis", "right"): "moderate"},
                              {"low", "watch", "moderate", "insufficient"}),
    "healthy": ({}, {"low", "insufficient"}),
    "red-flag": ({("bone_stress", "none"): "refer"}, {"refer"}),
}
NO_PATTERN = ("iliotibial_band", "bone_stress", "hip_osteoarthritis")


def entries(text):
    """Head, then each condition with what follows it; joined again they are the text."""
    return re.split(r"^(?=\* )", text, flags=re.MULTILINE)


def entry_of(part):
    """(condition, side) of a part that begins with "* Label, side [id]: band"."""
    label, name = re.match(r"\* (.*?) \[(\w+)\]: ", " ".join(part[:400].split())).groups()
    side = label.rpartition(", ")[2]
    return name, side if side in ("left", "right") else "none"


def shortened(part):
    """Rules that did not fire, by their first line alone."""
    return re.sub(r"(^  \[did not fire\] .*\n)(?:^      .*\n)+", r"\1", part, flags=re.MULTILINE)


def derivation(name, whole):
    story = STORIES[name][0]
    # the hash changes with every comma of the rule file; what the rules say is below it
    text = re.sub(r"SHA-256\s+[0-9a-f]{64}", "SHA-256 (left out here)", whole)
    if not story:
        return text
    head, *parts = entries(text)
    return head + "".join(p if entry_of(p) in story else shortened(p) for p in parts)


class WorkedRunners(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        here = pathlib.Path(cls.folder.name)
        subprocess.run([ROOT / "scripts/worked-runners", "-o", here, "--hipgait", os.environ["HIPGAIT"]], check=True,
                       capture_output=True, text=True, timeout=300)
        recordings = sorted(here.glob("*.h5"))
        hg.hipgait("analyze", *recordings, "-o", here / "out", "--text", check=0)
        cls.page = {p.stem: " ".join((here / f"out/{p.stem}/{p.stem}_S01.txt").read_text(encoding="utf-8").split())
                    for p in recordings}
        cls.result = {p.stem: here / f"out/{p.stem}/{p.stem}_S01_run01.json" for p in recordings}
        cls.text = {name: hg.hipgait("explain", path, check=0).stdout for name, path in cls.result.items()}
        cls.json = {name: json.loads(path.read_text(encoding="utf-8")) for name, path in cls.result.items()}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_all_are_there(self):
        self.assertEqual(set(STORIES), set(self.result))
        self.assertEqual(set(STORIES), {p.name.removesuffix(".intake.json") for p in (ROOT / "datasets/worked").glob("*.json")})
        for name, result in self.json.items():
            self.assertEqual("ok", result["quality"]["status"], name)

    def test_bands_tell_the_story(self):
        for name, (story, others) in STORIES.items():
            found = {(c["id"], c["side"]): c["band"] for c in self.json[name]["conditions"]}
            self.assertGreater(len(found), 12)
            for entry, band in story.items():
                self.assertEqual(band, found[entry], f"{name}: {entry}")
            for entry, band in found.items():
                if entry not in story:
                    self.assertIn(band, others, f"{name}: {entry}")
                if entry[0] in NO_PATTERN and name != "red-flag":
                    self.assertEqual("insufficient", band, f"{name}: {entry}")

    def test_red_flags(self):
        for name, result in self.json.items():
            self.assertEqual("raised" if name == "red-flag" else "clear", result["red_flags"]["status"], name)

    def test_text_faces(self):
        """What a therapist reads first, as text."""
        for name, page in self.page.items():
            rules = self.json[name]["evidence"]
            self.assertTrue(page.endswith(f"hipgait {self.json[name]['provenance']['program_version']}. Rules: hip, version "
                                          f"{rules['version']}. Research and training software. Not a medical device."), name)
            self.assertIn(self.json[name]["intended_use"], page)
            self.assertNotIn("Too little was asked", page, name)    # all of it was asked
            for advice in self.json[name]["advice"]:
                self.assertIn(advice["text"], page)
            for limit in rules["limits"]:
                self.assertIn(limit, page)
        self.assertIn("hipgait has no symptom rule for iliotibial band syndrome, bone stress injury", self.page["healthy"])
        urgent, patterns = (self.page["red-flag"].index(words) for words in ("see a physician now", "Patterns to discuss"))
        self.assertLess(urgent, patterns)
        self.assertIn("Answered with yes: Deep groin or front hip pain with running that stays or gets worse; Pain at night or "
                      "at rest, not only from lying on the sore side; Pain comes earlier in each run.", self.page["red-flag"])
        # the weakest grade of all flags would belittle the one that is raised
        card = self.page["red-flag"][patterns:self.page["red-flag"].index("Findings", patterns)]
        self.assertIn("[Refer]", card)
        self.assertNotIn("Evidence", card)

    def test_advice_goes_with_the_story(self):
        ids = {name: {a["id"] for a in result["advice"]} for name, result in self.json.items()}
        self.assertIn("see_physician_now", ids["red-flag"])
        self.assertFalse(ids["red-flag"] & {"strength", "stretch_piriformis", "reduce_load", "step_rate"})
        self.assertIn("unload_gluteal_tendons", ids["trochanteric-bursitis"])
        self.assertIn("step_rate", ids["trochanteric-bursitis"])
        self.assertIn("hold_step_rate", ids["hip-flexor-tendonitis"])
        self.assertNotIn("step_rate", ids["hip-flexor-tendonitis"])
        self.assertIn("peace_and_love", ids["groin-strain"])
        self.assertIn("hamstring_eccentric", ids["hamstring-strain"])
        self.assertNotIn("first_days_rice", ids["healthy"])
        caution = {a["id"]: a["caution"] for a in self.json["trochanteric-bursitis"]["advice"]}
        self.assertIn("painful side", caution["stretch_iliotibial"])

    def test_nothing_is_missing_from_the_derivation(self):
        """Each rule of each condition, in order, with its answer, its numbers, its grade."""
        said = {True: "FIRED", False: "did not fire", None: "not known"}
        for name, result in self.json.items():
            parts = {entry_of(p): " ".join(p.split()) for p in entries(self.text[name])[1:]}
            self.assertEqual(len(result["conditions"]), len(parts))
            for c in result["conditions"]:
                at, text = 0, parts[c["id"], c["side"]]
                for rule in c["rules"]:
                    for words in (f"[{said[rule['fired']]}] {rule['id']}: {rule['label']} {rule['text']} Fires when: ",
                                  *(f"{value['name']} = " for value in rule["values"]), f"Grade: {rule['grade']}. Source"):
                        at = text.find(" ".join(words.split()), at)
                        self.assertGreaterEqual(at, 0, f"{name}, {c['id']} {c['side']}: {words}")
                listed = self.text[name].rpartition("SOURCES")[2].replace("\n     ", " ")
                for source in {s for rule in c["rules"] for s in rule["sources"]}:
                    self.assertIn(result["evidence"]["sources"][source], listed)

    def test_derivation(self):
        for name in sorted(self.result):
            path, text = STORED / f"{name}.txt", derivation(name, self.text[name])
            if os.environ.get("HIPGAIT_RENEW"):
                STORED.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
            stored = path.read_text(encoding="utf-8")
            difference = list(difflib.unified_diff(stored.splitlines(), text.splitlines(), "stored", "now", n=1, lineterm=""))
            self.assertEqual([], difference[:60], f"{name}: {len(difference)} lines of difference")

    def test_bytes_are_the_same_each_time(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([ROOT / "scripts/worked-runners", "-o", folder, "--hipgait", os.environ["HIPGAIT"]], check=True,
                           capture_output=True, text=True, timeout=300)
            for name in STORIES:
                for ending in (".h5", ".intake.json"):
                    self.assertEqual((pathlib.Path(self.folder.name) / (name + ending)).read_bytes(),
                                     (pathlib.Path(folder) / (name + ending)).read_bytes(), name + ending)


if __name__ == "__main__":
    unittest.main()
