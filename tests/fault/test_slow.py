# SPDX-License-Identifier: Apache-2.0
"""A hundredth of what contrib/faults/slow does: every question of health is
answered, nothing is logged without end, and the daemon is itself again."""
import unittest

import slow
from ambit import main


class Slow(unittest.TestCase):
    def test_others_are_answered(self):
        for name, figures in slow.all_ways(0.01, 1):
            with self.subTest(name):
                self.assertEqual(0, figures["health_unanswered"][0])
                self.assertLess(figures["log"][0], 10000)


if __name__ == "__main__":
    main()
