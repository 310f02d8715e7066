# SPDX-License-Identifier: Apache-2.0
"""How much a fault in the daemon could do, as systemd counts it: at most 1.5.
usage: unit.py FILE.service"""
import re
import shutil
import subprocess
import sys

if not shutil.which("systemd-analyze"):
    print("skipped: there is no systemd-analyze")
    sys.exit(77)
done = subprocess.run(
    ["systemd-analyze", "security", "--offline=true", "--no-pager",
     sys.argv[1]], capture_output=True, text=True)
found = re.search(r"exposure level for .*: ([0-9.]+)", done.stdout)
if not found:
    print(done.stdout + done.stderr)
    sys.exit("systemd-analyze did not say")
print(f"exposure {found[1]}, at most 1.5")
sys.exit(float(found[1]) > 1.5)
