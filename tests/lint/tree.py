# SPDX-License-Identifier: Apache-2.0
"""The project's files, as git sees them: what is committed and what will be.
Outside a clone (a release's archive) there is nothing to look at, and meson is
told that the test is skipped."""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77


def files(*patterns):
    """Their names from ROOT, sorted."""
    try:
        done = subprocess.run(
            ["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard",
             *patterns], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        print("skipped: this is no clone with git")
        sys.exit(SKIPPED)
    return sorted(name for name in done.stdout.split("\n")
                  if name and (ROOT / name).is_file())
