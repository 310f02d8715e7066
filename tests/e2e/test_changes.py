# SPDX-License-Identifier: Apache-2.0
"""What a second sync does: nothing when nothing changed; a moved, a cancelled
and a vanished event each what the semantics of sources say, seen in feed, API
and change log."""
import datetime
import sqlite3

from ambit import Case, main, network, unfold


def day(offset):
    date = datetime.date.today() + datetime.timedelta(days=offset)
    return date.strftime("%Y%m%d")


def event(uid, offset, title, *more):
    return [f"UID:{uid}", "DTSTAMP:20260101T000000Z",
            f"DTSTART;VALUE=DATE:{day(offset)}",
            f"DTEND;VALUE=DATE:{day(offset + 2)}",
            f"SUMMARY:{title}", *more]


class Changes(Case):
    def setUp(self):
        self.box = self.ambit({"metropolis": network("metropolis")})
        self.events = [event(f"e{i}", 30 + 7 * i, f"Meeting {i}")
                       for i in range(10)]
        self.write()
        self.box.serve()
        self.box.until(self.box.synced, "the first sync")

    def write(self):
        self.box.ics("metropolis", *self.events)

    def sync(self, *arguments, check=True):
        self.box.run("sync", "metropolis", *arguments, check=check)

    def tables(self):
        """Every row of every table but the sources' health and runs."""
        path = f"file:{self.box.dir}/state/ambit.db?mode=ro"
        with sqlite3.connect(path, uri=True) as store:
            names = [row[0] for row in store.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: sorted(map(str, store.execute(
                        f"SELECT * FROM {name}")))
                    for name in names
                    if name not in ("source_health", "source_run")}

    def feeds(self):
        return {feed["id"]: feed["etag"]
                for feed in self.box.get("/feeds").json()["items"]}

    def changes(self, after=0):
        answer = self.box.get(f"/v1/changes?after={after}").json()
        return [(change["action"], change["title"])
                for change in answer["items"]]

    def item(self, title):
        items = self.box.get("/v1/events?q=" + title.replace(" ", "%20"))
        return next(item for item in items.json()["items"]
                    if item["summary"] == title)

    def feed_event(self, title):
        lines = unfold(self.box.get("/feeds/public.ics").body)
        block = []
        for line in lines:
            if line == "BEGIN:VEVENT":
                block = []
            block.append(line)
            if line == "END:VEVENT" and any(
                    entry.startswith("SUMMARY") and entry.endswith(title)
                    for entry in block):
                return block
        return None

    def test_an_unchanged_source_writes_nothing(self):
        tables, feeds = self.tables(), self.feeds()
        self.assertGreater(len(feeds), 2)
        for _ in range(2):
            self.sync()
        self.assertEqual(tables, self.tables())
        self.assertEqual(feeds, self.feeds())

    def test_a_moved_event(self):
        before = self.item("Meeting 3")
        seen = len(self.changes())
        self.events[3] = event("e3", 52, "Meeting 3")
        self.write()
        self.sync()
        after = self.item("Meeting 3")
        self.assertEqual(before["id"], after["id"])
        self.assertGreater(after["sequence"], before["sequence"])
        self.assertNotEqual(before["start"], after["start"])
        self.assertEqual([("moved", "Meeting 3")], self.changes(seen))
        block = self.feed_event("Meeting 3")
        self.assertIn(f"DTSTART;VALUE=DATE:{day(52)}", block)
        self.assertIn(f"SEQUENCE:{after['sequence']}", block)

    def test_a_cancelled_event(self):
        before, seen = self.item("Meeting 4"), len(self.changes())
        self.events[4].append("STATUS:CANCELLED")
        self.write()
        self.sync()
        after = self.item("Meeting 4")
        self.assertEqual("cancelled", after["status"])
        self.assertGreater(after["sequence"], before["sequence"])
        self.assertEqual([("cancelled", "Meeting 4")], self.changes(seen))
        block = self.feed_event("Meeting 4")
        self.assertIn("STATUS:CANCELLED", block)
        self.assertIn("TRANSP:TRANSPARENT", block)

    def test_a_vanished_event_is_cancelled_at_the_second_miss(self):
        seen = len(self.changes())
        gone = self.events.pop(5)
        self.write()
        self.sync()
        self.assertEqual("confirmed", self.item("Meeting 5")["status"])
        self.assertEqual([], self.changes(seen))
        self.sync()
        self.assertEqual("cancelled", self.item("Meeting 5")["status"])
        self.assertEqual([("vanished", "Meeting 5")], self.changes(seen))
        self.assertIn("STATUS:CANCELLED", self.feed_event("Meeting 5"))
        self.events.append(gone)
        self.write()
        self.sync()
        self.assertEqual("confirmed", self.item("Meeting 5")["status"])
        self.assertEqual(("restored", "Meeting 5"), self.changes(seen)[-1])

    def test_a_shrunken_list_is_held_until_a_person_accepts_it(self):
        seen = len(self.changes())
        self.events = self.events[:6]
        self.write()
        for _ in range(3):
            self.sync(check=False)
        self.assertEqual([], self.changes(seen))
        health = self.box.local("/v1/sources/metropolis").json()
        self.assertTrue(health["held"])
        self.assertIn("--accept", health["message"])
        self.sync("--accept")
        self.sync("--accept")
        self.assertEqual(4, len(self.changes(seen)))

    def test_a_truncated_file_changes_nothing(self):
        tables = self.tables()
        path = self.box.data / "metropolis.ics"
        path.write_bytes(path.read_bytes()[:700])
        self.sync(check=False)
        health = self.box.local("/v1/sources/metropolis").json()
        self.assertEqual("retry", health["result"])
        self.assertEqual(tables, self.tables())

    def test_a_bad_item_is_quarantined_by_name_and_the_rest_comes_in(self):
        self.events.append(event("bad", 40, "Upside down"))
        self.events[-1][3] = f"DTEND;VALUE=DATE:{day(1)}"
        self.events.append(event("new", 44, "Latecomer"))
        self.write()
        self.sync()
        health = self.box.local("/v1/sources/metropolis").json()
        self.assertEqual(["Upside down"],
                         [item["name"] for item in health["quarantine"]])
        self.assertIn("end", health["quarantine"][0]["reason"])
        self.assertEqual("confirmed", self.item("Latecomer")["status"])


if __name__ == "__main__":
    main()
