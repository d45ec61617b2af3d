# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documents promise is there: links, scripts, commands, options, parameters."""
import os
import re
import subprocess
import unittest
from pathlib import Path

import house

HIPGAIT = os.environ["HIPGAIT"]
RECORDS = ("docs/adr/", "CHANGELOG.md")     # what was true once may stay written there


def pages():
    return house.files(".md")


def anchors(page):
    """Anchors of the headings of a page, as the usual renderers make them."""
    found = set()
    for line in re.sub(r"^ *```.*?^ *```", "", page, flags=re.M | re.S).splitlines():
        heading = re.match(r"#+ +(.*)", line)
        if heading:
            words = re.sub(r"[^\w\- ]", "", heading.group(1).lower())
            found.add(words.strip().replace(" ", "-"))
    return found


def broken_links(path, page, read):
    """Links of a page that lead nowhere; `read` gives the text of a file, "" for a folder or a picture, or None."""
    broken = []
    for target in re.findall(r"\[[^\]\n]*\]\(([^)\s]+)\)", re.sub(r"^ *```.*?^ *```", "", page, flags=re.M | re.S)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path
        content = page if not name else read(there)
        if content is None or (anchor and anchor not in anchors(content)):
            broken.append(target)
    return broken


def read(path):
    whole = house.ROOT / path
    if whole.is_dir() or (whole.is_file() and whole.suffix in (".png", ".pdf")):
        return ""
    return whole.read_text(encoding="utf-8") if whole.is_file() else None


def calls(page):
    """Calls of hipgait in a page's code: (command, long options, keys behind --set)."""
    found = []
    code = re.findall(r"^ *```\w*\n(.*?)^ *```", page, re.M | re.S) + re.findall(r"`([^`\n]+)`", page)
    for block in code:
        for line in block.replace("\\\n", " ").splitlines():
            call = re.search(r"(?:^|[\s/])hipgait ([a-z]+)\b([^#|;>]*)", line)
            if call:
                found.append((call.group(1), re.findall(r"--([a-z][\w-]*)", call.group(2)),
                              re.findall(r"--set[ =]([\w.]+)=", call.group(2))))
    return found


def help_of(*command):
    return subprocess.run([HIPGAIT, *command, "--help"], capture_output=True, text=True, timeout=60)


class Docs(unittest.TestCase):
    def test_links(self):
        for path in pages():
            with self.subTest(page=path):
                self.assertEqual([], broken_links(path, house.text(path), read))

    def test_paths_exist(self):
        """Files of ours that a page names in code style are there."""
        for path in pages():
            if path.startswith(RECORDS):
                continue
            for name in re.findall(r"`((?:scripts|docs|include|tests|cmake|datasets|src)/[\w./-]*\w)`",
                                   house.text(path)):
                self.assertIsNotNone(read(name), f"{path} names {name}")

    def test_commands_and_options(self):
        helps = {}
        for path in pages():
            if path.startswith(RECORDS):
                continue
            for command, options, keys in calls(house.text(path)):
                with self.subTest(page=path, command=command, options=options):
                    if command not in helps:
                        helps[command] = help_of(command)
                    self.assertEqual(0, helps[command].returncode, f"there is no hipgait {command}")
                    for option in options:
                        self.assertRegex(helps[command].stdout, rf"--{option}\b")
                    for key in keys:
                        self.assertIn(f'"{key}"', house.text("include/hipgait/params.h"))

    def test_readme_has_the_two_commands(self):
        readme = house.text("README.md")
        for script in ("scripts/demo", "scripts/test"):
            self.assertIn(script, readme)
            self.assertTrue(os.access(house.ROOT / script, os.X_OK), script)

    def test_decisions_are_numbered_and_listed(self):
        records = [Path(path).name for path in house.files(".md", under="docs/adr") if Path(path).name[0].isdigit()]
        self.assertEqual([int(name[:4]) for name in records], list(range(1, len(records) + 1)))
        for name in records:
            content = house.text(f"docs/adr/{name}")
            self.assertTrue(content.startswith(f"# {int(name[:4])}. "), name)
            for part in ("## Context", "## Choice", "## Cost"):
                self.assertIn(part, content, name)


class ChecksBite(unittest.TestCase):
    def test_links(self):
        files = {"docs/b.md": "# Two words\n"}
        page = ("# Here\n[a](b.md) [b](b.md#two-words) [c](#here) [d](https://example.org/x) "
                "[e](gone.md) [f](b.md#three) [g](#there)\n```\n[h](gone.md)\n```\n")
        self.assertEqual(["gone.md", "b.md#three", "#there"], broken_links("docs/a.md", page, files.get))

    def test_calls(self):
        page = "```sh\nbuild/release/hipgait synth --cohort 3 \\\n    --seed 1 -o x   # --not this\n```\n" \
               "and `hipgait analyze --set clean.cutoff_hz=8 F.h5`, hipgait in prose"
        self.assertEqual([("synth", ["cohort", "seed"], []), ("analyze", ["set"], ["clean.cutoff_hz"])], calls(page))


if __name__ == "__main__":
    unittest.main()
