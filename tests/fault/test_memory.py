# SPDX-License-Identifier: Apache-2.0
"""A few of the failed allocations that contrib/faults/memory tries all of."""
import unittest

import memory
from ambit import BUILD, main

ASAN = b"__asan_init" in (BUILD / "ambit").read_bytes()


@unittest.skipIf(ASAN, "a sanitizer has a malloc of its own")
class Memory(unittest.TestCase):
    def test_a_failed_allocation_is_survived(self):
        for name in memory.SCENARIOS:
            figures = memory.scenario_figures(name, 4000, 211)
            with self.subTest(name):
                self.assertEqual([], [crash for crash in figures["crashes"]
                                      if crash[2] == "ambit"])
                self.assertLessEqual(figures["leaked"], 0)


if __name__ == "__main__":
    main()
