# SPDX-License-Identifier: Apache-2.0
"""The system's time zone rules change: what is to come is found at its new
instants, noted with the old ones, and told by log, command and feeds."""
import os
import pathlib
import shutil
import signal
import unittest

from ambit import BUILD, Case, main, network, unfold

SHIM = BUILD / "tests/fault/libdisk.so"
ASAN = b"__asan_init" in (BUILD / "ambit").read_bytes()
SYSTEM = pathlib.Path("/usr/share/zoneinfo")


def event(uid, start, end, zone, *more):
    return [f"UID:{uid}", "DTSTAMP:20260101T000000Z", f"SUMMARY:{uid}",
            f"DTSTART;TZID={zone}:{start}", f"DTEND;TZID={zone}:{end}", *more]


class Zones(Case):
    """Madrid without summer time, as Algiers has it: an hour later in UTC in
    each summer, and as before in winter."""

    def setUp(self):
        self.box = self.ambit({"test": network("test"),
                               "other": network("other")})
        self.zones = self.box.dir / "zoneinfo"
        for name in ("Europe/Madrid", "America/New_York", "Etc/UTC", "UTC"):
            self.put(name, name)
        os.environ["TZDIR"] = str(self.zones)
        self.addCleanup(os.environ.pop, "TZDIR")
        madrid = "Europe/Madrid"
        self.box.ics("other")
        self.box.ics(
            "test",
            event("summer", "20350702T100000", "20350702T120000", madrid),
            event("winter", "20350112T100000", "20350112T120000", madrid),
            event("past", "20200702T100000", "20200702T120000", madrid),
            event("elsewhere", "20350702T100000", "20350702T120000",
                  "America/New_York"),
            ["UID:day", "DTSTAMP:20260101T000000Z", "SUMMARY:day",
             "DTSTART;VALUE=DATE:20350702"],
            event("weekly", "20300701T100000", "20300701T110000", madrid,
                  "RRULE:FREQ=WEEKLY;COUNT=4",
                  "EXDATE;TZID=Europe/Madrid:20300708T100000"),
            ["UID:weekly", "DTSTAMP:20260101T000000Z", "SUMMARY:in New York",
             "RECURRENCE-ID;TZID=Europe/Madrid:20300715T100000",
             "DTSTART;TZID=America/New_York:20300715T100000",
             "DTEND;TZID=America/New_York:20300715T110000"],
            event("until", "20341025T013000", "20341025T023000", madrid,
                  "RRULE:FREQ=DAILY;UNTIL=20341026T233000Z"),
        )

    def put(self, name, rules):
        path = self.zones / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # As packages are unpacked: the old file stays whole for its readers.
        fresh = path.with_suffix(".new")
        shutil.copy(SYSTEM / rules, fresh)
        fresh.rename(path)

    def start(self):
        self.box.serve()
        self.box.until(self.box.synced, "the source is read")

    def changes(self, after):
        return self.box.get(f"/v1/changes?after={after}").json()["items"]

    def last(self):
        return self.changes(0)[-1]["seq"]

    def feed(self):
        return self.box.get("/feeds/public.ics?from=2020-01-01&to=2036-01-01")

    def events(self):
        return {event["summary"]: event for event in
                self.box.get("/v1/events?limit=500").json()["items"]}

    def moved_as_it_should(self, seq, before, feed_before):
        changes = self.changes(seq)
        self.assertEqual({"moved"}, {item["action"] for item in changes},
                         changes)
        told = {item["title"]: (item["before"]["start"],
                                item["after"]["start"]) for item in changes}
        self.assertEqual({
            "summer": ("2035-07-02T10:00:00+02:00",
                       "2035-07-02T10:00:00+01:00"),
            "weekly": ("2030-07-01T10:00:00+02:00",
                       "2030-07-01T10:00:00+01:00"),
            "until": ("2034-10-25T01:30:00+02:00",
                      "2034-10-25T01:30:00+01:00"),
        }, told)

        moves = {move["title"]: move
                 for move in self.box.run_json("zones", "moved")}
        self.assertEqual(set(told), set(moves))
        self.assertEqual({"Europe/Madrid"},
                         {move["zone"] for move in moves.values()})
        self.assertEqual("2035-07-02T08:00:00Z", moves["summer"]["was"])
        self.assertEqual("2035-07-02T09:00:00Z", moves["summer"]["is"])
        # One is left out, one is in New York, which still replaces it.
        self.assertEqual(2, moves["weekly"]["occurrences"])
        # 27 October at 01:30 was 23:30Z on the 26th, UNTIL's instant; it is
        # 00:30Z now, later than that.
        self.assertEqual(3, moves["until"]["occurrences"])

        after = self.events()
        for title, event in after.items():
            raised = 1 if title in moves else 0
            self.assertEqual(before[title]["revision"] + raised,
                             event["revision"], title)
            # The clock on the wall shows what it showed.
            self.assertEqual(before[title]["start"][:19],
                             event["start"][:19], title)
        feed = self.feed()
        self.assertNotEqual(feed_before.headers["ETag"],
                            feed.headers["ETag"])
        lines = unfold(feed.body)
        self.assertIn("DTSTART;TZID=Europe/Madrid:20350702T100000", lines)
        self.assertIn("DTSTART;VALUE=DATE:20350702", lines)
        # No summer time in Madrid: New York's alone is left.
        self.assertEqual(1, lines.count("BEGIN:DAYLIGHT"))
        self.assertEqual(
            ["2030-07-15T14:00:00Z 2030-07-15T15:00:00Z in New York"],
            self.box.account("2030-07-15", "2030-07-16"))
        account = self.box.account("2035-07-02", "2035-07-03")
        self.assertIn("2035-07-02T09:00:00Z 2035-07-02T11:00:00Z summer",
                      account)
        self.assertIn("2035-07-02 2035-07-03 day", account)

    def test_rules_that_changed_while_nobody_ran(self):
        self.start()
        seq, before, feed = self.last(), self.events(), self.feed()
        self.assertEqual([], self.box.run_json("zones", "moved"))
        self.box.stop()
        self.put("Europe/Madrid", "Africa/Algiers")
        states = {zone["zone"]: zone["rules"]
                  for zone in self.box.run_json("zones")}
        self.assertTrue(states["Europe/Madrid"].startswith("changed"))
        self.assertEqual("in force", states["America/New_York"])
        self.start()
        self.moved_as_it_should(seq, before, feed)
        # Once: the next start finds nothing new.
        seq = self.last()
        self.box.stop()
        self.start()
        self.assertEqual([], self.changes(seq))

    def test_rules_that_change_under_a_running_daemon(self):
        self.start()
        seq, before, feed = self.last(), self.events(), self.feed()
        self.put("Europe/Madrid", "Africa/Algiers")
        self.box.daemon.send_signal(signal.SIGHUP)
        self.box.until(lambda: self.changes(seq), "the new rules are found")
        self.box.until(
            lambda: self.feed().headers["ETag"] != feed.headers["ETag"],
            "the feed follows")
        self.moved_as_it_should(seq, before, feed)

    @unittest.skipIf(ASAN, "a sanitizer wants to stand where the shim does")
    def test_rules_that_changed_are_found_with_the_new_day(self):
        clock = self.box.dir / "clock"
        midnight = 1798844400  # 2027-01-02 in Madrid

        def turn(seconds):
            clock.with_suffix(".new").write_text(str(midnight + seconds))
            clock.with_suffix(".new").rename(clock)
            # Whoever sleeps wakes up for it.
            self.assertEqual(
                202, self.box.local("/v1/sources/other/sync", "POST").status)
            self.box.until(self.box.synced, "the source is read")

        clock.write_text(str(midnight - 60))
        self.box.environment = {"LD_PRELOAD": str(SHIM),
                                "DISK_NOW_FILE": str(clock)}
        self.start()
        seq, before, feed = self.last(), self.events(), self.feed()
        self.put("Europe/Madrid", "Africa/Algiers")
        turn(-1)
        self.assertEqual([], self.changes(seq))
        turn(0)
        self.box.until(lambda: self.changes(seq), "the new day finds them")
        self.box.until(
            lambda: self.feed().headers["ETag"] != feed.headers["ETag"],
            "the feed follows")
        self.moved_as_it_should(seq, before, feed)

    def test_a_sync_without_a_daemon_takes_them_too(self):
        self.box.run("sync")
        self.put("Europe/Madrid", "Africa/Algiers")
        done = self.box.run("sync")
        self.assertIn("3 events moved", done.stderr)
        self.assertEqual(3, len(self.box.run_json("zones", "moved")))

    def test_a_zone_that_is_gone_or_damaged_changes_nothing(self):
        self.start()
        seq, new_york = self.last(), self.zones / "America/New_York"
        self.box.stop()
        new_york.write_bytes(b"TZif2 and no more")
        self.start()
        self.box.stop()
        new_york.unlink()
        self.start()
        self.assertEqual([], [item for item in self.changes(seq)
                              if item["action"] == "moved"])


if __name__ == "__main__":
    main()
