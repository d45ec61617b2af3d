# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that a person reads claims a diagnosis or foretells an injury (docs/adr/0005-intended-use.md)."""
import json
import re
import unittest

import house

# Words with which a claim would begin, and why each is here.
CLAIMS = {
    r"diagnos\w*": "a report does not diagnose",
    r"predict\w*|foretell\w*|prognos\w*": "bands foretell nothing",
    r"will (?:get|be|become) (?:an )?injur\w*|going to (?:get|be) injur\w*": "nobody knows",
    r"(?:chance|probability|likelihood) (?:of|that)[^.]*injur\w*": "no probability is given",
    r"risk of (?:an |hip |running )?(?:injur\w*|pain)|(?:injury|pain) risk|(?:your|high|higher|low|lower|increased) risk|"
    r"at risk|risk score": "bands are no risk",
    r"you (?:have|suffer from) (?:a |an )?(?:hamstring|groin|trochanteric|strain|bursitis|tend\w*|impingement|stress|osteoarthritis)":
        "a pattern to discuss is not a finding of disease",
    r"you are (?:healthy|safe|fine)|nothing to worry|no need to worry|all clear": "low is not the all-clear",
    r"(?:prevents?|cures?|heals?) (?:hip pain|injur\w*|bursitis|strains?)": "no advice is shown to do that for runners",
}
# Sentences that use such a word to say that nothing of the kind is claimed, or as the name of a field.
ALLOWED = (
    r"It does not diagnose, and it does not estimate the chance that you have or will get an injury",
    r"Does not diagnose, and is not a medical device",
    r"it does not diagnose or estimate anyone's chance of injury, that left-right differences are common",
    r"it does not diagnose\b",                           # the page that is filled in
    r"No entry is a diagnosis or a chance of injury",
    r"not cleared or certified for diagnosis or treatment",
    r"no probability of injury is printed, and no finding",
    r"(?:no|never a|neither a) (?:diagnosis|prediction)\b[^.]*",
    r"`?diagnosis`?, (?:weeks_ago|status)[^.]*",        # the list of attributes of an injury
    r"`protocol`, `diagnosis`,",
    r"a diagnosis 255",                                  # longest text of that field
    r"whether it prevents injuries is not known",
)


def sentences(text):
    plain = re.sub(r"\s+", " ", re.sub(r"^> ?", "", text, flags=re.M))
    return re.split(r"(?<=[.!?:;]) ", plain)


def claims(text):
    """Sentences of a text that claim what hipgait does not claim, each with the reason."""
    found = []
    plain = re.sub(r"\s+", " ", re.sub(r"^> ?", "", text, flags=re.M))
    for pattern in ALLOWED:
        plain = re.sub(pattern, " ", plain, flags=re.I)
    for sentence in sentences(plain):
        found += [f"{why}: {sentence.strip()}" for words, why in CLAIMS.items()
                  if re.search(rf"\b(?:{words})\b", sentence, re.I)]
    return found


def literals(c):
    """String literals of a C source, those that the compiler joins joined, a line each."""
    c = house.without_comments(c)
    c = re.sub(r"^#\s*include.*$", "", c, flags=re.M)
    joined = re.findall(r'"(?:\\.|[^"\\\n])*"(?:\s*"(?:\\.|[^"\\\n])*")*', c)
    text = [re.sub(r'"\s*"', "", one)[1:-1].replace('\\"', '"').replace("\\n", " ") for one in joined]
    return [one for one in text if not re.fullmatch(r"[\w.]*", one)]  # keys and ids are no sentences


def strings_of(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("when", "site", "must", "features", "sources", "asks"):
                yield from strings_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_of(inner)
    elif isinstance(value, str):
        yield value


class Wording(unittest.TestCase):
    def check(self, where, texts):
        self.assertEqual([], [claim for text in texts for claim in claims(text)], where)

    def test_evidence_file(self):
        file = json.loads(house.text("datasets/evidence/hip.json"))
        del file["sources"]                     # titles of papers say what papers say
        self.check("hip.json", list(strings_of(file)))

    def test_documents(self):
        for path in house.files(".md"):
            text = house.text(path)
            if path == "docs/evidence.md":
                text = text.split("\n## Sources\n")[0]
            self.check(path, [re.sub(r"^ *```.*?^ *```", "", text, flags=re.M | re.S)])

    def test_sources_of_reports(self):
        paths = [p for room in ("report", "evidence", "cli", "batch", "base") for p in house.files(".c", ".h", under=f"src/{room}")]
        self.assertGreater(len(paths), 20)
        for path in paths + house.files(".h", under="include"):
            self.check(path, literals(house.text(path)))


class CheckBites(unittest.TestCase):
    def test_claims_are_found(self):
        for text in ("You will get injured within a year.", "The diagnosis is bursitis.", "Your injury risk is high.",
                     "The risk of injury is 12 %.", "This predicts hip pain.", "The probability of an injury is small.",
                     "You have trochanteric bursitis.", "You are safe to run.", "Stretching prevents injuries."):
            self.assertEqual(1, len({claim.split(": ", 1)[1] for claim in claims(text)}), text)

    def test_what_is_meant_is_allowed(self):
        self.assertEqual([], claims("> It does not diagnose, and it does not\n> estimate the chance that you have or will get an "
                                    "injury. Left/right differences are common."))
        self.assertEqual([], claims("In 836 runners no such difference went with more injuries."))

    def test_literals_are_joined(self):
        self.assertEqual(["the risk of injury is x"],
                         literals('f("the risk "\n  "of injury is x", /* "a diagnosis" */ "key"); // "no risk"'))


if __name__ == "__main__":
    unittest.main()
