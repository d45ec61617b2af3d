# SPDX-License-Identifier: GPL-3.0-or-later
"""Every language of datasets/texts/ says all that English says, with the same blanks to fill, and names all that results bring along."""
import json
import re
import unittest

import house

FOLDER = house.ROOT / "datasets/texts"
BLANK = re.compile(r"\{(\w+)\}")
# Tables of the public headers whose first column is an id with a label, and the keys of their translations.
TABLES = {"metrics.h": ("HG_METRIC_TABLE", ["metric"]), "rhythm.h": ("HG_VARIABILITY_TABLE", ["variability"]),
          "follow_up.h": ("HG_ASPECT_TABLE", ["aspect", "aspect_why"])}


def read(path):
    """An object without a key that stands twice."""
    def once(pairs):
        keys = [key for key, _ in pairs]
        double = {key for key in keys if keys.count(key) > 1}
        if double:
            raise AssertionError(f"{path.name}: twice: {', '.join(sorted(double))}")
        return dict(pairs)
    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)


def ids(header, table):
    """First column of an X macro table."""
    text = (house.ROOT / "include/hipgait" / header).read_text(encoding="utf-8")
    body = re.search(rf"#define {table}\(X\)(.*?[^\\])\n(?!\s*X\()", text, re.S).group(1)
    return re.findall(r"\bX\((\w+),", body)


class Texts(unittest.TestCase):
    def setUp(self):
        self.english = read(FOLDER / "en.json")
        self.others = {p.stem: read(p) for p in sorted(FOLDER.glob("*.json")) if p.stem != "en"}

    def test_there_is_another_language(self):
        self.assertTrue(self.others)

    def test_every_key(self):
        for language, texts in self.others.items():
            self.assertEqual([], [key for key in self.english if key not in texts], language)

    def test_blanks(self):
        for language, texts in self.others.items():
            for key, english in self.english.items():
                with self.subTest(language=language, key=key):
                    self.assertEqual(sorted(BLANK.findall(english)), sorted(BLANK.findall(texts[key])))
                    self.assertEqual(english.count("*"), texts[key].count("*"), "what is strong")

    def test_labels_of_results(self):
        rules = json.loads((house.ROOT / "datasets/evidence/hip.json").read_text(encoding="utf-8"))
        wanted = ["condition." + condition["id"] for condition in rules["conditions"]]
        for header, (table, prefixes) in TABLES.items():
            found = ids(header, table)
            self.assertGreater(len(found), 10, table)
            wanted += [f"{prefix}.{one}" for prefix in prefixes for one in found]
        for language, texts in self.others.items():
            self.assertEqual([], [key for key in wanted if key not in texts], language)


if __name__ == "__main__":
    unittest.main()
