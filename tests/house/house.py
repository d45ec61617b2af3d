# SPDX-License-Identifier: GPL-3.0-or-later
"""What the house tests share: where the tree is and which files are in it."""
import os
import re
from pathlib import Path

ROOT = Path(os.environ.get("HIPGAIT_SOURCE", Path(__file__).resolve().parents[2]))
NOT_OURS = {".git", "build", "demo-output", "__pycache__", "node_modules"}


def files(*suffixes, under=""):
    """Files of the tree below `under` with one of the suffixes (all when none is given), as paths
    relative to the root, in fixed order."""
    found = []
    for folder, folders, names in os.walk(ROOT / under):
        folders[:] = sorted(f for f in folders if f not in NOT_OURS)
        for name in sorted(names):
            if not suffixes or name.endswith(suffixes):
                found.append(str(Path(folder, name).relative_to(ROOT)))
    return found


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def without_comments(c):
    """C source with its comments blanked and its line breaks and strings kept."""
    def blank(match):
        found = match.group(0)
        return found if found[0] in "\"'" else re.sub(r"[^\n]", " ", found)
    return re.sub(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*', blank, c, flags=re.S)
