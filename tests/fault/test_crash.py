# SPDX-License-Identifier: Apache-2.0
"""A few of the cycles that contrib/faults/crash makes by the hundred."""
import os
import unittest

import crash
from ambit import BUILD, main

ASAN = b"__asan_init" in (BUILD / "ambit").read_bytes()
CYCLES = int(os.environ.get("AMBIT_CYCLES", "6"))


@unittest.skipIf(ASAN, "a sanitizer wants to stand where the shim does")
class Crash(unittest.TestCase):
    def outlived(self, power):
        run, etag, calm = crash.disturbed(CYCLES, power)
        self.assertEqual([], run.lost)
        self.assertGreater(run.next, 1)
        self.assertEqual(calm, etag)

    def test_kill_loses_nothing(self):
        self.outlived(False)

    def test_a_loss_of_power_loses_nothing(self):
        self.outlived(True)


if __name__ == "__main__":
    main()
