# SPDX-License-Identifier: GPL-3.0-or-later
"""Every key of a result that holds everything: without it, or with a value of another type, it is refused by name."""
import json
import os
import subprocess
import unittest

TESTS = os.path.join(os.environ["HIPGAIT_BUILD"], "tests")


def text():
    return subprocess.run([os.path.join(TESTS, "test_report_json"), "--print", "full"], check=True,
                          stdout=subprocess.PIPE).stdout.decode("utf-8")


def told(documents):
    """What the reader says of each document, a line each: the path of the key and the fault, or "read"."""
    done = subprocess.run([os.path.join(TESTS, "test_result_read"), "--say"], check=True, stdout=subprocess.PIPE,
                          input=b"".join(d.encode("utf-8") + b"\0" for d in documents))
    return done.stdout.decode("utf-8").splitlines()


def places(value, path, seen):
    """Paths of keys, of those that differ in indices alone the first."""
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield from places(item, path + (i,), seen)
    elif isinstance(value, dict):
        for key, item in value.items():
            kind = tuple("*" if isinstance(step, int) else step for step in path + (key,))
            if kind not in seen:
                seen.add(kind)
                yield path + (key,)
            yield from places(item, path + (key,), seen)


def name(path):
    return "".join(f"[{step}]" if isinstance(step, int) else "." + step for step in path)[1:]


def shortest():
    """The same keys in fewer items, so that many can be tried."""
    result = json.loads(text())
    for key in ("metrics", "curves", "spectra", "variability", "coordination", "asymmetry"):
        kept, seen = [], set()
        for item in result[key][::-1]:
            if list(places(item, (key,), seen)):
                kept.insert(0, item)
        result[key] = kept
    return json.dumps(result)


class Keys(unittest.TestCase):
    def check(self, change):
        """change(object, key) for each key of a result of its own; the reader must name that key."""
        paths = list(places(json.loads(text_of_all), (), set()))
        self.assertGreater(len(paths), 400)
        for first in range(0, len(paths), 100):
            some, changed = paths[first:first + 100], []
            for path in some:
                result = json.loads(text_of_all)
                inside = result
                for step in path[:-1]:
                    inside = inside[step]
                change(inside, path[-1])
                changed.append(json.dumps(result))
            lines = told(changed)
            self.assertEqual(len(some), len(lines))
            for path, line in zip(some, lines):
                with self.subTest(name(path)):
                    self.assertTrue(line.startswith(name(path) + ": "), line)

    def test_missing(self):
        self.check(lambda inside, key: inside.pop(key))

    def test_another_type(self):
        def change(inside, key):
            inside[key] = 1.5 if isinstance(inside[key], dict) else {}
        self.check(change)

    def test_unknown(self):
        """A key too many in each object; the message names it."""
        def objects(value, path):
            if isinstance(value, dict):
                yield path
            for key, item in value.items() if isinstance(value, dict) else enumerate(value):
                if isinstance(item, (dict, list)):
                    yield from objects(item, path + (key,))
        kinds, changed, paths = set(), [], []
        for path in objects(json.loads(text_of_all), ()):
            kind = tuple("*" if isinstance(step, int) else step for step in path)
            if kind in kinds:
                continue
            kinds.add(kind)
            result = json.loads(text_of_all)
            inside = result
            for step in path:
                inside = inside[step]
            inside["one_more"] = 1
            changed.append(json.dumps(result))
            paths.append(name(path + ("one_more",)))
        for path, line in zip(paths, told(changed), strict=True):
            with self.subTest(path):
                self.assertTrue(line.startswith(path + ": "), line)

    def test_order_and_blanks_do_not_matter(self):
        """Other programs write JSON otherwise; what is in it counts."""
        again = json.dumps(json.loads(text_of_all), sort_keys=True)
        self.assertEqual(["read", "read"], told([text_of_all, again]))


text_of_all = shortest()

if __name__ == "__main__":
    unittest.main()
