# SPDX-License-Identifier: Apache-2.0
"""Plugins that crash, loop, flood and break in: none brings an event, each
one's health says what happened, and the daemon serves on."""
import os
import sqlite3

import bad_plugins
from ambit import BUILD, Case, main, network

EVENT = ["UID:good", "DTSTAMP:20260101T000000Z", "SUMMARY:Board",
         "DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270303"]

# Under AddressSanitizer there is no limit of memory, and other signals.
ASAN = b"__asan_init" in (BUILD / "ambit").read_bytes()
BAD = [name for name in bad_plugins.BAD if not (ASAN and name == "greedy")]


class BadPlugins(Case):
    def test_each_loses_its_own_run_alone(self):
        box = self.ambit({"good": network("good")})
        box.ics("good", EVENT)
        bad_plugins.add(box, BAD)
        box.serve()
        box.until(box.synced, "a sync of each source")
        health = {source["name"]: source
                  for source in box.local("/v1/sources").json()["items"]}
        self.assertEqual(("ok", 1), (health["good"]["result"],
                                     health["good"]["events"]))
        for name in BAD:
            result, words = bad_plugins.BAD[name]
            with self.subTest(name):
                self.assertEqual(result, health[name]["result"])
                self.assertIn(words, health[name]["message"])
                self.assertEqual(0, health[name]["events"])
        events = box.get("/v1/events?from=2000-01-01&to=2100-01-01").json()
        self.assertEqual(["Board"], [event["summary"]
                                     for event in events["items"]])
        self.assertEqual(200, box.get("/feeds/public.ics").status)
        self.no_process_is_left(box.daemon.pid)
        self.assertEqual(0, box.stop())
        with sqlite3.connect(box.dir / "state" / "ambit.db") as store:
            self.assertEqual([("good",)], store.execute(
                "SELECT DISTINCT source FROM event").fetchall())
            self.assertEqual([("ok",)], store.execute(
                "PRAGMA integrity_check").fetchall())

    def no_process_is_left(self, daemon):
        with open(f"/proc/{daemon}/task/{daemon}/children") as children:
            self.assertEqual([], [
                pid for pid in children.read().split()
                if os.path.exists(f"/proc/{pid}/exe")])


if __name__ == "__main__":
    main()
