# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person sees first: --help of hipgait and of each command, --version, usage errors."""
import os
import re
import subprocess
import unittest

import house

HIPGAIT = os.environ["HIPGAIT"]
LINES = 46      # a screen
COLUMNS = 100


def run(*arguments):
    return subprocess.run([HIPGAIT, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)


def commands():
    """Names in the list of commands that hipgait --help prints."""
    listed = re.search(r"^commands:\n((?:  \S.*\n)+)", run("--help").stdout, re.M)
    return [line.split()[0] for line in listed.group(1).splitlines()]


def options(help_text):
    """Long options in the option list of a help text, with the words behind each."""
    return re.findall(r"^  (?:-\w, |   )?\s*--([\w-]+)(?: [A-Z][\w,=|:/.-]*)?\s*(.*)$", help_text, re.M)


class Help(unittest.TestCase):
    def check_page(self, done):
        self.assertEqual(0, done.returncode)
        self.assertEqual("", done.stderr)
        self.assertLessEqual(len(done.stdout.splitlines()), LINES)
        for line in done.stdout.splitlines():
            self.assertLessEqual(len(line), COLUMNS, line)
        self.assertNotIn("\x1b", done.stdout)

    def test_main_page(self):
        for way in ("--help", "-h", "help"):
            self.check_page(run(way))
        self.assertGreaterEqual(set(commands()), {"analyze", "validate", "info", "synth"})

    def test_each_command(self):
        for command in commands():
            with self.subTest(command=command):
                done = run(command, "--help")
                self.check_page(done)
                self.assertTrue(done.stdout.startswith(f"usage: hipgait {command} "))
                found = options(done.stdout)
                self.assertIn("help", [name for name, _ in found])
                for name, words in found:
                    self.assertTrue(words.strip(), f"--{name} is not explained")
                self.assertEqual(done.stdout, run(command, "-h").stdout)

    def test_every_listed_option_is_known(self):
        """An option of the list is never refused as unknown, whatever else is wrong with the call."""
        for command in commands():
            for name, _ in options(run(command, "--help").stdout):
                with self.subTest(command=command, option=name):
                    # --help ends the walk before anything is done
                    done = run(command, f"--{name}", "1", "--help")
                    self.assertNotIn("unknown option", done.stderr)

    def test_readme_names_each_command(self):
        for command in commands():
            self.assertTrue(f"hipgait {command}" in house.text("README.md"), command)


class Usage(unittest.TestCase):
    def check_refused(self, done, word):
        self.assertEqual(64, done.returncode)
        self.assertEqual("", done.stdout)
        self.assertEqual(1, len(done.stderr.splitlines()), done.stderr)
        self.assertTrue(done.stderr.startswith("hipgait"))
        self.assertIn(word, done.stderr)

    def test_nothing_asked(self):
        done = run()
        self.assertEqual(64, done.returncode)
        self.assertEqual(run("--help").stdout, done.stdout)

    def test_unknown_command(self):
        self.check_refused(run("anaylze"), "anaylze")

    def test_unknown_option(self):
        for command in commands():
            with self.subTest(command=command):
                self.check_refused(run(command, "--no-such-option"), "--no-such-option")


class IntendedUse(unittest.TestCase):
    """One statement, word for word the same wherever it stands (docs/adr/0005-intended-use.md)."""

    def test_version_and_readme(self):
        done = run("--version")
        self.assertEqual(0, done.returncode)
        first, statement = done.stdout.rstrip("\n").split("\n")
        self.assertRegex(first, r"^hipgait \d+\.\d+\.\d+$")
        self.assertIn("Not a medical device", statement)
        readme = " ".join(house.text("README.md").replace("\n> ", " ").split())
        self.assertTrue(statement in readme, "the README words the intended use otherwise")

    def test_changelog_knows_the_version(self):
        version = run("--version").stdout.split()[1]
        self.assertRegex(house.text("CHANGELOG.md"), rf"## \[(Unreleased|{re.escape(version)})\]")


if __name__ == "__main__":
    unittest.main()
