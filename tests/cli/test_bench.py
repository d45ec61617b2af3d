# SPDX-License-Identifier: GPL-3.0-or-later
"""hipgait bench: every benchmark runs and is right, and trackers can read what it writes.

The field checks follow what the two trackers document and read: github-action-benchmark takes, with
tool "googlecpp", name, real_time, time_unit, iterations, cpu_time and threads of each entry of
"benchmarks", all of which become points; Bencher's cpp_google adapter takes name, real_time and
time_unit, wants context.caches, refuses aggregates other than a mean, and names of at most 1024 bytes.
"""
import json
import math
import pathlib
import re
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hipgait_test as hg  # noqa: E402

QUICK = ["--min-time", "0.001", "--repetitions", "3"]
FEW = [*QUICK, "--filter", "kern/(dot|window)/128$"]
NAME = re.compile(r"(kern/[a-z0-9_]+/[0-9]+/(c|avx2|avx512|neon)"
                  r"|stage/[a-z]+/[0-9]+s/[0-9]+hz|report/[a-z_]+"
                  r"|e2e/[a-z]+/[0-9]+x[0-9]+s/[0-9]+hz/t[0-9]+)\Z")


def finite(x):
    return isinstance(x, (int, float)) and not isinstance(x, bool) and math.isfinite(x)


def check_action(text):
    """github-action-benchmark, googlecpp."""
    seen = set()
    for row in json.loads(text)["benchmarks"]:
        assert isinstance(row["name"], str) and row["name"] not in seen, row
        seen.add(row["name"])
        assert finite(row["real_time"]) and row["real_time"] > 0, row
        assert row["time_unit"] in ("ns", "us", "ms", "s"), row
        # these it prints beside the point, as "undefined" where they are missing
        assert finite(row["iterations"]) and finite(row["cpu_time"]) and finite(row["threads"]), row
    return seen


def check_bencher_google(text):
    """Bencher, adapter cpp_google."""
    whole = json.loads(text)
    assert isinstance(whole["context"]["caches"], list)
    for row in whole["benchmarks"]:
        assert 0 < len(row["name"].encode()) <= 1024, row
        assert finite(row["real_time"]) and row["time_unit"] in ("ps", "ns", "us", "ms", "s"), row
        assert row.get("run_type", "iteration") == "iteration" and "aggregate_name" not in row, row


def check_bencher(text):
    """Bencher Metric Format: {benchmark: {measure: {value, lower_value?, upper_value?}}}."""
    whole = json.loads(text)
    assert whole and isinstance(whole, dict)
    for name, measures in whole.items():
        assert 0 < len(name.encode()) <= 1024 and "latency" in measures, name
        for measure in measures.values():
            assert set(measure) <= {"value", "lower_value", "upper_value"} and finite(measure["value"])
            assert measure.get("lower_value", -math.inf) <= measure["value"] <= measure.get("upper_value", math.inf)


def check_bigger(text):
    """github-action-benchmark, customBiggerIsBetter."""
    rows = json.loads(text)
    for row in rows:
        assert isinstance(row["name"], str) and isinstance(row["unit"], str) and finite(row["value"]), row
        assert isinstance(row.get("range", ""), str)
    assert len({row["name"] for row in rows}) == len(rows)
    return rows


def bench(*args, check=0):
    return hg.hipgait("bench", *args, check=check)


class Bench(unittest.TestCase):
    def test_smoke(self):
        """Everything of the short set runs, checks its numbers and has a lasting name."""
        names = check_action(bench("--smoke", *QUICK, "--format", "google").stdout)
        for name in names:
            self.assertRegex(name, NAME)
        for family in ("kern/", "stage/", "report/", "e2e/"):
            self.assertTrue(any(name.startswith(family) for name in names), family)

    def test_list(self):
        listed = bench("--list").stdout.split()
        self.assertEqual(len(listed), len(set(listed)))
        self.assertIn("stage/all/60s/200hz", listed)
        short = bench("--list", "--smoke").stdout.split()
        self.assertTrue(set(short) < set(listed))
        # the names that histories hang on; taking one away belongs in the changelog
        for name in ("kern/dot/4096", "kern/cluster_pose/12000", "kern/biquad/12000", "stage/read/60s/200hz",
                     "report/html", "report/pdf", "e2e/synth/16x30s/200hz/t1"):
            self.assertIn(name, listed)

    def test_formats(self):
        check_bencher_google(bench(*FEW, "--format", "google").stdout)
        check_bencher(bench(*FEW, "--format", "bencher").stdout)
        rows = check_bigger(bench(*FEW, "--format", "ratio").stdout)
        self.assertTrue(all(not row["name"].endswith("/c") for row in rows))
        lines = bench(*FEW, "--format", "csv").stdout.splitlines()
        self.assertEqual(len(lines[0].split(",")), len(lines[1].split(",")))
        self.assertIn("median", bench(*FEW).stdout.splitlines()[0])

    def test_memory_and_throughput(self):
        whole = json.loads(bench(*QUICK, "--filter", "e2e/synth/4x10s", "--format", "google").stdout)
        row = whole["benchmarks"][0]
        self.assertGreater(row["items_per_second"], 0)
        self.assertGreater(row["peak_rss_kib"], 1000)
        self.assertIn("recordings/min", bench(*QUICK, "--filter", "e2e/synth/4x10s").stdout)

    def test_no_names_of_machines_or_people(self):
        import getpass
        import socket
        text = bench(*FEW, "--format", "google").stdout
        self.assertNotIn("host_name", text)
        for word in (socket.gethostname(), getpass.getuser(), str(pathlib.Path.home())):
            if len(word) > 3:
                self.assertNotIn(word, text)

    def test_baseline(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "before.json"
            now = json.loads(bench(*FEW, "--format", "google").stdout)
            for row in now["benchmarks"]:
                row["real_time"] *= 1000
            path.write_text(json.dumps(now), encoding="utf-8")
            bench(*FEW, "--baseline", path, check=0)
            for row in now["benchmarks"]:
                row["real_time"] /= 1e6
            path.write_text(json.dumps(now), encoding="utf-8")
            done = bench(*FEW, "--baseline", path, check=1)
            self.assertRegex(done.stderr, r"! +kern/dot/128/c")
            # allowed to be as slow as that: no complaint
            bench(*FEW, "--baseline", path, "--allow", "1000", check=1)
            path.write_text('{"benchmarks": []}', encoding="utf-8")
            self.assertIn("none of these benchmarks", bench(*FEW, "--baseline", path, check=64).stderr)
            path.write_text("nonsense", encoding="utf-8")
            bench(*FEW, "--baseline", path, check=64)

    def test_usage(self):
        for args in (["--filter", "("], ["--filter", "no such benchmark"], ["--format", "xml"], ["--cpu", "mmx"],
                     ["--repetitions", "0"], ["--min-time", "x"], ["extra"]):
            with self.subTest(args):
                self.assertTrue(bench(*args, check=64).stderr)

    def test_level(self):
        names = check_action(bench(*FEW, "--cpu", "c", "--format", "google").stdout)
        self.assertEqual({"kern/dot/128/c", "kern/window/128/c"}, names)


class Checks(unittest.TestCase):
    """The field checks see what they are for."""

    GOOD = {"context": {"caches": []},
            "benchmarks": [{"name": "kern/dot/128/c", "real_time": 1.5, "cpu_time": 1.5, "time_unit": "ns",
                            "iterations": 10, "threads": 1, "run_type": "iteration"}]}

    def refuses(self, check, **change):
        whole = json.loads(json.dumps(self.GOOD))
        whole["benchmarks"][0].update(change)
        with self.assertRaises((AssertionError, KeyError)):
            check(json.dumps(whole))

    def test_google(self):
        check_action(json.dumps(self.GOOD))
        check_bencher_google(json.dumps(self.GOOD))
        for check in (check_action, check_bencher_google):
            self.refuses(check, real_time=None)
            self.refuses(check, time_unit="min")
        self.refuses(check_bencher_google, name="x" * 1025)
        self.refuses(check_bencher_google, run_type="aggregate")
        with self.assertRaises(KeyError):
            check_bencher_google(json.dumps({"context": {}, "benchmarks": []}))
        twice = dict(self.GOOD, benchmarks=self.GOOD["benchmarks"] * 2)
        with self.assertRaises(AssertionError):
            check_action(json.dumps(twice))


if __name__ == "__main__":
    unittest.main()
