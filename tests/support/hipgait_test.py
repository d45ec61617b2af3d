# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Python tests share: where things are, running the command, skipping without data."""
import json
import os
import pathlib
import subprocess
import sys

SOURCE = pathlib.Path(os.environ.get("HIPGAIT_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
COMMAND = os.environ.get("HIPGAIT", str(SOURCE / "build/dev/hipgait"))
DATA = pathlib.Path(os.environ.get("HIPGAIT_TEST_DATA", SOURCE.parent / "shared/data"))


def need_data():
    """Ends the program as skipped (77) without the test recordings; under CI that is a failure."""
    if (DATA / "README.md").exists():
        return
    print("the test recordings are not there; HIPGAIT_TEST_DATA names their folder", file=sys.stderr)
    sys.exit(1 if os.environ.get("CI") == "true" else 77)


def hipgait(*arguments, check=None):
    done = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=120)
    if check is not None and done.returncode != check:
        raise AssertionError(f"exit {done.returncode}, expected {check}\n{done.stdout}{done.stderr}")
    return done


def result_of(folder, runner, session, trial):
    path = pathlib.Path(folder) / runner / f"{runner}_{session}_{trial}.json"
    return json.loads(path.read_text(encoding="utf-8"))
