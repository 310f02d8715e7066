# SPDX-License-Identifier: Apache-2.0
"""Hard calendars as the libraries of real clients, and a real subscriber, read
them from the feed: the occurrences that `ambit events` lists, but where a
client is known to err."""
import datetime
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "clients"))

import clocks  # noqa: E402
import corpus  # noqa: E402
import hard  # noqa: E402
import known  # noqa: E402
from ambit import PATIENCE, main  # noqa: E402
from subscriber import Subscriber  # noqa: E402

DAYS = (datetime.date.fromisoformat(hard.AFTER)
        - datetime.date.fromisoformat(hard.FIRST)).days


class Clients(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.box = corpus.serve()
        cls.ours = corpus.account(cls.box)
        cls.feed = cls.box.dir / "hard.ics"
        cls.feed.write_bytes(corpus.feed(cls.box))

    @classmethod
    def tearDownClass(cls):
        cls.box.stop()
        cls.box.close()

    def check(self, name, theirs):
        faults = corpus.report(
            name, self.ours, theirs, known.DIFFERENCES[name])
        self.assertEqual([], faults)

    def read(self, name, *command):
        done = subprocess.run(
            [*command, self.feed, hard.FIRST, hard.AFTER],
            capture_output=True, text=True, timeout=PATIENCE * 4)
        if "ModuleNotFoundError" in done.stderr:
            raise unittest.SkipTest(done.stderr.splitlines()[-1])
        self.assertEqual(0, done.returncode, done.stderr)
        self.check(name, done.stdout.splitlines())

    def test_every_case_is_read_and_takes_place(self):
        source = self.box.local("/v1/sources/hard").json()
        self.assertEqual([], source["quarantine"])
        cases = set(re.findall(r"^UID:(\S+)\r$", hard.calendar().decode(),
                               re.MULTILINE))
        told = {case for case in map(corpus.case_of, self.ours)}
        self.assertEqual(
            set(), {case for case in cases if not case.startswith("text-")}
            - told)
        self.assertGreater(len(self.ours), 500)

    def test_what_takes_place_is_what_the_table_of_clocks_says(self):
        table = sorted(line for case in clocks.cases()
                       for line in case.lines(hard.FIRST, hard.AFTER))
        self.assertGreater(len(table), 50)
        self.assertEqual(table, [line for line in self.ours
                                 if " clock-" in line])

    def test_icalendar(self):
        self.read("icalendar", "/usr/bin/python3",
                  HERE / "clients/occurrences.py", "icalendar")

    def test_vobject(self):
        self.read("vobject", "/usr/bin/python3",
                  HERE / "clients/occurrences.py", "vobject")

    def test_ical_js(self):
        if not (HERE / "clients/node_modules/ical.js").is_dir():
            raise unittest.SkipTest("ical.js is not installed")
        self.read("ical.js", "node", HERE / "clients/occurrences.mjs")

    def test_vdirsyncer_and_khal(self):
        subscriber = Subscriber(self.box, "/feeds/public.ics" + corpus.QUERY)
        if not subscriber.installed():
            raise unittest.SkipTest("vdirsyncer or khal is not installed")
        subscriber.subscribe()
        self.check("khal", subscriber.account(hard.FIRST, DAYS))


if __name__ == "__main__":
    main()
