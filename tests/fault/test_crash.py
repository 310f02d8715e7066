# SPDX-License-Identifier: Apache-2.0
"""A tenth of the cycles that contrib/faults/crash makes. That the shim can lose
something tells tests/property/store_crash_property.c."""
import os
import unittest

import crash
from ambit import BUILD, main

ASAN = b"__asan_init" in (BUILD / "ambit").read_bytes()
CYCLES = int(os.environ.get("AMBIT_CYCLES", "52"))


@unittest.skipIf(ASAN, "a sanitizer wants to stand where the shim does")
class Crash(unittest.TestCase):
    def outlived(self, power):
        runs = crash.many_disturbed(CYCLES, power)
        for run in runs:
            self.assertEqual([], run["lost"])
            self.assertEqual(run["calm"], run["etag"])
        # Some writes and syncs came to their end.
        self.assertGreater(sum(run["acknowledged"] for run in runs), 0)
        self.assertGreater(max(run["version"] for run in runs), 1)

    def test_kill_loses_nothing(self):
        self.outlived(False)

    def test_a_loss_of_power_loses_nothing(self):
        self.outlived(True)


if __name__ == "__main__":
    main()
