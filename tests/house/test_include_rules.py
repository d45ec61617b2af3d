# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may include whom. The tables below are the rule; a new edge is a decision, not a fix."""
import fnmatch
import re
import unittest

import house

# Room: the rooms whose headers its files may include, besides their own. "include" is the public
# headers, written <hipgait/...>; the others are written "room/file.h".
ROOMS = {
    "cli": {"include", "batch"},
    "batch": {"include", "base"},
    "analyze": {"include", "gait", "evidence", "base"},
    "gait": {"include", "dsp", "kernels", "base"},
    "evidence": {"include", "dsp", "base"},
    "cohort": {"include", "dsp", "base"},
    "synth": {"include", "dsp", "base"},
    "dsp": {"kernels", "base"},
    "io": {"include", "kernels", "base"},
    "report": {"include", "base"},
    "kernels": set(),
    "base": set(),
}

# Single headers that a room, or one file, may include on top of its row.
EXTRA = {
    "src/kernels/*": {"base/cpu.h"},
    # base knows nothing of gait: of the public headers, those that say how to fail, talk and link.
    "src/base/*": {"hipgait/export.h", "hipgait/log.h", "hipgait/status.h", "hipgait/version.h"},
    "src/cli/bench.c": {"benchmarks/bench.h"},
}

# Third-party headers and instruction sets: the only files that may include them.
HOMES = [
    ("hdf5.h", "src/io/h5*"),
    ("hdf5_hl.h", "src/io/h5*"),
    ("H5*.h", "src/io/h5*"),
    ("libdeflate.h", "src/io/h5*"),
    ("sndfile.h", "src/io/audio*"),
    ("jansson.h", "src/base/json.c"),
    ("nettle/*", "src/base/hash.c"),
    ("fftw3.h", "src/dsp/fft*"),
    ("gsl/*", "src/dsp/stats*"),
    ("cairo*", "src/report/pdf*"),
    ("ft2build.h", "src/report/pdf/font.c"),
    ("freetype/*", "src/report/pdf/font.c"),
    ("seccomp.h", "src/batch/sandbox*"),
    ("immintrin.h", "src/kernels/*"),
    ("arm_neon.h", "src/kernels/*"),
    ("cpuid.h", "src/base/cpu.c"),
]

LIBC = set("""assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h limits.h locale.h math.h setjmp.h signal.h
    stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h
    strings.h time.h""".split())
POSIX = set("""dirent.h fcntl.h fnmatch.h ftw.h getopt.h glob.h poll.h pthread.h sched.h spawn.h sys/file.h
    sys/mman.h sys/prctl.h sys/resource.h sys/select.h sys/stat.h sys/statvfs.h sys/syscall.h sys/time.h
    sys/types.h sys/wait.h unistd.h""".split())

# In src/gait a file belongs to the stage that its name begins with (metrics_hip.c: metrics) or to
# the folder it lies in. A stage never includes another stage. These headers are no stages: they are
# what travels between the stages, and helps them all.
GAIT_SHARED = {
    "gait/arrows.h",      # one struct per arrow of the way of the data
    "gait/markerset.h",   # the names in a recording
    "gait/axes.h",        # the axes of a lab
    "gait/even_time.h",   # clocks that are not even
    "gait/flag_list.h",   # raising quality flags
    "gait/convention.h",  # what sets isb, cgm and ric apart
}

LINE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:<([^>\n]*)>|"([^"\n]*)"|(\S+))', re.M)


def room_of(path):
    if path.startswith("include/"):
        return "include"
    parts = path.split("/")
    return "analyze" if path == "src/analyze.c" else parts[1] if len(parts) > 2 else None


def stage_of(name):
    """'gait/metrics_hip.c' and 'gait/metrics/hip.c' are of the stage 'metrics'."""
    parts = name.split("/")
    return parts[1] if len(parts) > 2 else parts[1].split(".")[0].split("_")[0]


def home_of(header):
    return [home for pattern, home in HOMES if fnmatch.fnmatchcase(header, pattern)]


def faults(path, source, exists):
    """What is wrong with the include lines of one file, as sentences."""
    room = room_of(path)
    said = []
    if room != "include" and room not in ROOMS:
        return [f"{path}: no such room in the table of tests/house/test_include_rules.py"]
    extra = set().union(*(headers for pattern, headers in EXTRA.items() if fnmatch.fnmatchcase(path, pattern)))
    for match in LINE.finditer(house.without_comments(source)):
        angle, quoted, other = match.groups()
        header = angle or quoted or other

        def no(why):
            said.append(f"{path}: includes {header}: {why}")

        if other:
            no("an include of a macro hides what it includes")
        elif ".." in header.split("/"):
            no("write it as room/file.h")
        elif quoted:
            if room == "include":
                no("public headers include only <hipgait/...> and ISO C")
                continue
            target = header.split("/")[0] if "/" in header else None
            if target is None or not (exists("src/" + header) or exists(header)):
                no("no such header; write it as room/file.h")
            elif target not in ROOMS[room] | {room} and header not in extra:
                no(f"{room} may not include {target}")
            elif room == "gait" and target == "gait" and header not in GAIT_SHARED:
                if stage_of(header) != stage_of(path[len("src/"):]):
                    no(f"stage {stage_of(path[len('src/'):])} may not include stage {stage_of(header)}")
        elif header.startswith("hipgait/"):
            if not exists("include/" + header):
                no("no such public header")
            elif room != "include" and "include" not in ROOMS[room] and header not in extra:
                no(f"{room} may not include the public headers")
        elif home_of(header):
            if not any(fnmatch.fnmatchcase(path, home) for home in home_of(header)):
                no(f"its home is {', '.join(home_of(header))}")
        elif header in POSIX:
            if room == "include":
                no("public headers include only <hipgait/...> and ISO C")
        elif header not in LIBC:
            no("neither ours, nor libc, nor a library that has a home")
    return said


def on_disk(path):
    return (house.ROOT / path).is_file()


class IncludeRules(unittest.TestCase):
    def test_tree(self):
        sources = house.files(".c", ".h", under="src") + house.files(".c", ".h", under="include")
        self.assertGreater(len(sources), 20)
        said = [fault for path in sources for fault in faults(path, house.text(path), on_disk)]
        self.assertEqual([], said, "\n" + "\n".join(said))


class RulesBite(unittest.TestCase):
    """Each rule refuses a bad example and lets the good one beside it through."""

    def check(self, path, line, good):
        got = faults(path, line + "\n", lambda name: True)
        self.assertEqual(good, not got, f"{path}: {line}: {got}")

    def test_examples(self):
        for good, path, line in [
            (True, "src/cli/info.c", "#include <hipgait/io.h>"),
            (True, "src/cli/info.c", '#include "batch/plan.h"'),
            (False, "src/cli/info.c", '#include "io/io.h"'),
            (False, "src/cli/info.c", '#include "base/file.h"'),
            (True, "src/cli/bench.c", '#include "benchmarks/bench.h"'),
            (False, "src/cli/info.c", '#include "benchmarks/bench.h"'),
            (False, "src/batch/plan.c", '#include "cli/cli.h"'),
            (True, "src/analyze.c", '#include "gait/pose.h"'),
            (False, "src/analyze.c", '#include "report/html.h"'),
            (False, "src/gait/pose.c", '#include "io/h5.h"'),
            (True, "src/gait/pose.c", '#include "dsp/filter.h"'),
            (True, "src/gait/pose.c", '#include "gait/arrows.h"'),
            (False, "src/gait/pose.c", '#include "gait/clean/clean.h"'),
            (True, "src/gait/metrics_hip.c", '#include "gait/metrics.h"'),
            (True, "src/gait/events/force.c", '#include "gait/events/events.h"'),
            (False, "src/gait/events/force.c", '#include "gait/strides.h"'),
            (False, "src/dsp/filter.c", "#include <hipgait/recording.h>"),
            (False, "src/dsp/filter.c", '#include "gait/arrows.h"'),
            (False, "src/io/native.c", '#include "dsp/filter.h"'),
            (False, "src/report/html.c", '#include "gait/arrows.h"'),
            (False, "src/synth/runner.c", '#include "kernels/kernels.h"'),
            (True, "src/kernels/c.c", '#include "base/cpu.h"'),
            (False, "src/kernels/c.c", '#include "base/arena.h"'),
            (True, "src/base/error.h", "#include <hipgait/status.h>"),
            (False, "src/base/error.h", "#include <hipgait/recording.h>"),
            (True, "src/io/h5_read.c", "#include <hdf5.h>"),
            (False, "src/io/native.c", "#include <hdf5.h>"),
            (False, "src/io/native.c", "#  include <H5Dpublic.h>"),
            (True, "src/base/json.c", "#include <jansson.h>"),
            (False, "src/report/json.c", "#include <jansson.h>"),
            (False, "src/dsp/filter.c", "#include <gsl/gsl_filter.h>"),
            (False, "src/report/html.c", "#include <cairo/cairo.h>"),
            (False, "src/base/file.c", "#include <sha2.h>"),
            (False, "include/hipgait/io.h", "#include <hdf5.h>"),
            (False, "include/hipgait/io.h", '#include "base/arena.h"'),
            (False, "include/hipgait/io.h", "#include <unistd.h>"),
            (True, "include/hipgait/io.h", "#include <hipgait/status.h>"),
            (False, "src/base/file.c", "#include <curl/curl.h>"),
            (False, "src/base/file.c", "#include <sys/socket.h>"),
            (False, "src/base/file.c", '#include "../gait/pose.h"'),
            (False, "src/base/file.c", '#include "error.h"'),
            (False, "src/base/file.c", "#include HEADER"),
            (False, "src/newroom/file.c", "#include <stdio.h>"),
            (True, "src/base/file.c", "/*\n#include <hdf5.h>\n*/"),
        ]:
            with self.subTest(path=path, line=line):
                self.check(path, line, good)

    def test_missing_header(self):
        self.assertTrue(faults("src/base/file.c", '#include "base/gone.h"\n', lambda name: False))


if __name__ == "__main__":
    unittest.main()
